"""A bank's line that came before the hand-over it may be of: taken out of the books, and held as one that comes later.

It was booked as a gift of nobody yet, while its till had counted the money already. What told of it waits for a clerk,
who says whether it is the arrival of the hand-over or a movement of its own; either books it anew.
"""

from __future__ import annotations

from sqlalchemy import select, update

from bot.chat.phrase import _
from bot.programme.money import tellings
from bot.programme.money.hand_overs import near
from bot.programme.money.receipts import told_to_all
from bot.programme.money.taking_out import write_out
from bot.programme.world import World
from bot.storage.rows.money import StoredReceipt, StoredTransfer
from bot.storage.tables import receipts, transfers
from bot.storage.tables import tellings as rows


async def hold_early(tx: World, transfer: int) -> None:
    """Holds the open receipt of a bank that a hand-over of just now may be the reason of, the nearest in time."""
    said: StoredTransfer = await tx.work.one(select(transfers).where(transfers.c.id == transfer))
    early = [row for row in await _undecided(tx, said) if near(tx, said, row.moved_at)]
    if not early:
        return
    receipt = min(early, key=lambda row: abs(row.moved_at - said.made_at))
    await write_out(tx, receipt, told_to_all(tx, _("it may be a sum handed on, and waits for the accountant")))
    for told in await tx.work.rows(select(rows).where(rows.c.receipt_id == receipt.id)):
        words = {"memo": receipt.memo, "payer": receipt.payer} if told.memo is None else {}
        await tx.work.execute(update(rows).where(rows.c.id == told.id).values(receipt_id=None, state="aside", **words))


async def _undecided(tx: World, said: StoredTransfer) -> list[StoredReceipt]:
    """Receipts of the bank as large as a hand-over, of which nobody has said or asked anything."""
    same = (receipts.c.minor == said.minor) & (receipts.c.currency == said.currency) & (receipts.c.drive == tx.drive)
    whole = receipts.c.holder_id.is_(None) & receipts.c.parent_id.is_(None)
    bare = (receipts.c.status == "open") & (receipts.c.asked == "{}")
    apart = select(rows.c.id).where(rows.c.receipt_id == receipts.c.id, rows.c.state == "apart")
    told = select(rows.c.id).where(rows.c.receipt_id == receipts.c.id, rows.c.state.in_(tellings.MADE))
    found = select(receipts).where(same, whole, bare, told.exists(), ~apart.exists())
    return list(await tx.work.rows(found.order_by(receipts.c.id)))
