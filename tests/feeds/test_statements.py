"""The reader of statements: a job begun twice tells the same things under the same ids, and always ends in a word."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
import pytest

from bot.bank.job import Job
from bot.feeds.statements import AT_ONCE, StatementReader
from bot.messages import Full, Incoming, Lane, Outgoing, Passing, Permanent

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)
HEAD = "Ngày GD;Số bút toán;Ghi nợ;Ghi có;Nội dung\n"


class Turn:
    """Takes updates in, or is full."""

    def __init__(self) -> None:
        self.taken: dict[str, Incoming] = {}
        self.room = 10**6
        self.forgotten: list[str] = []

    async def accept(self, update: Incoming) -> None:
        if not self.room:
            raise Full
        self.room -= 1
        self.taken.setdefault(update.id, update)


def job(todo: Literal["look", "take", "forget"] = "look") -> Outgoing:
    told = Job(statement=7, file="web:x", name="saoke.csv", account="0123456789", zone="Asia/Ho_Chi_Minh", todo=todo)
    document = msgspec.to_builtins(told)
    return Outgoing(id=1, channel="statement", chat="7", lane=Lane.NOTICE, text="", document=document)


async def reader(turn: Turn, content: bytes | Exception) -> StatementReader:
    async def fetch(_ref: str, _most: int) -> bytes:
        if isinstance(content, Exception):
            raise content
        return content

    async def forget(ref: str) -> None:
        turn.forgotten.append(ref)

    made = StatementReader(fetch, forget, lambda: NOW)
    await made.start(turn.accept)
    return made


def rows(count: int) -> bytes:
    lines = [f"{1 + n % 27:02}/09/2021;FT{n:06};;{1000 + n};ung ho {n}\n" for n in range(count)]
    return (HEAD + "".join(lines)).encode()


async def test_a_look_tells_what_is_in_the_file_and_books_nothing() -> None:
    turn = Turn()
    assert await (await reader(turn, rows(10))).deliver(job()) == "read"
    compared, update = turn.taken.values()
    assert (compared.id, compared.about["occasion"]) == ("statement:7:look:compared:0", "statement_compared")
    assert len(compared.about["compared"]) == 10
    assert (update.id, update.about["occasion"]) == ("statement:7:look:read", "statement_read")
    found = update.about["found"]
    assert (found["count_in"], found["sum_in"], found["left_out"]) == (10, 10_045, [])
    assert not any("lines" in update.about for update in turn.taken.values()), "such would be booked"


async def test_a_look_gives_all_lines_of_one_sum_to_be_compared_together() -> None:
    turn = Turn()
    lines = [f"{1 + n % 27:02}/09/2021;FT{n:06};;{1000 + n % 7};ung ho {n}\n" for n in range(3 * AT_ONCE)]
    await (await reader(turn, (HEAD + "".join(lines)).encode())).deliver(job())
    parts = [update.about["compared"] for update in turn.taken.values() if "compared" in update.about]
    sums = [{line["minor"] for line in part} for part in parts]
    assert len(parts) == 3
    assert sum(map(len, sums)) == len(set().union(*sums)) == 7
    assert sum(map(len, parts)) == 3 * AT_ONCE


async def test_taking_tells_every_line_once_however_often_the_job_is_begun() -> None:
    turn = Turn()
    taker = await reader(turn, rows(2 * AT_ONCE + 5))
    assert await taker.deliver(job("take")) == "taken"
    first = dict(turn.taken)
    assert await taker.deliver(job("take")) == "taken"
    assert turn.taken == first
    parts = [update.about["lines"] for update in first.values() if "occasion" not in update.about]
    assert [len(part) for part in parts] == [AT_ONCE, AT_ONCE, 5]
    assert len({line["reference"] for part in parts for line in part}) == 2 * AT_ONCE + 5
    assert first["statement:7:take:taken"].about["lines"] == 2 * AT_ONCE + 5


async def test_a_full_queue_is_asked_again_later_and_then_nothing_is_missing() -> None:
    turn = Turn()
    taker = await reader(turn, rows(2 * AT_ONCE + 5))
    turn.room = 1
    with pytest.raises(Passing) as failure:
        await taker.deliver(job("take"))
    assert failure.value.everyone  # else the sender would give the job up after some tries
    turn.room = 10
    await taker.deliver(job("take"))
    assert sum(len(update.about.get("lines", ())) for update in turn.taken.values()
               if "occasion" not in update.about) == 2 * AT_ONCE + 5  # fmt: skip


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Permanent("gone"), "gone"),
        (FileNotFoundError("gone"), "gone"),
        (HEAD.encode(), "empty"),
        (b"PK\x03\x04 no workbook", "broken"),
        (b"hello", "not a table"),
    ],
)
@pytest.mark.parametrize("todo", ["look", "take"])
async def test_what_cannot_be_read_ends_in_a_word(content: bytes | Exception, why: str, todo: Any) -> None:
    turn = Turn()
    assert await (await reader(turn, content)).deliver(job(todo)) == "failed"
    [update] = turn.taken.values()
    assert (update.about["occasion"], update.about["why"]) == ("statement_failed", why)
    assert turn.forgotten == ["web:x"]


@pytest.mark.parametrize(("todo", "forgotten"), [("look", []), ("take", ["web:x"]), ("forget", ["web:x"])])
async def test_the_file_which_names_people_goes_once_it_is_needed_no_more(todo: Any, forgotten: list[str]) -> None:
    turn = Turn()
    await (await reader(turn, rows(3))).deliver(job(todo))
    assert turn.forgotten == forgotten


async def test_where_nothing_could_be_read_it_says_what_could_not_and_why() -> None:
    turn = Turn()
    content = (HEAD + "hôm nay;FT000001;;1000000;ung ho\nhôm qua;FT000002;;2000000;ung ho\n").encode()
    assert await (await reader(turn, content)).deliver(job()) == "failed"
    [update] = turn.taken.values()
    assert (update.about["why"], update.about["left_out_count"]) == ("nothing read", 2)
    assert update.about["left_out"][0] == {"row": 2, "why": "no date", "cell": "hôm nay", "sheet": ""}


async def test_days_to_come_are_told_from_days_past_by_the_readers_own_clock() -> None:
    turn = Turn()
    content = (HEAD + "27/09/2021;FT000001;;1000000;ung ho\n28/09/2021;FT000002;;2000000;ung ho\n").encode()
    assert await (await reader(turn, content)).deliver(job()) == "read"
    _compared, update = turn.taken.values()
    assert [row["why"] for row in update.about["found"]["left_out"]] == ["future day"]


async def test_a_look_tells_whether_the_file_agrees_with_itself() -> None:
    turn = Turn()
    rows = ["Ngày;Có;Số dư", "24/09/2021;1000000;1000000", "25/09/2021;2000000;9000000", "Tổng cộng;3000000;"]
    assert await (await reader(turn, "\n".join(rows).encode())).deliver(job()) == "read"
    _compared, update = turn.taken.values()
    found = update.about["found"]
    assert found["gaps"] == [{"row": 3, "due": 3_000_000, "told": 9_000_000, "sheet": ""}]
    assert (found["gaps_count"], found["balanced"], found["sums_agree"], found["sums_off"]) == (1, 0, True, [])
