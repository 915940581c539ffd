"""Rows of the lists that schools send."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredList(Protocol):
    """A row of `list_imports`."""

    id: int
    drive: str
    school_id: int
    contact_id: int
    file: str
    name: str
    pasted: str
    consent: str
    days: str
    digest: str
    status: str
    found: str | None
    annotated: str
    made_at: datetime
    settled_at: datetime | None


class StoredListRow(Protocol):
    """A row of `list_rows`."""

    id: int
    list_id: int
    place: int
    outcome: str
    lacks: str
    secret: str
