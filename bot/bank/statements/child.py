"""The process that reads one statement: the task in one line and then the file come in, one answer goes out."""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.statements.read import read
from bot.bank.statements.shape import Reason, Refusal, Statement, Task
from bot.sheets.confined import confine, prepare
from bot.sheets.shape import Unreadable


def answer(task: Task, zone: ZoneInfo, content: bytes) -> Statement | Refusal:
    """What comes of the file; of one that needs too much memory, that it is too large."""
    try:
        return read(
            content,
            task.name,
            task.account,
            zone,
            today=task.today,
            opens=task.opens,
            former=task.former,
            unpacked=task.unpacked,
            ratio=task.ratio,
            rows=task.rows,
        )
    except Unreadable as why:
        return Refusal(msgspec.convert(why.reason, Reason))
    except MemoryError:
        return Refusal("too large")


def main() -> None:
    """Reads the task and the file from standard input, writes the answer to standard output."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=Task)
    zone = ZoneInfo(task.zone)  # opened before the bounds, as is all else
    prepare()
    confine(task)
    sys.stdout.buffer.write(msgspec.json.encode(answer(task, zone, sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
