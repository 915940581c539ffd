"""Bounds a process that reads a file somebody sent, from inside, before it looks at the file."""

from __future__ import annotations

import sys

from bot.sheets.shape import FileTask

CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1258", "cp1252", "cp437")  # the last one: names in a zip


def prepare() -> None:
    """Loads what no module can be opened for any more once the process is confined."""
    for encoding in CODECS:
        "".encode(encoding)


def confine(task: FileTask) -> None:
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
