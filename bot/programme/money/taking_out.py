"""Taking a movement out of the books that a bank told and its statement does not show; everybody may read why."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Cash, _
from bot.chat.words import Refused, deed
from bot.programme.ledger import entries as ledger
from bot.programme.money.receipts import open_receipt, resettle, write_down
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.rows.money import StoredReceipt

OUT: Final = "#out"
"""Ends the reference of the line that takes another one out."""


@deed("receipt.take_out")
async def take_out(tx: World, *, receipt: int, reason: str) -> Cash:
    """Writes the line that takes an open receipt of a bank out again; both count for nothing. Returns the sum.

    Told again by the statement, it is a movement anew.
    """
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    if row.holder_id is not None:
        raise Refused(_("This line of the cash book was corrected; please write a new one."))
    if row.parent_id is not None:
        raise Refused(_("It was split into several gifts; the accountant has to put it together again first."))
    if not reason.strip():
        raise Refused(_("Please say why; everybody may read that."))
    return await write_out(tx, row, reason.strip())


async def write_out(tx: World, row: StoredReceipt, reason: str) -> Cash:
    """Writes the line that takes an open receipt out of the books; returns what it was of."""
    cash, back = Cash(row.minor, row.currency), Cash(-row.minor, row.currency)
    await resettle(tx, row, "void", purpose=reason)
    number = write_down(
        tx,
        account=row.account,
        reference=f"{row.reference}{OUT}",
        cash=back,
        at=tx.now,
        memo="",
        payer="",
        status="void",
        purpose=reason,
    )
    await ledger.enter(tx, "corrected", about="", receipt=number, cash=back, reason=reason)
    return cash
