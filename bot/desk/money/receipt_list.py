"""The queue of receipts and its past: found by state, code, sum and words, a page at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

import msgspec
from sqlalchemy import or_, select

from bot.chat.phrase import Cash
from bot.desk.scan import ScanPage, scan
from bot.desk.search import Wanted
from bot.programme.money.open_receipts import Likely, next_open
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.rows.money import StoredReceipt
from bot.storage.tables import pledges, receipts, units

STATES: Final = ("open", "matched", "unknown", "other", "all")
"""What the list can be narrowed to; "other" is whatever else may have become of a receipt."""


class ReceiptRow(msgspec.Struct, frozen=True):
    """One receipt as a clerk sees it; memo and payer opened, for clerks alone."""

    number: int
    status: str
    cash: Cash
    moved_at: datetime
    memo: str
    payer: str
    account: str
    late: bool
    code: str
    donor: str
    unit: str
    purpose: str
    likely: list[Likely]


class ReceiptPage(msgspec.Struct, frozen=True):
    """A page of receipts; `after` leads on, and `bounded` says that a search by words ended for its length."""

    rows: list[ReceiptRow]
    after: int
    bounded: bool


class _ListedReceipt(StoredReceipt, Protocol):
    code: str | None
    donor_name: str | None
    unit: str | None


_all = (
    select(receipts, pledges.c.code, pledges.c.donor_name, units.c.name.label("unit"))
    .outerjoin(pledges, pledges.c.id == receipts.c.pledge_id)
    .outerjoin(units, units.c.id == pledges.c.unit_id)
)


async def receipt_page(tx: World, wanted: Wanted) -> ReceiptPage:
    """What waits, the oldest first, or anything else, the latest first."""
    await require_clerk(tx)
    statement = _all.where(receipts.c.drive == tx.drive)
    match wanted.state:
        case "other":
            statement = statement.where(receipts.c.status.not_in(STATES))
        case "all":
            pass
        case state:
            statement = statement.where(receipts.c.status == state)
    if wanted.code is not None:
        meant = receipts.c.likely.contains(f'"{wanted.code}"', autoescape=True)
        statement = statement.where(or_(pledges.c.code == wanted.code, (receipts.c.status == "open") & meant))
    if wanted.cash is not None:
        both = (wanted.cash.minor, -wanted.cash.minor)
        statement = statement.where(receipts.c.minor.in_(both), receipts.c.currency == wanted.cash.currency)
    fits = (lambda row: wanted.fits(row.memo, row.payer, row.donor_name or "")) if wanted.words else None
    found: ScanPage[_ListedReceipt] = await scan(
        tx, statement, receipts.c.id, after=wanted.after, rising=wanted.state == "open", fits=fits
    )
    return ReceiptPage([await _row(tx, row) for row in found.rows], found.after, found.bounded)


async def receipt_row(tx: World, number: int) -> ReceiptRow | None:
    """One receipt of this drive."""
    await require_clerk(tx)
    row = await tx.work.one(_all.where(receipts.c.drive == tx.drive, receipts.c.id == number))
    return None if row is None else await _row(tx, row)


async def _row(tx: World, row: _ListedReceipt) -> ReceiptRow:
    seen = await next_open(tx, after=row.id - 1) if row.status == "open" else None
    return ReceiptRow(
        number=row.id,
        status=row.status,
        cash=Cash(row.minor, row.currency),
        moved_at=row.moved_at,
        memo=row.memo,
        payer=row.payer,
        account=row.account,
        late=row.late,
        code=row.code or "",
        donor=row.donor_name or "",
        unit=row.unit or "",
        purpose=row.purpose,
        likely=seen.likely if seen is not None and seen.receipt == row.id else [],
    )
