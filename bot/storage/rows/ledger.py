"""Rows of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredEntry(Protocol):
    """A row of `entries`."""

    drive: str
    number: int
    at: datetime
    day: str | None
    sort: str
    about: str
    reason: str
    receipt_id: int | None
    minor: int
    currency: str
    hash: bytes
