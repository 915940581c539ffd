"""The process that reads one list of pupils, or writes it once more: the task in one line and then the file come in.

One answer goes out: what was read as JSON, or the bytes of an .xlsx.
"""

from __future__ import annotations

import sys

import msgspec

from bot.lists.annotated import annotated
from bot.lists.read import read
from bot.lists.shape import AnnotateTask, ListRefusal, ListTask, Reason
from bot.sheets.confined import confine, prepare
from bot.sheets.shape import Unreadable


def answer(task: ListTask | AnnotateTask, content: bytes) -> bytes:
    """What comes of the file; of one that needs too much memory, that it is too large."""
    try:
        if isinstance(task, AnnotateTask):
            return annotated(content, task)
        return msgspec.json.encode(read(content, task))
    except Unreadable as why:
        return msgspec.json.encode(ListRefusal(msgspec.convert(why.reason, Reason)))
    except MemoryError:
        return msgspec.json.encode(ListRefusal("too large"))


def main() -> None:
    """Reads the task and the file from standard input, writes the answer to standard output."""
    task: ListTask | AnnotateTask = msgspec.json.decode(sys.stdin.buffer.readline(), type=ListTask | AnnotateTask)
    prepare()
    if isinstance(task, AnnotateTask):
        import xlsxwriter

        xlsxwriter.Workbook(sys.stderr.buffer, {"in_memory": True})  # all its modules, before no file opens any more
    confine(task)
    sys.stdout.buffer.write(answer(task, sys.stdin.buffer.read()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
