"""The process that reads one statement: the task in one line and then the file come in, one answer goes out."""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.statements.read import read
from bot.bank.statements.shape import Refusal, Statement, Task, Unreadable

CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1258", "cp1252", "cp437")  # the last one: names in a zip


def prepare() -> None:
    """Loads what no module can be opened for any more once the process is confined."""
    for encoding in CODECS:
        "".encode(encoding)


def confine(task: Task) -> None:
    """Bounds what this process may use from here on: memory, time; no file, connection or process more."""
    try:
        import resource
    except ImportError:  # not a POSIX system: the parent's clock is all there is
        return
    bounds = [
        # The kernel warns at the first bound, by which the end is known for what it is, and kills at the second.
        (resource.RLIMIT_CPU, (task.cpu_seconds, task.cpu_seconds + 1)),
        (resource.RLIMIT_FSIZE, (0, 0)),
        (resource.RLIMIT_CORE, (0, 0)),
        (resource.RLIMIT_NPROC, (0, 0)),  # root is free of it
        (resource.RLIMIT_NOFILE, (0, 0)),  # not even in the place of one that is closed
    ]
    if sys.platform == "linux":  # others refuse a bound on address space
        bounds.append((resource.RLIMIT_AS, (task.memory, task.memory)))
    for which, most in bounds:
        resource.setrlimit(which, most)


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
        return Refusal(why.reason)
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
