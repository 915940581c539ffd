"""What was written before the quiet hours and carried in them woke people up: quiet hours hold at sending too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.delivery.outbox import WaitingMessage
from bot.delivery.sender import Sender
from bot.messages import Lane, Night, Outgoing, Passing
from tests.support.jumping import jumping
from tests.support.rig import Rig
from tests.support.sending import Paper, Table, message

NIGHT = Night(time(21), time(7), "Asia/Ho_Chi_Minh")


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 20:59") as running:
        running.language = "en"
        yield running


async def pledged(rig: Rig) -> str:
    """Somebody has pledged money; the code."""
    for answer in ("/give_cash", "500k", "Without a name", "No unit", "yes"):
        told = await rig.says("a", answer)
    return told[0].text.partition("<code>")[2].partition("</code>")[0]


async def test_news_that_could_not_be_carried_before_the_night_wait_for_the_morning(rig: Rig) -> None:
    code = await pledged(rig)
    rig.handlers["web"].failing["a"] = Passing("no connection", after=0.01)
    await rig.app.turn.accept(rig.bank_notice(500_000, code))
    await asyncio.sleep(0)
    rig.clock.moment = rig._moment("2021-09-27 21:00")
    del rig.handlers["web"].failing["a"]
    await rig.idle()
    assert rig.heard("a") == []
    [answer] = await rig.says("a", "/progress")
    assert "500,000" in answer.text
    await rig.restart()
    await rig.move("2021-09-28 06:59")
    assert rig.heard("a") == []
    await rig.move("2021-09-28 07:00")
    [news] = rig.heard("a")
    assert "has arrived" in news.text


async def test_staff_are_not_woken_by_what_a_colleague_does_at_night(rig: Rig) -> None:
    await rig.move("2021-09-27 22:15")
    for who in ("contact-cao-vien", "deputy-cao-vien"):
        await rig.reads(who, "en")
    for answer in ("/cash_in", "Without a promise", "200k", "A gift", "Without a name", "yes"):
        told = await rig.says("contact-cao-vien", answer)
    assert "Written down" in told[0].text
    assert rig.heard("deputy-cao-vien") == []
    await rig.move("2021-09-28 07:00")
    assert "Please count it and sign." in rig.heard("deputy-cao-vien")[0].text


def carried_at(moments: list[tuple[str, list[Outgoing]]]) -> list[list[int]]:
    """What leaves at each moment, of what is offered then and before."""
    paper, left = Paper(), []

    async def main() -> None:
        today = [datetime(2021, 9, 27, tzinfo=UTC)]
        table = Table([WaitingMessage(one) for _moment, messages in moments for one in messages])
        sender = Sender(table, {"paper": paper}, {}, clock=lambda: today[0])
        for moment, messages in moments:
            today[0] = datetime.fromisoformat(f"2021-09-{moment}+07:00")
            before = len(paper.delivered)
            sender.wake()
            sender.offer(messages)
            await sender.idle()
            left.append(paper.order()[before:])

    jumping(main())
    return left


def test_nobody_sleeps_who_waits_for_an_answer() -> None:
    asleep = [message(n, "1", Lane.NOTICE, night=NIGHT) for n in (1, 2)]
    awake = [message(3, "1", Lane.NOTICE), message(4, "1"), message(5, "2", Lane.BULK)]
    later = [message(6, "1", Lane.NOTICE, night=NIGHT)]
    told = carried_at([("27 21:00", asleep + awake), ("28 06:59", []), ("28 07:00", later)])
    assert [sorted(told[0]), *told[1:]] == [[3, 4, 5], [], [1, 2, 6]]


def test_a_newer_message_takes_the_place_of_one_that_waits() -> None:
    card = message(1, "1", Lane.NOTICE, night=NIGHT)
    newer = message(2, "1", replaces=1)
    assert carried_at([("27 23:00", [card]), ("28 07:00", [newer])]) == [[], [1, 2]]
    assert carried_at([("27 23:00", [card]), ("27 23:01", [newer]), ("28 07:00", [])]) == [[], [2], []]


@pytest.mark.parametrize(
    ("night", "hour", "covered"),
    [(NIGHT, "21:00", True), (NIGHT, "06:59", True), (NIGHT, "07:00", False), (NIGHT, "20:59", False),
     (Night(time(12), time(13, 30), "Asia/Ho_Chi_Minh"), "13:29", True),
     (Night(time(12), time(13, 30), "Asia/Ho_Chi_Minh"), "13:30", False)],
)  # fmt: skip
def test_where_a_night_begins_and_ends(night: Night, hour: str, covered: bool) -> None:
    assert night.covers(time.fromisoformat(hour)) is covered
    assert night.holds(datetime.fromisoformat(f"2021-09-27 {hour}+07:00").astimezone(UTC)) is covered
