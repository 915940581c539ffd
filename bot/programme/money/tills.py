"""What lies in a unit's till, by currency: all it took in by hand, less what it paid out and handed on."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.chat.phrase import Cash
from bot.programme.world import World
from bot.storage.tables import receipts, transfers

NOT_PARTS = receipts.c.status != "split"


async def till(tx: World, unit: int) -> dict[str, int]:
    """Minor units by currency, without those that came to nothing; what is on its way still lies here."""
    took = select(receipts.c.currency, func.sum(receipts.c.minor))
    took = took.where(receipts.c.drive == tx.drive, receipts.c.holder_id == unit, NOT_PARTS)
    by_hand = (transfers.c.drive == tx.drive) & (transfers.c.status == "acknowledged") & (transfers.c.way == "hand")
    moved = select(transfers.c.currency, func.sum(transfers.c.minor)).group_by(transfers.c.currency)
    banked = (
        select(receipts.c.currency, func.sum(receipts.c.minor))
        .join(transfers, transfers.c.id == receipts.c.transfer_id)
        .where(transfers.c.drive == tx.drive, transfers.c.from_id == unit)
        .group_by(receipts.c.currency)
    )
    held: dict[str, int] = {}
    for statement, times in (
        (took.group_by(receipts.c.currency), 1),
        (moved.where(by_hand, transfers.c.to_id == unit), 1),
        (moved.where(by_hand, transfers.c.from_id == unit), -1),
        (banked, -1),
    ):
        for currency, minor in await tx.work.rows(statement):
            held[currency] = held.get(currency, 0) + times * int(minor)
    return {currency: minor for currency, minor in held.items() if minor}


async def on_its_way(tx: World, unit: int) -> list[Cash]:
    """What a unit has sent on and nobody has acknowledged yet, by currency; of a part that came, only the rest."""
    mine = (transfers.c.drive == tx.drive) & (transfers.c.from_id == unit) & (transfers.c.status == "sent")
    came = select(func.coalesce(func.sum(receipts.c.minor), 0)).where(receipts.c.transfer_id == transfers.c.id)
    rest = transfers.c.minor - came.scalar_subquery()
    rows = await tx.work.rows(
        select(transfers.c.currency, func.sum(rest)).where(mine, transfers.c.minor.is_not(None)).group_by("currency")
    )
    return [Cash(int(minor), currency) for currency, minor in rows if minor]
