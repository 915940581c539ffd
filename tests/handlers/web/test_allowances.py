"""One network address could write for ever: a new cookie brought a new allowance, and nothing counted the day."""

from __future__ import annotations

import pytest

from bot.handlers.web import Limits
from bot.handlers.web.chrome import chrome
from bot.web.visitor import Front
from tests.handlers.web.world import PNG, Open, key

NEAR, FAR = {"X-Forwarded-For": "198.51.100.4"}, {"X-Forwarded-For": "203.0.113.9"}
LONG = "x" * 4000
FRONT = Front(["127.0.0.1"])


async def test_what_an_address_writes_in_a_day_is_bounded_whatever_its_cookie(opened: Open) -> None:
    world, visitor = await opened(limits=Limits(address_day=100_000), front=FRONT)
    heard = []
    for number in range(20):  # each with a cookie of its own
        stranger = await visitor()
        await stranger.come()
        page = await stranger.wire(**NEAR)
        await page.send(id=key(number), text=LONG)
        heard.append(await page.hear())
    taken = sum("ack" in frame for frame in heard)
    assert taken == len(world.updates) == 100_000 // (2048 + 2 * (4000 + 52))
    refused = heard[taken]
    assert (refused["slow"], refused["shared"]) == (key(taken), True)
    elsewhere = await visitor()
    await elsewhere.come()
    page = await elsewhere.wire(**FAR)
    await page.send(id=key(99), text=LONG)
    assert await page.hear() == {"ack": key(99)}


async def test_a_session_that_is_too_quick_hears_that_it_is_only_itself(opened: Open) -> None:
    _world, visitor = await opened(limits=Limits(rate=0.001, burst=1))
    lan = await visitor()
    await lan.come()
    page = await lan.wire()
    for number in range(2):
        await page.send(id=key(number), text="500k")
    assert await page.hear() == {"ack": key(0)}
    assert "shared" not in await page.hear()


async def test_the_files_of_an_address_are_bounded_by_the_day_too(opened: Open) -> None:
    _world, visitor = await opened(limits=Limits(address_upload_day=3e6), front=FRONT)
    answers = []
    for _number in range(5):
        stranger = await visitor()
        await stranger.come()
        answers.append(await stranger.upload(PNG, "a.png", **NEAR))
    assert [status for status, _kept in answers] == [200, 200, 200, 429, 429]
    assert answers[-1][1] == {"error": chrome("vi")["upload.day"]}
    stranger = await visitor()
    await stranger.come()
    assert (await stranger.upload(PNG, "a.png", **FAR))[0] == 200


@pytest.mark.parametrize("length", ["announced", "not announced"])
async def test_a_large_file_counts_by_its_size(opened: Open, length: str) -> None:
    _world, visitor = await opened(limits=Limits(address_upload_day=12e6))
    lan = await visitor()
    await lan.come()
    paper = b"%PDF-1.7\n" + bytes(5_900_000)

    async def pieces() -> object:
        for start in range(0, len(paper), 1_000_000):
            yield paper[start : start + 1_000_000]

    sent = [(await lan.upload(paper if length == "announced" else pieces(), "a.pdf"))[0] for _n in range(3)]
    assert sent == ([200, 200, 429] if length == "announced" else [200, 429, 429])


def test_a_school_behind_one_address_has_room_for_its_day() -> None:
    """A thousand students, fifteen answers for each, and a photo with every second one: a fifth of the words' room."""
    limits, answer = Limits(), 2048 + 2 * 100
    assert limits.address_day / 5 > 1000 * 15 * answer
    assert limits.address_upload_day > 500 * 1e6
