"""What a clerk needs to see to say whose money it is: the open receipts, one after the other, and likely promises."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash
from bot.chat.words import fact
from bot.programme.receipts import require_clerk
from bot.programme.world import World
from bot.storage.tables import pledges, receipts

MOST: Final = 4
"""So many promises are proposed for one receipt."""


class Likely(msgspec.Struct, frozen=True):
    """A promise that may have been meant; `by_code` when the memo nearly gives its code, else the sum is the same."""

    code: str
    cash: Cash
    name: str
    by_code: bool


class Open(msgspec.Struct, frozen=True):
    """An open receipt as a clerk sees it; `left` counts the others behind it."""

    receipt: int
    cash: Cash
    moved_at: datetime
    memo: str
    payer: str
    late: bool
    likely: list[Likely]
    left: int


@fact("receipt.next_open")
async def next_open(tx: World, *, after: int) -> Open | None:
    """The first open receipt behind another one; only for clerks."""
    await require_clerk(tx)
    waiting = (receipts.c.drive == tx.drive) & (receipts.c.status == "open") & (receipts.c.id > after)
    row = await tx.work.one(select(receipts).where(waiting).order_by(receipts.c.id).limit(1))
    if row is None:
        return None
    count = select(func.count()).select_from(receipts).where(waiting & (receipts.c.id > row.id))
    left = (await tx.work.one(count))[0]
    likely = await _likely(tx, msgspec.json.decode(row.likely, type=list[str]), Cash(abs(row.minor), row.currency))
    cash = Cash(row.minor, row.currency)
    return Open(row.id, cash, row.moved_at, row.memo, row.payer, row.late, likely, int(left))


async def _likely(tx: World, codes: list[str], cash: Cash) -> list[Likely]:
    """First promises whose code the memo nearly gives, then open ones of just this sum, the latest first."""
    mine = (pledges.c.drive == tx.drive) & (pledges.c.kind == "cash")
    same = (pledges.c.minor == cash.minor) & (pledges.c.currency == cash.currency) & (pledges.c.status == "promised")
    near = select(pledges).where(mine, pledges.c.code.in_(codes))
    equal = select(pledges).where(mine & same).order_by(pledges.c.id.desc()).limit(MOST)
    found = {row.code: row for row in [*await tx.work.rows(near), *await tx.work.rows(equal)]}
    return [Likely(row.code, Cash(row.minor, row.currency), row.donor_name, row.code in codes)
            for row in list(found.values())[:MOST]]  # fmt: skip
