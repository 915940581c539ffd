"""What is asked about the picture of a transfer, and what may be told of it: no name, account or balance."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal

import msgspec

from bot.bank.statements.shape import Reason
from bot.sheets.limits import FileLimits
from bot.sheets.shape import FileTask

LIMITS: Final = FileLimits(memory=768 * 1024 * 1024, answer=10_000)
"""The models alone take 300 MB; what is answered is short."""

Why = Literal[
    Reason,
    "gone",  # the picture is not there any more
    "too late",  # so many wait that nobody would still expect the answer
    "too often",  # one chat has sent many within the hour
]


class TextLine(msgspec.Struct, frozen=True):
    """A line of text as it stands in a picture, in pixels; `height` is its own, however it is tilted."""

    text: str
    left: float
    top: float
    bottom: float
    height: float


class Bill(msgspec.Struct, frozen=True, tag="bill"):
    """What could be read: codes that are right, others that a slip may be mended to, the sum in đồng, the moment."""

    codes: list[str] = []
    guesses: list[str] = []
    minor: int | None = None
    at: datetime | None = None


class NoBill(msgspec.Struct, frozen=True, tag="no bill"):
    """Why a picture was not read."""

    why: Why


class BillTask(FileTask, frozen=True, kw_only=True):
    """What the reading process is told before the picture: with `prefix` the codes of the drive begin."""

    zone: str
    today: date
    prefix: str


class BillJob(msgspec.Struct, frozen=True, kw_only=True):
    """A picture to be read; plain enough to wait in the outbox. `contact` is who sent it and hears what comes of it."""

    job: int
    drive: str
    prefix: str
    zone: str
    contact: int
    file: str
    asked_at: datetime
