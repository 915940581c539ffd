"""Rows of rounds, of their orders, and of what is bound to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredRound(Protocol):
    """A row of `allocation_rounds`."""

    id: int
    drive: str
    need: str
    number: int
    secret: str
    secret_hash: str
    status: str
    opened_at: datetime
    closed_at: datetime | None
    mark_number: int | None
    mark: str | None
    stock: str | None
    objections_until: datetime | None
    proposed_by: int | None
    decided_by: int | None
    decided_at: datetime | None
    reason: str | None


class StoredPlace(Protocol):
    """A row of `allocation_places`."""

    round_id: int
    place: int
    student_id: int
    slot: str
    household: str
    verified_on: str
    level: str


class StoredAllocation(Protocol):
    """A row of `allocations`; it has a device, or one of a service's quota."""

    id: int
    drive: str
    round_id: int
    student_id: int
    need: str
    device_id: int | None
    pledge_id: int | None
    part: int | None
    place: int
    way: str
    override: str | None
    words: str | None
    salt: bytes
    status: str
    proposed_by: int
    decided_by: int | None
    made_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    ended_by: int | None
    end_reason: str | None
