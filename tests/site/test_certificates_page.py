"""Whoever holds a certificate's code learns that it is genuine, and of its donor only what they allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.chat.phrase import Phrase, given
from bot.programme import codes
from bot.programme.thanks import certificates, honours
from bot.programme.thanks.certificates import Verified
from bot.programme.world import World
from bot.site.certificates import CertificatePage
from bot.site.pages import Pages
from bot.web.headers import harden
from bot.web.visitor import Front
from tests.site.serving import read, serving
from tests.support.books import acting, makes_pledge
from tests.support.rig import Rig

SEEN = Verified(17, datetime(2021, 9, 27, 2, tzinfo=UTC), False, "person", "Trần Thị Mai", given("500.000 đ"))


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def certified(rig: Rig, shown: str) -> str:
    code = await makes_pledge(rig, "an", 300_000)
    await rig.bank(300_000, code)
    async with acting(rig, "an") as tx:
        return await certificates.issue(tx, code=code, form="person", name="Trần Thị Mai", shown=shown)


@pytest.mark.parametrize(
    ("shown", "name", "gift"), [("nothing", False, False), ("name", True, False), ("name_and_gift", True, True)]
)
async def test_it_shows_exactly_what_the_donor_allows(rig: Rig, shown: str, name: bool, gift: bool) -> None:
    code = await certified(rig, shown)
    async with serving(rig) as client:
        page = await read(client, f"/kiemtra/{codes.shown(code)}")
    assert "This certificate is genuine" in page
    assert ("Trần Thị Mai" in page, "300,000" in page) == (name, gift)


async def test_a_permission_withdrawn_later_counts_at_once(rig: Rig) -> None:
    made = await certified(rig, "name_and_gift")
    async with serving(rig) as client:
        assert "Trần Thị Mai" in await read(client, f"/kiemtra/{made}")
        async with acting(rig, "an") as tx:
            [mine] = await honours.my_standing(tx)
            await honours.show(tx, code=mine.code, shown="nothing")
        page = await read(client, f"/kiemtra/{made}")
    assert "This certificate is genuine" in page
    assert "Trần Thị Mai" not in page
    assert "300,000" not in page


async def test_a_replaced_one_says_only_that_it_is_no_longer_valid(rig: Rig) -> None:
    old = await certified(rig, "name_and_gift")
    async with acting(rig, "an") as tx:
        [mine] = await honours.my_standing(tx)
        await certificates.issue(tx, code=mine.code, form="person", name="Mai Trần", shown="name_and_gift")
    async with serving(rig) as client:
        page = await read(client, f"/kiemtra/{old}")
    assert "no longer valid" in page
    assert "genuine" not in page
    for word in ("Trần Thị Mai", "Mai Trần", "300,000"):
        assert word not in page


@pytest.mark.parametrize("form", ["{prefix}-{first}-{last}", "{prefix} {first} {last}", "{prefix}{first}{last}.",
                                  "{first}{last}"])  # fmt: skip
async def test_the_code_may_be_typed_in_any_form_also_in_the_form_s_field(rig: Rig, form: str) -> None:
    code = await certified(rig, "name")
    prefix, first, last = codes.shown(code).split("-")
    typed = form.format(prefix=prefix.lower(), first=first.lower(), last=last.lower())
    async with serving(rig) as client:
        answer = await client.get("/kiemtra", params={"code": typed, "lang": "en"})
        assert "This certificate is genuine" in await answer.text()


async def test_a_code_nobody_has_and_a_text_that_is_no_code_get_the_same_friendly_answer(rig: Rig) -> None:
    await certified(rig, "name")
    nobody = codes.new_code(rig.plan.code_prefix + certificates.MARK)
    answers = []
    async with serving(rig) as client:
        for typed in (
            nobody,
            "KHONG",
            "x" * 300,
            "<script>alert(1)</script>",
            "%00",
            await makes_pledge(rig, "an", 100_000),
        ):
            answer = await client.get("/kiemtra", params={"code": typed, "lang": "en"})
            assert answer.status == 404
            text = await answer.text()
            assert "No certificate has this code" in text
            assert "<script" not in text
            answers.append(text.partition('<form class="check"')[0].partition("<h1>")[2])
        assert (await client.get(f"/kiemtra/{nobody}")).status == 404
    assert len(set(answers)) == 1


async def test_no_such_page_is_kept_found_or_told_of(rig: Rig) -> None:
    code = await certified(rig, "name")
    async with serving(rig) as client:
        for path in ("/kiemtra", f"/kiemtra/{code}", "/kiemtra/NIX"):
            answer = await client.get(path)
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert '<meta name="robots" content="noindex' in await answer.text()


async def test_the_english_address_keeps_the_code(rig: Rig) -> None:
    code = await certified(rig, "name")
    async with serving(rig) as client:
        answer = await client.get(f"/verify/{code}", headers={"Accept-Language": "vi"})
        assert "This certificate is genuine" in await answer.text()
        assert answer.url.path == f"/kiemtra/{code}"
        answer = await client.get("/verify", params={"code": code})
        assert "This certificate is genuine" in await answer.text()
        answer = await client.get("/verify/%2F%2Fexample.com", allow_redirects=False)
        assert answer.headers.get("Location", "/").startswith("/kiemtra/")


async def test_a_change_of_language_keeps_what_was_typed(rig: Rig) -> None:
    async with serving(rig) as client:
        answer = await client.get("/kiemtra", params={"code": "a&lang=vi", "lang": "en"})
        assert 'href="?code=a%26lang%3Dvi&amp;lang=vi"' in await answer.text()


async def test_guessing_is_slowed_down_for_one_address_and_nobody_else(rig: Rig) -> None:
    asked: list[str] = []

    async def look(tx: World, code: str) -> Verified | None:
        asked.append(code)
        return None

    front = Front(["127.0.0.1"])
    pages = Pages(front=front)
    app = web.Application()
    app.add_routes(CertificatePage(rig.app.ask, rig.zone, pages, look).routes())
    harden(app, front)
    async with TestClient(TestServer(app)) as client:
        guesser = {"X-Forwarded-For": "203.0.113.9"}
        statuses = [(await client.get(f"/kiemtra/A{n}", headers=guesser)).status for n in range(60)]
        assert statuses[:30] == [404] * 30
        assert statuses[-1] == 429
        assert len(asked) < 40
        slowed = await client.get("/kiemtra/X", headers=guesser)
        assert int(slowed.headers["Retry-After"]) >= 1
        assert slowed.headers["X-Robots-Tag"].startswith("noindex")
        assert (await client.get("/kiemtra", headers=guesser)).status == 200, "the form itself asks nothing"
        other = await client.get("/kiemtra/X", headers={"X-Forwarded-For": "203.0.113.10"})
        assert other.status == 404


@pytest.mark.parametrize("lang", ["vi", "en"])
async def test_a_hostile_name_stays_a_name(rig: Rig, lang: str) -> None:
    async def look(tx: World, code: str) -> Any:
        bad: Phrase = given("<img src=x>")
        return Verified(1, SEEN.made_at, False, "person", '"><script>x</script>', bad)

    app = web.Application()
    app.add_routes(CertificatePage(rig.app.ask, rig.zone, Pages(), look).routes())
    async with TestClient(TestServer(app)) as client:
        page = await (await client.get("/kiemtra/A", params={"lang": lang})).text()
    assert "<script" not in page
    assert "<img src=x" not in page
