"""The reader of lists: a job begun twice tells the same things under the same ids, and always ends in a word."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest

from bot.feeds.student_lists import AT_ONCE, StudentListReader
from bot.lists.job import ListJob
from bot.lists.shape import Days, RowVerdict
from bot.messages import Lane, Outgoing, Passing, Permanent
from bot.programme.students.list_verdicts import Verdicts
from tests.feeds.test_statements import NOW, Turn
from tests.lists.schools.odd_schools import pasted_lines
from tests.lists.schools.typed_schools import in_vntime, through_an_english_office

HEAD = "STT;Họ và tên;Ngày sinh;Lớp;Phụ huynh;SĐT\n"


def job(
    todo: Literal["look", "annotate", "take", "forget"] = "look",
    *,
    days: Days = "",
    font_right: bool = False,
    count: int = 0,
    text: str = "",
    name: str = "ds.xlsx",
) -> Outgoing:
    told = ListJob(
        list=7,
        drive="thanh-oai",
        chat="web:1",
        zone="Asia/Ho_Chi_Minh",
        todo=todo,
        file="" if text else "web:x",
        name="" if text else name,
        text=text,
        days=days,
        font_right=font_right,
        count=count,
    )
    document = msgspec.to_builtins(told)
    return Outgoing(id=1, channel="student_list", chat="7", lane=Lane.NOTICE, text="", document=document)


async def reader(turn: Turn, content: bytes | Exception, kept: list[bytes] | None = None) -> StudentListReader:
    async def fetch(_ref: str, _most: int) -> bytes:
        if isinstance(content, Exception):
            raise content
        return content

    async def forget(ref: str) -> None:
        turn.forgotten.append(ref)

    async def verdicts(number: int, place: int) -> Verdicts:
        assert number == 7
        return Verdicts(
            [RowVerdict("", place // 200 + 2, "good", "Em mới")], "Kết quả", "DS", 200 if not place else None
        )

    async def keep(chat: str, _name: str, made: bytes) -> str:
        assert chat == "web:1"
        (kept if kept is not None else []).append(made)
        return "web:made"

    made = StudentListReader(fetch, forget, lambda: NOW, verdicts, keep)
    await made.start(turn.accept)
    return made


def rows(count: int) -> str:
    lines = [f"{n};Lê Văn {chr(65 + n % 26)}n;{1 + n % 27}/9/2010;5A;Lê Thị Ba;0900000{n:03}\n" for n in range(count)]
    return HEAD + "".join(lines)


def told(turn: Turn) -> list[str]:
    return [str(update.about["occasion"]) for update in turn.taken.values()]


async def test_a_look_tells_all_rows_once_by_birthday_and_then_the_list_at_a_glance() -> None:
    turn, count = Turn(), 2 * AT_ONCE + 3
    await (await reader(turn, b"")).deliver(job(text=rows(count)))
    assert told(turn) == ["list_rows_read"] * 3 + ["list_read"]
    updates = list(turn.taken.values())
    places = [place for update in updates[:-1] for place in update.about["places"]]
    births = [row["birth"] for update in updates[:-1] for row in update.about["rows"]]
    assert sorted(places) == list(range(count))
    assert births == sorted(births)
    assert updates[-1].about["summary"]["count"] == count
    assert turn.forgotten == []


async def test_a_job_begun_twice_tells_the_same_under_the_same_ids() -> None:
    turn = Turn()
    taker = await reader(turn, pasted_lines().content)
    for _time in range(2):
        assert await taker.deliver(job(text=rows(5))) == "read"
    assert told(turn) == ["list_rows_read", "list_read"]


async def test_an_old_font_is_asked_about_first() -> None:
    turn = Turn()
    taker = await reader(turn, in_vntime().content)
    assert await taker.deliver(job()) == "asks"
    assert told(turn) == ["list_asks"]
    [asked] = turn.taken.values()
    assert asked.about["summary"]["font"] == "tcvn3"
    assert len(asked.about["summary"]["samples"]) == 4
    assert await taker.deliver(job(font_right=True)) == "read"


async def test_days_that_may_be_swapped_are_asked_about_and_then_read_as_said() -> None:
    turn = Turn()
    taker = await reader(turn, through_an_english_office().content)
    assert await taker.deliver(job()) == "asks"
    assert await taker.deliver(job(days="exchanged")) == "read"
    assert told(turn) == ["list_asks", "list_rows_read", "list_read"]


async def test_the_results_are_written_page_by_page_and_kept() -> None:
    turn = Turn()
    kept: list[bytes] = []
    assert await (await reader(turn, b"", kept)).deliver(job("annotate", text=rows(3))) == "annotated"
    [update] = turn.taken.values()
    assert update.about["file"] == "web:made"
    assert kept[0].startswith(b"PK")


async def test_a_list_is_taken_in_parts() -> None:
    turn = Turn()
    assert await (await reader(turn, b"")).deliver(job("take", count=AT_ONCE + 1)) == "taken"
    parts = [(one.about["first"], one.about["until"]) for one in turn.taken.values() if "first" in one.about]
    assert parts == [(0, AT_ONCE), (AT_ONCE, 2 * AT_ONCE)]
    assert told(turn)[-1] == "list_taken"


async def test_what_is_to_be_forgotten_is() -> None:
    turn = Turn()
    assert await (await reader(turn, b"")).deliver(job("forget")) == "forgotten"
    assert (turn.forgotten, turn.taken) == (["web:x"], {})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Permanent("gone"), "gone"),
        (FileNotFoundError("gone"), "gone"),
        (b"hello", "no headings"),
        (HEAD.encode(), "no pupils"),
        (b"PK\x03\x04 no workbook", "broken"),
        (b"%PDF", "pdf or picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted or old format"),
        (b"\x00" * 50, "not a table"),
    ],
)
async def test_what_cannot_be_read_ends_in_a_word(content: bytes | Exception, why: str) -> None:
    turn = Turn()
    assert await (await reader(turn, content)).deliver(job(name="ds.csv")) == "failed"
    [update] = turn.taken.values()
    assert (update.about["occasion"], update.about["why"]) == ("list_failed", why)


async def test_a_full_queue_is_asked_again_later() -> None:
    turn = Turn()
    turn.room = 1
    taker = await reader(turn, b"")
    with pytest.raises(Passing):
        await taker.deliver(job(text=rows(3)))
    turn.room = 9
    assert await taker.deliver(job(text=rows(3))) == "read"
    assert told(turn) == ["list_rows_read", "list_read"]
