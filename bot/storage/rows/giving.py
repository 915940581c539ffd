"""Rows of what people pledge."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredPledge(Protocol):
    """A row of `pledges`; only one of money has a sum."""

    id: int
    code: str
    drive: str
    contact_id: int
    kind: str
    donor: str
    donor_name: str
    unit_id: int | None
    through: str | None
    giving_from: str | None
    minor: int | None
    currency: str | None
    vnd: int | None
    rate: str | None
    shown: str
    status: str
    made_at: datetime
    ended_at: datetime | None
    reminded: int
    remind_at: datetime | None


class StoredCashPledge(StoredPledge, Protocol):
    """A row of `pledges` that is one of money, so has a sum."""

    minor: int
    currency: str


class StoredCard(Protocol):
    """A row of `cards`."""

    pledge_id: int
    outbox_id: int
    shown: str
    muted: bool
    changed_at: datetime
    due_at: datetime | None
