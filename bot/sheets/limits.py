"""How much a statement may cost before it is refused."""

from __future__ import annotations

import msgspec


class FileLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on the file, and on the process that reads it."""

    size: int = 10 * 1024 * 1024
    """Bytes of the file."""
    unpacked: int = 100 * 1024 * 1024
    """Bytes of all that is packed in an .xlsx."""
    ratio: int = 100
    """Unpacked bytes for each packed one."""
    rows: int = 50_000
    """Rows of a table, with blank ones."""
    seconds: float = 20.0
    """From the start of the reading process to its answer."""
    cpu_seconds: int = 15
    memory: int = 512 * 1024 * 1024
    """Bytes of address space of the reading process."""
    answer: int = 64 * 1024 * 1024
    """Bytes of its answer."""


LIMITS = FileLimits()
