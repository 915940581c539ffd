"""What else a clerk may say of an open receipt: it is several in one, no gift at all, or its donor is to be asked."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import Cash, _
from bot.chat.words import Offer, Refused, deed
from bot.programme import codes
from bot.programme.ledger import entries as ledger
from bot.programme.money.receipts import open_receipt, receipt_of, resettle, write_down
from bot.programme.people.contacts import reachable
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.rows.giving import StoredCashPledge
from bot.storage.rows.money import StoredReceipt
from bot.storage.tables import pledges, receipts

MOST_ASKED: Final = 4


@deed("receipt.split")
async def split_receipt(tx: World, *, receipt: int, part: int) -> Cash:
    """Cuts `part` minor units off an open receipt: it and the rest wait for a clerk as two; returns the rest."""
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    rest = abs(row.minor) - part
    if part <= 0 or rest <= 0:
        raise Refused(_("The part must be smaller than {sum}.", sum=Cash(abs(row.minor), row.currency)))
    await resettle(tx, row, "split")
    sign = 1 if row.minor > 0 else -1
    for number, minor in enumerate((part, rest), 1):
        write_down(
            tx,
            account=row.account,
            reference=f"{row.reference}#{number}",
            cash=Cash(sign * minor, row.currency),
            at=row.moved_at,
            memo=row.memo,
            payer=row.payer,
            parent=row.id,
            holder=row.holder_id,
            likely=msgspec.json.decode(row.likely, type=list[str]),
        )
    await ledger.enter(tx, "split", about="", receipt=row.id, cash=Cash(0, row.currency))
    return Cash(rest, row.currency)


@deed("receipt.grant")
async def grant_receipt(tx: World, *, receipt: int, source: str, whose: str) -> None:
    """Says that money is no gift but comes from a budget or a fund, and from whose; everybody may read that."""
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    if source not in ("budget", "fund") or row.minor < 0 or not whose.strip():
        raise Refused(_("Please say from whose budget or fund it comes."))
    await resettle(tx, row, "granted", source=source, purpose=whose.strip())
    nothing = Cash(0, row.currency)
    await ledger.enter(tx, "granted", about="", receipt=row.id, cash=nothing, reason=whose.strip())


@deed("receipt.spend")
async def spend_receipt(tx: World, *, receipt: int, purpose: str) -> None:
    """Says what money that went out was paid for; everybody may read that."""
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    if row.minor > 0 or not purpose.strip():
        raise Refused(_("Please say what it was paid for; everybody may read that."))
    await resettle(tx, row, "spent", purpose=purpose.strip())
    nothing = Cash(0, row.currency)
    await ledger.enter(tx, "spent", about="", receipt=row.id, cash=nothing, reason=purpose.strip())


@deed("receipt.ask")
async def ask_donors(tx: World, *, receipt: int) -> int:
    """Asks the donors of the likely pledges whether the money is theirs; returns how many were asked now.

    They are told its day and sum and nothing else: a stranger learns no name and no memo.
    """
    await require_clerk(tx)
    row = await open_receipt(tx, receipt)
    asked = msgspec.json.decode(row.asked, type=dict[str, str])
    likely = [one for one in await likely_pledges(tx, row) if one.code not in asked]
    contacts = await reachable(tx, {one.contact_id for one in likely})
    cash, day = Cash(row.minor, row.currency), row.moved_at.astimezone(tx.zone).date()
    reached = [one for one in likely if one.contact_id in contacts][:MOST_ASKED]
    for one in reached:
        said = [_("A transfer of {sum} came in on {day}, and its note does not say whose it is.", sum=cash, day=day),
                _("Did you send it for your gift {code}?", code=codes.shown(one.code))]  # fmt: skip
        offers = [Offer(_("Yes, I sent it"), f"/khoancuatoi {row.id} {one.code}"),
                  Offer(_("No, not I"), f"/khongphaitoi {row.id} {one.code}")]  # fmt: skip
        tx.tell(contacts[one.contact_id], said, offers=offers)
        asked[one.code] = "asked"
    await _keep(tx, row.id, asked)
    return len(reached)


@deed("receipt.answer")
async def answer_asked(tx: World, *, receipt: int, code: str, mine: bool) -> bool:
    """A donor says whether a receipt is theirs; a clerk decides. False if it is settled already."""
    row = await receipt_of(tx, receipt)
    pledge = await tx.work.one(select(pledges).where(pledges.c.code == code, pledges.c.contact_id == tx.actor.id))
    asked = msgspec.json.decode(row.asked, type=dict[str, str]) if row is not None else {}
    if row is None or pledge is None or code not in asked:
        raise Refused(_("Nobody has asked you about this."))
    await _keep(tx, row.id, {**asked, code: "yes" if mine else "no"})
    return row.status == "open"


async def likely_pledges(tx: World, receipt: StoredReceipt, most: int = MOST_ASKED) -> list[StoredCashPledge]:
    """The pledges a receipt may be for: those its donor owned up to, whose code the memo nearly gives, of just its
    sum (the latest first); without those whose donor said no."""
    asked = msgspec.json.decode(receipt.asked, type=dict[str, str])
    named = msgspec.json.decode(receipt.likely, type=list[str])
    said_yes = [code for code, answer in asked.items() if answer == "yes"]
    mine = (pledges.c.drive == tx.drive) & (pledges.c.kind == "cash")
    same = (pledges.c.minor == abs(receipt.minor)) & (pledges.c.currency == receipt.currency)
    near = await tx.work.rows(select(pledges).where(mine, pledges.c.code.in_([*said_yes, *named])))
    equal = select(pledges).where(mine & same, pledges.c.status == "promised").order_by(pledges.c.id.desc())
    found: dict[str, StoredCashPledge] = {
        row.code: row for row in sorted(near, key=lambda row: row.code not in said_yes)
    }
    for row in await tx.work.rows(equal.limit(most + len(asked))):
        found.setdefault(row.code, row)
    return [row for row in found.values() if asked.get(row.code) != "no"][:most]


async def _keep(tx: World, receipt: int, asked: dict[str, str]) -> None:
    kept = msgspec.json.encode(asked).decode()
    await tx.work.execute(update(receipts).where(receipts.c.id == receipt).values(asked=kept))
