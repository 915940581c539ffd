"""The process that reads one list of pupils: the task in one line and then the file come in, one answer goes out."""

from __future__ import annotations

import sys

import msgspec

from bot.lists.read import read
from bot.lists.shape import ListRefusal, ListTask, PupilList, Reason
from bot.sheets.confined import confine, prepare
from bot.sheets.shape import Unreadable


def answer(task: ListTask, content: bytes) -> PupilList | ListRefusal:
    """What comes of the file; of one that needs too much memory, that it is too large."""
    try:
        return read(content, task)
    except Unreadable as why:
        return ListRefusal(msgspec.convert(why.reason, Reason))
    except MemoryError:
        return ListRefusal("too large")


def main() -> None:
    """Reads the task and the file from standard input, writes the answer to standard output."""
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=ListTask)
    prepare()
    confine(task)
    sys.stdout.buffer.write(msgspec.json.encode(answer(task, sys.stdin.buffer.read())))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
