"""Rows of batches, hand-overs and what followed."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredBatch(Protocol):
    """A row of `batches`."""

    id: int
    drive: str
    number: int
    unit_id: int
    school_id: int
    made_at: datetime


class StoredDelivery(Protocol):
    """A row of `deliveries`."""

    id: int
    allocation_id: int
    batch_id: int
    draw: int
    tries: int
    handed_at: datetime | None
    handed_by: int | None
    photo: str | None


class StoredFollowUp(Protocol):
    """A row of `follow_ups`."""

    id: int
    drive: str
    allocation_id: int
    day: int
    ask_at: datetime | None
    asked: int
    answer: str | None
