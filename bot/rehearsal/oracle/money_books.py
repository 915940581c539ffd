"""The figures of money, read from the bot's own books and from what everybody is shown of them."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from bot.programme.ledger import entries as ledger
from bot.programme.money.tills import till
from bot.programme.reporting import digest
from bot.programme.reporting.progress import drive_progress
from bot.programme.world import World
from bot.rehearsal.fakes.reading import sum_of
from bot.site.drive_facts import page_facts
from bot.storage.tables import pledges, receipts, units


class MoneyBooks(msgspec.Struct, frozen=True):
    """Sums in đồng; tills by unit's name and currency; by pledge's code what came in by currency, and its state."""

    received: int
    granted: int
    spent: int
    unmatched: int
    tills: dict[tuple[str, str], int]
    paid: dict[str, dict[str, int]]
    states: dict[str, str]
    whole: bool
    ledger: dict[str, int]
    account: int
    page: dict[str, int]
    digest: dict[str, int]
    parts_whole: bool  # the parts of what was split are together what it was


async def read_money(tx: World) -> MoneyBooks:
    """Reads it all in one view."""
    seen, verdict, page, told = (
        await drive_progress(tx),
        await ledger.verify(tx),
        await page_facts(tx, "vi"),
        await digest.compose(tx),
    )
    tills: dict[tuple[str, str], int] = {}
    for row in await tx.work.rows(select(units.c.id, units.c.name).where(units.c.drive == tx.drive)):
        tills |= {(row.name, currency): minor for currency, minor in (await till(tx, row.id)).items()}
    sums = select(pledges.c.code, receipts.c.currency, func.sum(receipts.c.minor))
    sums = sums.join(pledges, pledges.c.id == receipts.c.pledge_id).group_by(pledges.c.code, receipts.c.currency)
    paid: dict[str, dict[str, int]] = {}
    for code, currency, minor in await tx.work.rows(sums):
        paid.setdefault(code, {})[currency] = int(minor)
    own = (receipts.c.drive == tx.drive) & receipts.c.holder_id.is_(None)
    account = await tx.work.one(
        select(func.coalesce(func.sum(receipts.c.minor), 0)).where(own, receipts.c.status != "split")
    )
    whole = select(func.coalesce(func.sum(receipts.c.minor), 0)).where(receipts.c.drive == tx.drive)
    split = await tx.work.one(whole.where(receipts.c.status == "split"))
    parts = await tx.work.one(whole.where(receipts.c.parent_id.is_not(None)))
    return MoneyBooks(
        seen.received,
        seen.granted,
        seen.spent,
        seen.unmatched,
        tills,
        paid,
        {
            row.code: row.status
            for row in await tx.work.rows(select(pledges.c.code, pledges.c.status).where(pledges.c.kind == "cash"))
        },
        verdict.whole,
        verdict.sums,
        int(account[0]),
        _shown(
            received=page.cash_received, granted=page.cash_granted, spent=page.cash_spent, unmatched=page.cash_unmatched
        ),
        {
            "received": told.received,
            "by_hand": told.by_hand,
            "granted": told.granted,
            "spent": told.spent,
            "unmatched": told.unmatched,
        },
        split[0] == parts[0],
    )


def _shown(**words: str) -> dict[str, int]:
    return {key: sum_of(shown)[0] if shown else 0 for key, shown in words.items()}
