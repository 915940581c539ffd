"""Rows of money that came in and went on."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredTransfer(Protocol):
    """A row of `transfers`; of one of goods there is no sum."""

    id: int
    code: str
    drive: str
    from_id: int
    to_id: int
    way: str
    minor: int | None
    currency: str | None
    status: str
    made_by: int
    ended_by: int | None
    made_at: datetime
    ended_at: datetime | None
