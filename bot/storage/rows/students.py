"""Rows of students."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredStudent(Protocol):
    """A row of `students`."""

    id: int
    code: str
    drive: str
    school_id: int
    contact_id: int
    secret: bytes
    by_name: bytes
    by_birth: bytes
    by_phone: bytes
    by_guardian: bytes | None
    level: str | None
    home_id: int | None
    household: str
    needs_device: bool
    needs_line: bool
    status: str
    step: str | None
    step_at: datetime | None
    verified_at: datetime | None
    slot: str | None
    reason: str | None
    made_at: datetime


class StoredMove(Protocol):
    """A row of `student_moves`."""

    id: int
    drive: str
    student_id: int
    to_id: int
    asked_at: datetime
    status: str
