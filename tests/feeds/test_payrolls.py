"""The reader of files of pays: one word for each job, no single pay in it, and the file is gone."""

from __future__ import annotations

import msgspec
import pytest

from bot.bank.payroll import PayJob
from bot.feeds.payrolls import PayrollReader
from bot.messages import Incoming, Lane, Outgoing, Passing, Permanent
from tests.feeds.test_statements import NOW, Turn

JOB = PayJob(job=7, drive="thanh-oai", unit=3, contact=5, file="web:x", name="luong.csv", people=0, total=0)
GOOD = "Tên;Lương\nAn;8.513.577\nBình;7.214.633\nChi;9.120.411\n".encode()
MESSAGE = Outgoing(id=1, channel="payroll", chat="7", lane=Lane.NOTICE, text="", document=msgspec.to_builtins(JOB))


async def reader(turn: Turn, content: bytes | Exception) -> PayrollReader:
    async def fetch(_ref: str, _most: int) -> bytes:
        if turn.forgotten:
            raise Permanent("gone")
        if isinstance(content, Exception):
            raise content
        return content

    async def forget(ref: str) -> None:
        turn.forgotten.append(ref)

    made = PayrollReader(fetch, forget, lambda: NOW)
    await made.start(turn.accept)
    return made


async def test_number_and_sum_are_told_and_the_file_is_forgotten() -> None:
    turn = Turn()
    assert await (await reader(turn, GOOD)).deliver(MESSAGE) == "payroll_read"
    [update] = turn.taken.values()
    job = msgspec.to_builtins(JOB)
    assert update.about == {"occasion": "payroll_read", "people": 3, "total": 24_848_621, "unread": 0, "hidden": 0,
                            "title": "Lương", "drive": "thanh-oai", "job": job}  # fmt: skip
    assert turn.forgotten == ["web:x"]


async def test_a_job_begun_again_after_the_file_is_gone_leaves_the_first_word_standing() -> None:
    turn = Turn()
    taker = await reader(turn, GOOD)
    await taker.deliver(MESSAGE)
    first: dict[str, Incoming] = dict(turn.taken)
    assert await taker.deliver(MESSAGE) == "payroll_failed"
    assert turn.taken == first


async def test_a_full_queue_is_asked_again_later_and_the_file_is_still_there() -> None:
    turn = Turn()
    taker = await reader(turn, GOOD)
    turn.room = 0
    with pytest.raises(Passing) as failure:
        await taker.deliver(MESSAGE)
    assert (failure.value.everyone, turn.forgotten) == (True, [])
    turn.room = 1
    assert await taker.deliver(MESSAGE) == "payroll_read"
    assert turn.forgotten == ["web:x"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Permanent("gone"), "gone"),
        (FileNotFoundError("gone"), "gone"),
        (b"hello", "no pays"),
        (b"PK\x03\x04 no workbook", "broken"),
        (b"8.500.000\n", "too few"),
        (b"%PDF", "pdf or picture"),
    ],
)
async def test_what_cannot_be_read_ends_in_a_word_and_is_forgotten_too(content: bytes | Exception, why: str) -> None:
    turn = Turn()
    assert await (await reader(turn, content)).deliver(MESSAGE) == "payroll_failed"
    [update] = turn.taken.values()
    assert (update.about["why"], turn.forgotten) == (why, ["web:x"])
