"""Whose gift a receipt is: it is bound to its pledge, counts for it, and what waited to go back goes back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from bot.chat.phrase import Cash, _
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.money import transfers
from bot.programme.money.memos import codes_in, named
from bot.programme.money.receipt_sums import count
from bot.programme.money.receipts import cash_pledges, open_receipt, resettle
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.rows.giving import StoredCashPledge
from bot.storage.rows.money import StoredReceipt
from bot.storage.tables import receipts


@deed("receipt.match")
async def match_receipt(tx: World, *, receipt: int, code: str) -> str:
    """A clerk says whose gift an open receipt is, or which transfer it ends; returns the code.

    Of two clerks at once the first one counts.
    """
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    stored = codes.read_code(code, tx.plan.code_prefix) or codes.repair(code, tx.plan.code_prefix) or ""
    transfer = (await transfers.under_way(tx, [stored])).get(stored)
    if transfer is not None:
        if row.holder_id is not None:
            raise Refused(_("This money came into a till. A sum handed on to the account is acknowledged by the bank's "
                            "own line alone."))  # fmt: skip
        if row.minor < 0:
            raise Refused(_("This money went out; it is no sum that was handed on to the account."))
        await resettle(tx, row, "forwarded", transfer=transfer)
        await transfers.arrived(tx, transfer, row.id, Cash(row.minor, row.currency))
        return stored
    pledge = (await cash_pledges(tx, [stored])).get(stored)
    if pledge is None:
        raise Refused(_("I can't find a promise of money with the code {code}.", code=code[:20]))
    await bind(tx, row, pledge)
    return stored


async def bind(tx: World, row: StoredReceipt, pledge: StoredCashPledge) -> None:
    """Says that an open receipt is a pledge's; money out that named it and waited for money in is given back."""
    await resettle(tx, row, "matched", pledge=pledge)
    await ledger.enter(tx, "matched", about=pledge.code, receipt=row.id, cash=Cash(0, row.currency))
    await count(tx, [(pledge, Cash(row.minor, row.currency))])
    if row.minor > 0:
        await give_back(tx, [pledge])


async def give_back(tx: World, pledges: Sequence[StoredCashPledge]) -> None:
    """Matches money out with the code of one of these pledges, as far as so much came in for it by now."""
    if not pledges:
        return
    by_code = {pledge.code: pledge for pledge in pledges}
    out = (receipts.c.drive == tx.drive) & (receipts.c.status == "open") & (receipts.c.minor < 0)
    waiting = select(receipts).where(out, receipts.c.likely != "[]", receipts.c.parent_id.is_(None))
    for row in await tx.work.rows(waiting.order_by(receipts.c.id)):
        pledge = by_code.get(named(codes_in(row.memo, tx.plan.code_prefix), by_code))
        if pledge is None:
            continue
        came = select(func.sum(receipts.c.minor)).where(
            receipts.c.pledge_id == pledge.id, receipts.c.currency == row.currency
        )
        if int((await tx.work.one(came))[0] or 0) + row.minor >= 0:
            await bind(tx, row, pledge)
