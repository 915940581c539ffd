"""The process that reads one picture of a transfer: the task in one line, then the picture; an answer goes out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.bills.engine import Engine, engine
from bot.bank.bills.lines import passages
from bot.bank.bills.moments import moment_in
from bot.bank.bills.picture import pixels_of
from bot.bank.bills.shape import Bill, BillTask, NoBill, TextLine
from bot.bank.bills.sums import sum_of
from bot.bank.statements.shape import Reason
from bot.programme.money.memos import codes_in
from bot.sheets.confined import confine, prepare
from bot.sheets.shape import Unreadable


def bill_in(lines: Sequence[TextLine], prefix: str, zone: ZoneInfo, today: date) -> Bill:
    """Codes, sum and moment in the lines of a picture."""
    texts = passages(lines)
    named = [code for text in texts for code in codes_in(text, prefix)]
    sure = list(dict.fromkeys(one.code for one in named if one.sure))
    guesses = list(dict.fromkeys(one.code for one in named if not one.sure and one.code not in sure))
    return Bill(sure, guesses, sum_of(lines), moment_in(texts, zone, today))


def answer(task: BillTask, zone: ZoneInfo, read: Engine, content: bytes) -> Bill | NoBill:
    """What comes of the picture; of one that needs too much memory, that it is too large."""
    try:
        return bill_in(read(pixels_of(content)), task.prefix, zone, task.today)
    except Unreadable as why:
        return NoBill(msgspec.convert(why.reason, Reason))
    except MemoryError:
        return NoBill("too large")


def main() -> None:
    """Reads the task and the picture from standard input, writes the answer to standard output."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=BillTask)
    zone = ZoneInfo(task.zone)
    read = engine()
    prepare()
    confine(task)
    sys.stdout.buffer.write(msgspec.json.encode(answer(task, zone, read, sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
