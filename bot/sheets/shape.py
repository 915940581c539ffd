"""What a reading process is told about a file, and why a file cannot be read at all."""

from __future__ import annotations

from typing import Literal

import msgspec

FileReason = Literal[
    "too large",
    "not a table",
    "encrypted or old format",
    "bank message",
    "web page",
    "pdf or picture",
    "timed out",
    "broken",
]
"""Why no table comes out of a file; readers of tables have reasons of their own beside these."""


class FileTask(msgspec.Struct, frozen=True, kw_only=True):
    """What every reading process is told before the file; see FileLimits."""

    name: str
    cpu_seconds: int
    memory: int
    unpacked: int
    ratio: int
    rows: int


class Unreadable(Exception):
    """The file as a whole cannot be read; the reason is a FileReason or one of its reader's."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason
