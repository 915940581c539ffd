"""Whatever is thrown at the wire, it answers politely and goes on."""

from __future__ import annotations

import json

import msgspec
import pytest
from aiohttp import WSServerHandshakeError
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.web import Limits, frames
from tests.handlers.web.world import Open, Visitor, World, key

Web = tuple[World, Visitor, Visitor]

BAD = [
    "",
    "not json",
    "[]",
    "null",
    "{}",
    '{"id":"short","text":"a"}',
    '{"id":"' + key(1) + '"}',
    '{"id":"' + key(1) + '","text":""}',
    '{"id":"' + key(1) + '","text":5}',
    '{"id":"' + key(1) + '","text":"a","button":"b"}',
    '{"id":"' + key(1) + '","text":"' + "x" * 4097 + '"}',
    '{"id":"' + key(1) + '","button":"' + "x" * 65 + '"}',
    '{"id":"' + key(1) + '","text":"\\ud800"}',
    '{"id":"../../etc/passwd-aaaa","text":"a"}',
    '{"id":"' + key(1) + '\\n","text":"a"}',
    '{"text":"no key"}',
    '{"since":-1}',
    '{"since":99999999999999999999999}',
    '{"older":0}',
    '{"since":"1"}',
    "[" * 5000 + "]" * 5000,
]


@pytest.mark.parametrize("frame", BAD, ids=lambda frame: frame[:50])
async def test_a_bad_frame_is_answered_with_an_error_and_the_connection_stays(web: Web, frame: str) -> None:
    world, lan, _ = web
    page = await lan.page()
    await page.ws.send_str(frame)
    assert (await page.hear())["error"] == "frame"
    await page.send(id=key(2), text="còn đây")
    assert await page.hear() == {"ack": key(2)}
    assert [update.text for update in world.updates] == ["còn đây"]


async def test_bytes_instead_of_text_are_answered_with_an_error(web: Web) -> None:
    _, lan, _ = web
    page = await lan.page()
    await page.ws.send_bytes(b"\x00\xff")
    assert await page.hear() == {"error": "frame"}


async def test_a_frame_over_the_limit_closes_only_its_own_connection(web: Web) -> None:
    world, lan, minh = web
    page, other = await lan.page(), await minh.page()
    await page.ws.send_str(json.dumps({"id": key(1), "text": "x" * frames.LARGEST}))
    assert await page.closed() == 1009
    await other.send(id=key(1), text="còn đây")
    assert await other.hear() == {"ack": key(1)}
    assert len(world.updates) == 1


async def test_a_character_no_database_takes_is_left_out(web: Web) -> None:
    world, lan, _ = web
    page = await lan.page()
    await page.send(id=key(1), text="a\0b")
    await page.hear()
    assert world.updates[0].text == "ab"


async def test_a_flood_is_slowed_and_the_rest_taken_when_repeated(opened: Open) -> None:
    world, visitor = await opened(limits=Limits(rate=0.001, burst=6))
    lan, minh = await visitor(), await visitor()
    page = await lan.page()  # its hello takes one
    for number in range(10):
        await page.send(id=key(number), text=str(number))
    answers = [await page.hear() for _ in range(10)]
    assert answers[:5] == [{"ack": key(number)} for number in range(5)]
    assert [answer["slow"] for answer in answers[5:]] == [key(number) for number in range(5, 10)]
    assert all(answer["after"] > 0 for answer in answers[5:])
    assert len(world.updates) == 5
    other = await minh.page()
    await other.send(id=key(1), text="a")
    assert await other.hear() == {"ack": key(1)}


async def test_more_pages_do_not_give_more_room(opened: Open) -> None:
    world, visitor = await opened(limits=Limits(rate=0.001, burst=6))
    lan = await visitor()
    pages = [await lan.page(), await lan.page()]
    for number in range(8):
        await pages[number % 2].send(id=key(number), text=str(number))
        await pages[number % 2].hear()
    assert len(world.updates) == 4


async def test_many_sessions_behind_one_address_are_slowed_together(opened: Open) -> None:
    world, visitor = await opened(limits=Limits(address_rate=0.001, address_burst=4))
    for _time in range(6):
        lan = await visitor()
        await lan.come()
        page = await lan.wire()
        await page.send(id=key(1), text="a")
        await page.hear()
    assert len(world.updates) == 4


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1.evil.example", "file://"])
async def test_another_site_s_page_cannot_open_a_connection(web: Web, origin: str) -> None:
    _, lan, _ = web
    await lan.come()
    with pytest.raises(WSServerHandshakeError) as refused:
        await lan.wire(Origin=origin)
    assert refused.value.status == 403


async def test_only_named_origins_may_speak_where_any_are_named(opened: Open) -> None:
    _, visitor = await opened(origins=["https://song.example.vn"])
    lan = await visitor()
    await lan.come()
    with pytest.raises(WSServerHandshakeError):
        await lan.wire()
    page = await lan.wire(Origin="https://song.example.vn")
    await page.send(since=0)
    assert "hello" in await page.hear()


@pytest.mark.parametrize("cookie", ["", "abc", "0" * 32 + "." + "0" * 64, "0" * 32 + ".", ".", "é.ü"])
async def test_a_forged_cookie_opens_nothing(web: Web, cookie: str) -> None:
    _, lan, _ = web
    page = await lan.wire(Cookie=f"song={cookie}")
    assert await page.hear() == {"error": "session"}
    assert await page.closed() == 4401


@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_reading_a_frame_fails_only_in_the_ways_that_are_caught(data: bytes) -> None:
    try:
        said = frames.read(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return
    assert isinstance(said, frames.SaidFrame)
