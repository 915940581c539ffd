"""Rows of things with tags."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredDevice(Protocol):
    """A row of `devices`."""

    id: int
    tag: str
    drive: str
    item: str
    serial: str | None
    pledge_id: int | None
    unit_id: int | None
    holder_id: int
    transfer_id: int | None
    giver: str
    photo: str | None
    condition: str
    verdict: str
    used: bool
    wiped: bool
    unlocked: bool
    note: str
    status: str
    late: bool
    made_by: int
    made_at: datetime
    changed_at: datetime
