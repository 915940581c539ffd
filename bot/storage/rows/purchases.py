"""Rows of what was bought."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredPurchase(Protocol):
    """A row of `purchases`."""

    id: int
    code: str
    drive: str
    receipt_id: int
    item: str
    count: int
    price: int
    currency: str
    seller: str
    status: str
    made_by: int
    made_at: datetime


class StoredFund(Protocol):
    """A row of `purchase_funds`."""

    purchase_id: int
    start: int
    receipt_id: int
    minor: int
