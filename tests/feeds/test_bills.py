"""The reader of pictures of transfers: one word for each job, a limit for each chat, and the picture is gone."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

import msgspec
import pytest

from bot.bank.bills import Bill, BillJob
from bot.feeds.bills import MOST_AN_HOUR, BillReader
from bot.messages import Lane, Outgoing, Passing, Permanent
from tests.feeds.test_statements import NOW, Turn

BILL = Bill(["TO86452GU"], [], 500_000)
SAYS = msgspec.json.encode(BILL).decode()
COMMAND = (sys.executable, "-c", f"import sys; sys.stdin.buffer.read(); print({SAYS!r})")


def job(number: int = 7, contact: int = 5, asked_at: datetime = NOW) -> Outgoing:
    told = BillJob(job=number, drive="thanh-oai", prefix="TO", zone="Asia/Ho_Chi_Minh", contact=contact, file="web:x",
                   asked_at=asked_at)  # fmt: skip
    about = msgspec.to_builtins(told)
    return Outgoing(id=number, channel="bill", chat=str(contact), lane=Lane.NOTICE, text="", document=about)


class Clock:
    moment = NOW

    def __call__(self) -> datetime:
        return self.moment


async def reader(turn: Turn, clock: Clock | None = None, gone: bool = False) -> BillReader:
    async def fetch(_ref: str, _most: int) -> bytes:
        if gone:
            raise Permanent("gone")
        return b"a picture"

    async def forget(ref: str) -> None:
        turn.forgotten.append(ref)

    made = BillReader(fetch, forget, clock or Clock(), command=COMMAND)
    await made.start(turn.accept)
    return made


async def test_what_was_read_is_told_and_the_picture_is_forgotten() -> None:
    turn = Turn()
    assert await (await reader(turn)).deliver(job()) == "read"
    [update] = turn.taken.values()
    found = {"type": "bill", "codes": ["TO86452GU"], "guesses": [], "minor": 500_000, "at": None}
    assert update.about == {"occasion": "bill_read", "drive": "thanh-oai", "contact": 5, "found": found}
    assert turn.forgotten == ["web:x"]


async def test_a_picture_that_is_gone_is_told_so() -> None:
    turn = Turn()
    assert await (await reader(turn, gone=True)).deliver(job()) == "gone"
    [update] = turn.taken.values()
    assert update.about["found"] == {"type": "no bill", "why": "gone"}


async def test_a_full_queue_is_asked_again_later_and_the_picture_is_still_there() -> None:
    turn = Turn()
    taker = await reader(turn)
    turn.room = 0
    with pytest.raises(Passing):
        await taker.deliver(job())
    assert turn.forgotten == []


async def test_a_chat_has_so_many_read_in_an_hour_and_others_are_none_the_worse() -> None:
    turn, clock = Turn(), Clock()
    taker = await reader(turn, clock)
    told = [await taker.deliver(job(number, asked_at=clock())) for number in range(MOST_AN_HOUR + 1)]
    assert told == ["read"] * MOST_AN_HOUR + ["too often"]
    assert await taker.deliver(job(20, contact=6)) == "read"
    clock.moment += timedelta(hours=1)
    assert await taker.deliver(job(21, asked_at=clock())) == "read"


async def test_what_has_waited_too_long_is_read_no_more() -> None:
    turn = Turn()
    late = job(asked_at=NOW - timedelta(minutes=3))
    assert await (await reader(turn)).deliver(late) == "too late"
    assert turn.forgotten == ["web:x"]
