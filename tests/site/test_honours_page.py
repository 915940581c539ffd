"""The honour roll as a page: kept by nobody, leafed through, and calm before the first gift."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.programme.thanks.honours import PAGE
from bot.web.visitor import Front
from tests.site.serving import gift, read, serving, visitor
from tests.support.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        yield made


async def test_nobody_keeps_or_finds_a_page_with_names(rig: Rig) -> None:
    async with serving(rig) as client:
        answer = await client.get("/vinhdanh")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"
        assert answer.headers["X-Frame-Options"] == "DENY"


async def test_before_the_first_gift_it_invites(rig: Rig) -> None:
    async with serving(rig) as client:
        page = await read(client, "/vinhdanh")
    assert "No gift is complete yet." in page
    assert "<table" not in page


async def test_a_long_roll_is_leafed_through_and_a_change_of_language_keeps_the_page(rig: Rig) -> None:
    async with rig.work() as work:
        for number in range(PAGE + 1):
            gift(work, rig, visitor(work, f"v{number}"), f"Người {number}")
        gift(work, rig, visitor(work, "x"), "Người Giấu Tên", shown="nothing")
    async with serving(rig) as client:
        first = await read(client, "/vinhdanh")
        assert 'href="/vinhdanh?page=2"' in first
        assert "Page 1 of 2" in first
        assert "prefers not to be named" not in first, "that is told at the end of the list"
        last = await read(client, "/vinhdanh?page=2")
        assert f"<strong>Người {PAGE}</strong>" in last, "10 stands behind 9"
        assert "and 1 more giver who prefers not to be named" in last
        assert 'href="?page=2&amp;lang=vi"' in last
        for odd in ("0", "-3", "x", "99999999999999", "2'"):
            assert (await client.get("/vinhdanh", params={"page": odd})).status == 200


async def test_one_address_cannot_ask_without_end(rig: Rig) -> None:
    async with serving(rig, Front(["127.0.0.1"])) as client:
        one = {"X-Forwarded-For": "203.0.113.9"}
        statuses = [(await client.get("/vinhdanh", headers=one)).status for _n in range(100)]
        assert (statuses[0], statuses[-1]) == (200, 429)
        assert (await client.get("/vinhdanh", headers={"X-Forwarded-For": "203.0.113.10"})).status == 200
