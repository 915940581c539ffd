"""The organiser takes a pledge out that nobody means: a slip of zeros, a joke, a twin. The donor is told why."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Cash, _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.giving.pledges import take_back
from bot.programme.people.contacts import reachable
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import cancellations, contacts, people, pledges, receipts

MAY: Final = ("manager", "coordinator", "accountant")


class Pledged(msgspec.Struct, frozen=True):
    """A pledge as the organiser sees it before it is cancelled; `cash` is None for things and services."""

    code: str
    name: str
    cash: Cash | None
    status: str


class Cancelled(msgspec.Struct, frozen=True):
    """Why a pledge was cancelled by the organiser, when, and by whom; by nobody's name on the command line."""

    reason: str
    by: str
    at: datetime


@fact("pledge.may_cancel_any")
async def may_cancel_any(tx: World) -> bool:
    """True for the organiser; refuses everybody else."""
    await require_organiser(tx, *MAY)
    return True


@fact("pledge.any")
async def any_pledge(tx: World, *, code: str) -> Pledged:
    """Whosever pledge it is; only for the organiser. Raises Refused where there is none."""
    await require_organiser(tx, *MAY)
    row = await _found(tx, code)
    cash = Cash(row.minor, row.currency) if row.minor and row.currency else None
    return Pledged(row.code, row.donor_name, cash, row.status)


@deed("pledge.cancel_any")
async def cancel_any(tx: World, *, code: str, reason: str) -> str:
    """The organiser cancels somebody's pledge; returns its code."""
    await require_organiser(tx, *MAY)
    return await cancel(tx, code=code, reason=reason)


async def cancel(tx: World, *, code: str, reason: str) -> str:
    """Cancels a pledge for which nothing has come in, keeps the reason, and tells the donor; raises Refused."""
    if not reason.strip():
        raise Refused(_("Please say why: the giver is told so."))
    row = await _found(tx, code)
    if row.status != "promised":
        raise Refused(_("{code} is no longer an open promise, so it cannot be cancelled.", code=codes.shown(row.code)))
    came = select(func.count()).select_from(receipts).where(receipts.c.pledge_id == row.id)
    if (await tx.work.one(came))[0]:
        raise Refused(_("Money has come in for {code}; open those receipts again first.", code=codes.shown(row.code)))
    await take_back(tx, row)
    kept = {"contact_id": tx.me.id if tx.me else None, "reason": reason.strip(), "made_at": tx.now}
    cancelled = tx.work.upsert(cancellations).values(pledge_id=row.id, **kept)
    await tx.work.execute(cancelled.on_conflict_do_update(index_elements=["pledge_id"], set_=kept))
    donor = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    if donor is not None:
        tx.tell(donor, [_("The organiser has cancelled your promise {code}.", code=codes.shown(row.code)),
                        _("Reason: {reason}", reason=reason.strip())])  # fmt: skip
    return row.code


async def cancellation(tx: World, pledge: int) -> Cancelled | None:
    """Why the organiser has cancelled a pledge, if they have."""
    who = (
        select(cancellations.c.reason, cancellations.c.made_at, people.c.name)
        .outerjoin(contacts, contacts.c.id == cancellations.c.contact_id)
        .outerjoin(people, people.c.id == contacts.c.person_id)
    )
    row = await tx.work.one(who.where(cancellations.c.pledge_id == pledge))
    return None if row is None else Cancelled(row.reason, row.name or "", row.made_at)


async def _found(tx: World, code: str) -> StoredPledge:
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    that = (pledges.c.code == stored) & (pledges.c.drive == tx.drive)
    row: StoredPledge | None = await tx.work.one(select(pledges).where(that))
    if row is None:
        raise Refused(_("I can't find a promise with the code {code}.", code=code[:20]))
    return row
