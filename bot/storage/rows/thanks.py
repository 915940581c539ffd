"""Rows of thanks."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredCertificate(Protocol):
    """A row of `certificates`."""

    id: int
    code: str
    number: int
    drive: str
    pledge_id: int
    form: str
    name: str
    gift: str
    shown: str
    made_at: datetime
    revoked_at: datetime | None


class StoredNomination(Protocol):
    """A row of `nominations`."""

    id: int
    drive: str
    school_id: int
    contact_id: int
    pledge_id: int
    why: str
    status: str
    ended_by: int | None
    made_at: datetime
