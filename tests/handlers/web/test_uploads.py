"""Uploads: only what the drive can use, never larger than allowed, never anywhere but on the shelf."""

from __future__ import annotations

import asyncio
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.web import Request
from cryptography.exceptions import InvalidTag

from bot.handlers.web import Limits, uploads
from bot.handlers.web.chrome import PAGE, chrome
from bot.handlers.web.shelf import Shelf
from bot.storage.secrecy import Secrecy
from bot.web import file_kinds as magic
from tests.handlers.web.world import PNG, Open, Visitor, World
from tests.support.rig import HandClock

LOCK = Secrecy(bytes(32))
Web = tuple[World, Visitor, Visitor]


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
GOOD = [
    (b"\xff\xd8\xff\xe0 jpeg", "a.jpg", "image/jpeg"),
    (PNG, "a.jpg", "image/png"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp"),
    (b"%PDF-1.7\n", "a.pdf", "application/pdf"),
    (XLSX, "Danh sách 5A.xlsx", magic.XLSX),
    ("tên,lớp\nAn,5A\n".encode(), "a.csv", "text/csv"),
    ("tên;lớp\n".encode("utf-16"), "a.CSV", "text/csv"),
    ("t\xean,l\xf2p\n".encode("latin-1"), "a.csv", "text/csv"),
]
WRONG = [
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
    (b"<html><script>alert(1)</script>", "a.jpg"),
    (b"MZ\x90\x00", "a.csv"),
    (b"#!/bin/sh\n", "a.xlsx"),
    (zipped("word/document.xml", "[Content_Types].xml"), "a.xlsx"),
    (zipped("evil.exe"), "a.xlsx"),
    (b"RIFF\x10\x00\x00\x00AVI ", "a.webp"),
    (b"plain text", "a.txt"),
    (b"", "a.csv"),
    (b"\xff\xfe\x00", "a.csv"),
    (b"GIF89a", "a.gif"),
]


@pytest.mark.parametrize(("data", "name", "mime"), GOOD)
def test_a_file_is_known_by_its_bytes(data: bytes, name: str, mime: str) -> None:
    assert magic.kind(data, name) == mime


@pytest.mark.parametrize(("data", "name"), WRONG)
def test_anything_else_is_not_taken_whatever_it_is_called(data: bytes, name: str) -> None:
    assert magic.kind(data, name) is None


async def test_a_file_is_kept_under_a_name_that_says_nothing(web: Web) -> None:
    world, lan, _ = web
    await lan.page()
    status, kept = await lan.upload(XLSX, "Danh%20s%C3%A1ch%205A.xlsx")
    assert status == 200
    assert kept["ref"].startswith("web:")
    assert not kept["photo"]
    shelf = world.handler.shelf
    assert shelf.read(kept["ref"]) == XLSX
    note = shelf.note(kept["ref"])
    assert note is not None
    assert (note.chat, note.name, note.mime, note.size) == (lan.session, "Danh sách 5A.xlsx", magic.XLSX, len(XLSX))
    names = {path.name for path in shelf.folder.iterdir()}
    assert names == {kept["ref"].removeprefix("web:"), kept["ref"].removeprefix("web:") + ".json"}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd.png", "passwd.png"),
        ("C%3A%5CUsers%5CLan%5Canh.png", "anh.png"),
        ("%00a%0Ab%22%3C.png", "ab.png"),
        ("..", ""),
        ("a" * 400 + ".png", "a" * 116 + ".png"),
    ],
)
async def test_a_file_s_name_cannot_lead_anywhere(web: Web, said: str, kept: str) -> None:
    _, lan, _ = web
    await lan.page()
    assert (await lan.upload(PNG, said))[1]["name"] == kept


@pytest.mark.parametrize("lang", ["vi", "en"])
async def test_a_wrong_file_is_refused_in_a_polite_sentence_and_not_kept(web: Web, lang: str) -> None:
    world, lan, _ = web
    await lan.come(f"?lang={lang}")
    status, answer = await lan.upload(b"MZ\x90\x00", "game.jpg")
    assert (status, answer) == (415, {"error": chrome(lang)["upload.kind"]})
    assert list(world.handler.shelf.folder.iterdir()) == []


