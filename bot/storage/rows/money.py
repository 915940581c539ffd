"""Rows of money that came in and went on."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class StoredStatement(Protocol):
    """A row of `statements`."""

    id: int
    drive: str
    contact_id: int
    file: str
    name: str
    account: str
    status: str
    made_at: datetime
    found: str | None


class StoredTransfer(Protocol):
    """A row of `transfers`; of one of goods there is no sum."""

    id: int
    code: str
    drive: str
    from_id: int
    to_id: int
    way: str
    minor: int | None
    currency: str | None
    status: str
    made_by: int
    ended_by: int | None
    made_at: datetime
    ended_at: datetime | None


class StoredReceipt(Protocol):
    """A row of `receipts`."""

    id: int
    drive: str
    account: str
    reference: str
    statement_id: int | None
    parent_id: int | None
    pledge_id: int | None
    transfer_id: int | None
    holder_id: int | None
    source: str
    likely: str
    asked: str
    minor: int
    currency: str
    vnd: int | None
    rate: str | None
    purpose: str
    memo: str
    payer: str
    brought: bool
    moved_at: datetime
    late: bool
    status: str
    made_at: datetime
    settled_by: int | None


class StoredTelling(Protocol):
    """A row of `tellings`; one that made its receipt has no words of its own."""

    id: int
    drive: str | None
    receipt_id: int | None
    source: str
    told_id: str
    account: str
    day: str
    at: datetime
    minor: int
    currency: str
    number: str
    balance: int | None
    reference: str
    memo: str | None
    payer: str | None
    fingerprint: bytes | None
    state: str


class StoredCashLine(Protocol):
    """A row of `cash_lines`."""

    id: int
    drive: str
    unit_id: int
    number: int
    minor: int
    currency: str
    code: str | None
    source: str
    payer: str
    purpose: str
    corrects_id: int | None
    status: str
    written_by: int
    signed_by: int | None
    receipt_id: int | None
    made_at: datetime
    ended_at: datetime | None
