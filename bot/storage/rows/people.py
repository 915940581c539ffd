"""Rows of units and of the people in them."""

from __future__ import annotations

from typing import Protocol


class StoredUnit(Protocol):
    """A row of `units`."""

    id: int
    drive: str
    key: str
    parent_id: int | None
    path: str
    name: str
    folded: str
    kind: str
    head_count: int | None
    exempt: bool
    reports: bool
    valid_from: str | None
    valid_to: str | None
    successor_id: int | None