async def test_a_file_too_large_is_refused_by_what_it_says_and_by_what_it_is(web: Web) -> None:
    world, lan, _ = web
    await lan.come("?lang=en")
    large = PNG + b"x" * uploads.LARGEST

    async def unsaid() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 1 << 20):
            yield large[start : start + (1 << 20)]

    for data in (large, unsaid()):
        status, answer = await lan.upload(data, "a.png")
        assert (status, answer) == (413, {"error": chrome("en")["upload.large"]})
    assert list(world.handler.shelf.folder.iterdir()) == []
    assert (await lan.upload(PNG + b"x" * (uploads.LARGEST - len(PNG)), "a.png"))[0] == 200


async def test_a_file_that_says_it_is_too_large_is_refused_before_it_is_sent(web: Web) -> None:
    _, lan, _ = web
    await lan.come()
    reader, writer = await asyncio.open_connection(lan.server.host, lan.server.port)
    head = (
        f"POST /chat/upload HTTP/1.1\r\nHost: {lan.origin[7:]}\r\nOrigin: {lan.origin}\r\nCookie: song={lan.cookie}\r\n"
    )
    writer.write(f"{head}Content-Length: {uploads.LARGEST + 1}\r\n\r\n".encode())
    assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 413")
    writer.close()


async def test_without_a_session_or_from_another_site_nothing_is_taken(web: Web) -> None:
    _, lan, minh = web
    assert (await minh.upload(PNG, "a.png"))[0] == 403
    await lan.come()
    for origin in ("https://evil.example", ""):
        assert (await lan.upload(PNG, "a.png", Origin=origin))[0] == 403
    forged = f"song={lan.session}.{'0' * 64}"
    lan.client.session.cookie_jar.clear()
    assert (await lan.upload(PNG, "a.png", Cookie=forged))[0] == 403


async def test_many_uploads_in_a_short_time_are_slowed(opened: Open) -> None:
    _, visitor = await opened(limits=Limits(upload_rate=0.001, upload_burst=3))
    lan = await visitor()
    await lan.come()
    answers = [await lan.upload(PNG, "a.png") for _ in range(5)]
    assert [status for status, _ in answers] == [200, 200, 200, 429, 429]
    assert answers[-1][1] == {"error": chrome("vi")["upload.slow"]}


async def test_a_nearly_full_disk_takes_no_more_files(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    _, lan, _ = web
    monkeypatch.setattr(uploads, "_SPARE", 1 << 62)
    await lan.come()
    assert (await lan.upload(PNG, "a.png"))[0] == 507


def test_the_shelf_reads_nothing_but_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    shelf = Shelf(tmp_path / "files", LOCK)
    for ref in ("web:../secret", "web:" + "a" * 22, "telegram:x", "", "web:", "web:" + "a" * 21 + "/", "a" * 26):
        assert shelf.note(ref) is None
        with pytest.raises(FileNotFoundError):
            shelf.read(ref)


def test_what_is_forgotten_is_gone_and_may_be_forgotten_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LOCK)
    shelf.part().write_bytes(b"left by a crash")
    shelf = Shelf(tmp_path, LOCK)
    assert list(tmp_path.iterdir()) == []
    ref = shelf.put(b"%PDF-", "chat", "a.pdf", "application/pdf")
    assert shelf.file(ref, "chat") is not None
    assert shelf.file(ref, "another") is None
    shelf.forget(ref)
    shelf.forget(ref)
    assert list(tmp_path.iterdir()) == []


async def test_a_photo_lies_encrypted_and_says_nothing_but_what_is_seen(web: Web) -> None:
    world, lan, _ = web
    await lan.page()
    place = b"tEXtPlace\x0020.8561N"
    spoken = PNG[:33] + struct.pack(">I", len(place) - 4) + place + struct.pack(">I", zlib.crc32(place)) + PNG[33:]
    _status, kept = await lan.upload(spoken, "Lan.png")
    assert world.handler.shelf.read(kept["ref"]) == PNG
    lies = b"".join(path.read_bytes() for path in world.handler.shelf.folder.iterdir())
    assert not [word for word in (PNG[:8], b"20.8561N", b"Lan", b"image/png", lan.session.encode()) if word in lies]


