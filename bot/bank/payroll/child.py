"""The process that reads one file of pays: the task in one line and then the file come in, one answer goes out."""

from __future__ import annotations

import sys

import msgspec

from bot.bank.payroll.read import count
from bot.bank.payroll.shape import Counted, NotCounted
from bot.bank.statements.shape import Reason
from bot.sheets.confined import confine, prepare
from bot.sheets.shape import FileTask, Unreadable


def answer(task: FileTask, content: bytes) -> Counted | NotCounted:
    """What comes of the file; of one that needs too much memory, that it is too large."""
    try:
        return count(content, task.name, unpacked=task.unpacked, ratio=task.ratio, rows=task.rows)
    except Unreadable as why:
        return NotCounted(msgspec.convert(why.reason, Reason))
    except MemoryError:
        return NotCounted("too large")


def main() -> None:
    """Reads the task and the file from standard input, writes the answer to standard output."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=FileTask)
    prepare()
    confine(task)
    sys.stdout.buffer.write(msgspec.json.encode(answer(task, sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
