"""Rows of what reviewers settle beside their yes and no."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredDouble(Protocol):
    """A row of `doubles`."""

    id: int
    drive: str
    student_id: int
    other_id: int
    certain: bool
    state: str
    gone_id: int | None
    before: str | None
    settled_at: datetime | None


class StoredAppeal(Protocol):
    """A row of `appeals`."""

    id: int
    drive: str
    student_id: int
    contact_id: int
    about: str
    step: str | None
    words: str
    state: str
    answer: str | None
    answered_by: int | None
    answered_at: datetime | None
    made_at: datetime
