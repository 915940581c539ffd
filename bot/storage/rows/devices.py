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
    wipe_method: str | None
    battery: str | None
    system: str | None
    source: str
    purchase_id: int | None
    purchase_place: int | None


class StoredRepair(Protocol):
    """A row of `repairs`."""

    id: int
    drive: str
    device_id: int
    unit_id: int
    contact_id: int
    broken: str
    state: str
    taken_at: datetime
    ended_at: datetime | None
    parts: str
    cost: int
    minutes: int
    why: str
