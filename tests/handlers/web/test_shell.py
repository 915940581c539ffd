"""The page itself: safe to open, installable, the same in both languages."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from bot.handlers.web.chrome import PAGE, chrome
from tests.handlers.web.world import Visitor, World

Web = tuple[World, Visitor, Visitor]
SCRIPTS = sorted(PAGE.glob("*.js"))


def test_both_languages_have_the_same_words_and_none_is_empty() -> None:
    assert list(chrome("vi")) == list(chrome("en"))
    assert all(words.strip() for lang in ("vi", "en") for words in chrome(lang).values())
    for name in chrome("vi"):
        holes = [set(re.findall(r"\{(\w+)\}", chrome(lang)[name])) for lang in ("vi", "en")]
        assert holes[0] == holes[1], name


def test_every_word_is_used_and_every_used_word_exists() -> None:
    sources = "".join(path.read_text() for path in [*SCRIPTS, PAGE / "chat.html", PAGE / "nobody.html"])
    server = "".join(path.read_text() for path in PAGE.parent.glob("*.py"))
    used = set(re.findall(r"""["'`]([a-z]+\.[a-z.-]+)["'`]""", sources)) & set(chrome("vi")) | {
        name for name in re.findall(r"words\['([a-z.-]+)'\]", sources)
    }
    used |= {f"upload.{why}" for why in re.findall(r'_refused\(lang, "(\w+)"', server)}
    used |= {f"state.{state}" for state in ("sending", "sent", "failed")}
    used |= {f"demo.{step}" for step in ("hour", "tuesday-morning", "tuesday-evening", "tomorrow")}
    assert used == set(chrome("vi"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_from_text(path: Path) -> None:
    code = path.read_text()
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc"):
        assert danger not in code
    assert len(code.splitlines()) <= 400


async def test_the_page_runs_nothing_inline_and_asks_nobody_else(web: Web) -> None:
    _, lan, _ = web
    answer = await lan.client.get("/chat")
    html = await answer.text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "<style" not in html
    assert not re.search(r"\s(on\w+|style)=", html)
    assert "javascript:" not in html
    assert not re.findall(r'(?:src|href)="(?!/|#)', html)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_drive_s_name_cannot_break_out_of_the_page(web: Web) -> None:
    world, lan, _ = web
    world.handler._shell._title = lambda lang: ('"><script>alert(1)</script>', "<b>&")
    html = await lan.come()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize(
    ("query", "accepts", "lang"),
    [("", "", "vi"), ("", "en-GB,en;q=0.9", "en"), ("", "fr,vi;q=0.4,en;q=0.3", "vi"), ("?lang=en", "vi", "en")],
)
async def test_the_page_speaks_the_visitor_s_language(web: Web, query: str, accepts: str, lang: str) -> None:
    _, lan, _ = web
    answer = await lan.client.get(f"/chat{query}", headers={"Accept-Language": accepts})
    html = await answer.text()
    assert f'<html lang="{lang}"' in html
    assert chrome(lang)["compose.label"] in html


async def test_a_chosen_language_is_remembered(web: Web) -> None:
    _, lan, _ = web
    await lan.come("?lang=en")
    assert '<html lang="en"' in await lan.come()


async def test_everything_the_page_names_is_there(web: Web) -> None:
    _, lan, _ = web
    html = await lan.come()
    named = set(re.findall(r'(?:src|href)="(/chat/[^"]+)"', html))
    for path in PAGE.glob("*.css"):
        named |= {f"/chat/static/-/{name}" for name in re.findall(r'url\("([^"]+)"\)', path.read_text())}
    for path in SCRIPTS:
        named |= {
            f"/chat/static/-/{name}" for name in re.findall(r'(?:from|import\()\s*"\./([^"]+)"', path.read_text())
        }
    assert len(named) > 15
    for address in named:
        assert (await lan.client.get(address)).status == 200, address


async def test_files_are_kept_for_a_year_under_todays_version_only(web: Web) -> None:
    _, lan, _ = web
    html = await lan.come()
    style = re.search(r'href="(/chat/static/[^"]+/chat.css)"', html)
    assert style is not None
    fresh = await lan.client.get(style[1])
    assert "immutable" in fresh.headers["Cache-Control"]
    assert fresh.headers["X-Content-Type-Options"] == "nosniff"
    old = await lan.client.get("/chat/static/old/chat.css")
    assert old.headers["Cache-Control"] == "no-cache"
    again = await lan.client.get("/chat/static/old/chat.css", headers={"If-None-Match": old.headers["ETag"]})
    assert again.status == 304


@pytest.mark.parametrize(
    "path",
    [
        "/chat/static/-/..%2fhandler.py",
        "/chat/static/-/%2e%2e/handler.py",
        "/chat/static/-/chat.html",
        "/chat/static/../../handler.py",
        "/chat/static/-/nothing.js",
        "/chat/sent/..%2f..%2fpyproject.toml",
    ],
)
async def test_nothing_outside_the_page_can_be_fetched(web: Web, path: str) -> None:
    _, lan, _ = web
    await lan.come()
    reader, writer = await asyncio.open_connection(lan.server.host, lan.server.port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    assert answer.startswith(b"HTTP/1.1 404")


async def test_the_page_can_be_installed_under_the_drive_s_name(web: Web) -> None:
    _, lan, _ = web
    answer = await lan.client.get("/chat/manifest.webmanifest?lang=en")
    manifest = json.loads(await answer.text())
    assert answer.content_type == "application/manifest+json"
    assert (manifest["name"], manifest["lang"], manifest["scope"]) == ("Sóng và máy tính cho em", "en", "/chat")
    for icon in manifest["icons"]:
        assert (await lan.client.get(icon["src"])).content_type == icon["type"]
    worker = await lan.client.get("/chat/sw.js")
    assert worker.headers["Service-Worker-Allowed"] == "/chat"
    assert worker.headers["Cache-Control"] == "no-cache"
