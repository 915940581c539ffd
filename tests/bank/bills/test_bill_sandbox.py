"""The process that reads a picture: whatever it does, there is an answer, and nothing but code, sum and time."""

from __future__ import annotations

import sys
from datetime import datetime

import msgspec
import pytest

from bot.bank.bills import Bill, NoBill, Why, read_bill
from bot.bank.bills.engine import LIBRARIES
from bot.bank.bills.shape import LIMITS, BillTask, TextLine
from bot.feeds import bill_child
from bot.feeds.bill_child import answer
from bot.sheets.limits import FileLimits
from bot.sheets.sandbox import bounds_of
from bot.sheets.shape import Unreadable
from tests.bank.bills.drawing import PREFIX, TODAY, ZONE

BILL = Bill(["TO86452GU"], [], 500_000, datetime(2021, 9, 27, 10, 32, tzinfo=ZONE))


async def read(code: str, content: bytes = b"picture", limits: FileLimits = LIMITS) -> Bill | NoBill:
    """What comes of a picture where `code` reads it."""
    command = (sys.executable, "-c", code)
    return await read_bill(content, PREFIX, ZONE, TODAY, command=command, limits=limits)


async def test_code_sum_and_time_come_out() -> None:
    said = msgspec.json.encode(BILL).decode()
    found = await read(f"import sys; sys.stdin.buffer.read(); print({said!r})")
    assert found == BILL


async def test_the_task_says_what_the_codes_begin_with_and_what_day_it_is() -> None:
    tell = "import sys, json; t = json.loads(sys.stdin.buffer.readline()); sys.stdin.buffer.read(); "
    tell += "print(json.dumps({'type': 'bill', 'codes': [t['prefix'], t['today'], t['zone'], str(t['memory'])]}))"
    found = await read(tell)
    assert found == Bill([PREFIX, "2021-10-01", "Asia/Ho_Chi_Minh", str(768 * 1024 * 1024)])


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "broken"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "timed out"),
        ("print('500.000')", "broken"),
        ("import sys; sys.exit(1)", "broken"),
        ("print('x' * 20_000)", "broken"),
        ('import sys; sys.stdin.buffer.read(); print(\'{"type": "no bill", "why": "too large"}\')', "too large"),
    ],
)
async def test_a_process_that_dies_or_babbles_read_nothing(code: str, why: Why) -> None:
    assert await read(code) == NoBill(why)


async def test_one_that_hangs_is_killed() -> None:
    limits = msgspec.structs.replace(LIMITS, seconds=0.05)
    assert await read("import time; time.sleep(60)", limits=limits) == NoBill("timed out")


async def test_a_picture_over_the_limit_starts_no_process() -> None:
    limits = msgspec.structs.replace(LIMITS, size=4)
    found = await read_bill(b"12345", PREFIX, ZONE, TODAY, command=("/nowhere",), limits=limits)
    assert found == NoBill("too large")


TASK = BillTask(**bounds_of("", LIMITS), zone=ZONE.key, today=TODAY, prefix=PREFIX)


def test_what_the_picture_itself_refuses_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    def pixels_of(content: bytes) -> bytes:
        if content == b"large":
            raise MemoryError
        if content == b"odd":
            raise Unreadable("broken")
        return content

    def seen(image: bytes) -> list[TextLine]:
        return [TextLine("UNG HO TO86452GU", 0, 0, 20, 20), TextLine("Tran Thi Mai", 0, 60, 80, 20)]

    monkeypatch.setattr(bill_child, "pixels_of", pixels_of)
    assert answer(TASK, ZONE, seen, b"large") == NoBill("too large")
    assert answer(TASK, ZONE, seen, b"odd") == NoBill("broken")
    assert answer(TASK, ZONE, seen, b"a bill") == Bill(["TO86452GU"])  # and no name


def test_nothing_of_the_extra_is_loaded_with_the_bot() -> None:
    import bot.commands.run  # noqa: F401 - all that runs

    assert not {*LIBRARIES, "numpy", "cv2"} & {*sys.modules}