async def test_a_picture_that_does_not_hold_together_is_refused_in_words(web: Web) -> None:
    world, lan, _ = web
    await lan.page()
    for odd in (PNG[:40], b"\xff\xd8\xff\xe1\xff", b"RIFF\x10\x00\x00\x00WEBPVP8 "):
        assert await lan.upload(odd, "a.png") == (415, {"error": chrome("vi")["upload.odd"]})
    assert list(world.handler.shelf.folder.iterdir()) == []


def test_what_an_earlier_release_left_in_clear_is_sealed_at_the_next_start(tmp_path: Path) -> None:
    name = "a" * 22
    spoken = PNG[:33] + b"\0\0\0\x04tEXta\0bc" + struct.pack(">I", zlib.crc32(b"tEXta\0bc")) + PNG[33:]
    (tmp_path / name).write_bytes(spoken)
    note = {"chat": "lan", "name": "Lan.png", "mime": "image/png", "size": len(spoken)}
    (tmp_path / f"{name}.json").write_text(json.dumps(note))
    for _start in range(2):
        shelf = Shelf(tmp_path, LOCK)
        assert shelf.read(f"web:{name}") == PNG
        assert shelf.file(f"web:{name}", "lan") is not None
        assert not [path for path in tmp_path.iterdir() if b"Lan" in path.read_bytes() or PNG[:8] in path.read_bytes()]


def test_a_start_reads_no_sealed_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = Shelf(tmp_path, LOCK).put(b"%PDF-", "chat", "a.pdf", "application/pdf")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
        shelf = Shelf(tmp_path, LOCK)
    assert shelf.read(ref) == b"%PDF-"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_refusal_names_all_that_the_page_lets_somebody_choose(lang: str) -> None:
    [accepted] = re.findall(r'accept="([^"]+)"', (PAGE / "chat.html").read_text())
    for ending in (one.removeprefix(".") for one in accepted.split(",") if one.startswith(".")):
        assert ending in chrome(lang)["upload.kind"].lower(), ending


def test_a_file_opens_at_its_own_place_only(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, LOCK)
    one, other = (shelf.put(data, "chat", "a.pdf", "application/pdf") for data in (b"%PDF-1", b"%PDF-2"))
    paths = [tmp_path / ref.removeprefix("web:") for ref in (one, other)]
    paths[0].replace(paths[1])
    with pytest.raises(InvalidTag):
        shelf.read(other)


def test_a_sweep_takes_what_is_old_and_not_in_use(tmp_path: Path) -> None:
    now = datetime(2021, 9, 27, tzinfo=UTC)
    refs = {}
    for name, days in (("used", 3), ("unused", 3), ("fresh", 0)):
        shelf = Shelf(tmp_path, LOCK, HandClock(now - timedelta(days=days)))
        refs[name] = shelf.put(b"%PDF-", "chat", name, "application/pdf")
    for _night in range(2):
        shelf.sweep({refs["used"]}, now - timedelta(days=1))
        assert {name for name, ref in refs.items() if shelf.note(ref)} == {"used", "fresh"}
        assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("head", ["Content-Length: 100000", "Transfer-Encoding: chunked"])
async def test_an_upload_that_breaks_off_is_one_quiet_line(
    web: Web, head: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _world, visitor, _ = web
    await visitor.page()
    caplog.set_level("INFO")
    begun, ended, receive = asyncio.Event(), asyncio.Event(), uploads._receive

    async def watched(request: Request, part: Path) -> bool:
        begun.set()
        try:
            return await receive(request, part)
        finally:
            ended.set()

    monkeypatch.setattr(uploads, "_receive", watched)
    _reader, writer = await asyncio.open_connection(visitor.server.host, visitor.server.port)
    lines = ["POST /chat/upload HTTP/1.1", f"Host: {visitor.server.host}:{visitor.server.port}", head,
             f"Cookie: song={visitor.cookie}", f"Origin: {visitor.origin}", "", ""]  # fmt: skip
    writer.write("\r\n".join(lines).encode() + (b"5\r\nhello\r\n" if "chunked" in head else b"hello"))
    await begun.wait()
    writer.transport.abort()
    await ended.wait()
    said = [record for record in caplog.records if record.name.startswith(("bot", "aiohttp.server"))]
    assert [(one.levelname, one.getMessage()) for one in said] == [("INFO", "an upload broke off before it was whole")]
    assert not said[0].exc_info
