"""What a clerk needs to see to say whose money it is: the open receipts, one after the other, and likely pledges."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash
from bot.chat.words import fact
from bot.programme.money import transfers
from bot.programme.money.settling import likely_pledges
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.tables import receipts


class Likely(msgspec.Struct, frozen=True):
    """A pledge that may have been meant; `by_code` when the memo nearly gives its code, else the sum is the same.

    `asked`: what its donor said to the question whether it is theirs: "", "asked", "yes". `transfer`: it is no pledge,
    but a unit's money on its way, which was counted when it came into that unit's till.
    """

    code: str
    cash: Cash
    name: str
    by_code: bool
    asked: str = ""
    transfer: bool = False


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
    named = msgspec.json.decode(row.likely, type=list[str])
    asked = msgspec.json.decode(row.asked, type=dict[str, str])
    likely = [Likely(one.code, Cash(one.minor, one.currency), one.donor_name, one.code in named,
                     asked.get(one.code, "")) for one in await likely_pledges(tx, row)]  # fmt: skip
    cash = Cash(row.minor, row.currency)
    on_their_way = await transfers.like(tx, cash) if row.holder_id is None and cash.minor > 0 else []
    likely += [Likely(code, cash, sender, by_code=False, transfer=True) for code, sender in on_their_way]
    return Open(row.id, cash, row.moved_at, row.memo, row.payer, row.late, likely, int(left))
