"""What the desk's first page shows."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash
from bot.desk.money.statement_list import UNDER_WAY, StatementRow, statement_list
from bot.programme.ledger.entries import COUNTS
from bot.programme.money.doubts import doubts_of
from bot.programme.reporting.progress import drive_progress
from bot.programme.world import World
from bot.storage.tables import receipts


class Today(msgspec.Struct, frozen=True):
    """How the drive's money stands; `came` and `sum` are what has come in since midnight."""

    waiting: int
    doubts: int
    unmatched: Cash
    came: int
    sum: Cash
    pledged: Cash
    received: Cash
    statements: list[StatementRow]


async def overview(tx: World, clerk: bool) -> Today:
    """The figures; statements and the queue are for clerks alone."""
    told = await drive_progress(tx)
    mine = receipts.c.drive == tx.drive
    midnight = tx.now.astimezone(tx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    fresh = mine & COUNTS & (receipts.c.minor > 0) & (receipts.c.made_at >= midnight)
    came = await tx.work.one(select(func.count(), func.coalesce(func.sum(receipts.c.vnd), 0)).where(fresh))
    waiting = await tx.work.one(select(func.count()).where(mine, receipts.c.status == "open"))
    return Today(
        waiting=int(waiting[0]),
        doubts=await doubts_of(tx) if clerk else 0,
        unmatched=Cash(told.unmatched),
        came=int(came[0]),
        sum=Cash(int(came[1])),
        pledged=Cash(told.dong),
        received=Cash(told.received),
        statements=await statement_list(tx, UNDER_WAY) if clerk else [],
    )
