"""Nominations: a school asks to honour a donor by the gift's code, and never learns who that is; the organiser decides.

A nomination is `proposed`, then `honoured` or `declined`; one for each school and gift.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import ColumnElement, and_, func, select, update

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.people.contacts import holders, reachable, same_person
from bot.programme.people.roles import held_by, require, require_organiser
from bot.programme.people.units import UnitChoice, name_of, organiser_unit
from bot.programme.thanks.honours import PATH
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.giving import StoredPledge
from bot.storage.rows.thanks import StoredNomination
from bot.storage.tables import nominations, pledge_goods, pledges, units

PROPOSERS: Final = ("school_contact",)
JUDGES: Final = ("manager",)
LONGEST_WHY: Final = 200
STALE: Final = _("Somebody else has settled this nomination in the meantime.")


class NominatedGift(msgspec.Struct, frozen=True):
    """A gift that came in, as a school may know it; the name is empty unless its donor lets everybody see it."""

    code: str
    name: str


class WaitingNomination(msgspec.Struct, frozen=True):
    """A nomination as the organiser sees it; `left` counts the others behind it."""

    number: int
    code: str
    school: str
    why: str
    name: str  # the donor's, empty for one without a name
    public: bool  # whether the name may be shown
    cash: Cash | None
    things: dict[str, int]  # pledged pieces by the catalogue's key
    left: int


@fact("nomination.schools")
async def my_schools(tx: World) -> list[UnitChoice]:
    """The schools the actor may speak for; refuses everybody else."""
    held = await held_by(tx, tx.actor.person_id)
    mine = {one.unit: one.unit_name for one in held if one.role in PROPOSERS and one.unit is not None}
    if not mine:
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    return [UnitChoice(unit, name) for unit, name in mine.items()]


@fact("nomination.gift")
async def gift_with(tx: World, *, code: str) -> NominatedGift | None:
    """The gift that came in under a code, typed with at most one slip; None if there is none. For schools only."""
    await my_schools(tx)
    row = await _gift(tx, code)
    if row is None:
        return None
    return NominatedGift(row.code, row.donor_name.strip() if _public(row) else "")


@deed("nomination.make")
async def nominate_gift(tx: World, *, school: int, code: str, why: str) -> str:
    """A school asks to honour whoever gave a gift that came in; returns the gift's code."""
    await require(tx, school, *PROPOSERS)
    row = await _gift(tx, code)
    if row is None:
        raise Refused(_("I can't find a gift with the code {code} that has come in.", code=code[:20] or "–"))
    if await same_person(tx, row.contact_id):
        raise Refused(_("This is your own gift. Somebody else may nominate it."))
    if not why.strip() or len(why) > LONGEST_WHY:
        raise Refused(_("Please answer with a few words."))
    mine = and_(nominations.c.drive == tx.drive, nominations.c.school_id == school)
    if await tx.work.one(select(nominations.c.id).where(mine, nominations.c.pledge_id == row.id)):
        raise Refused(_("Your school has nominated the gift {code} already. Thank you!", code=codes.shown(row.code)))
    quiet = not await _count(tx)
    tx.work.add(
        nominations,
        id=new_id(),
        drive=tx.drive,
        school_id=school,
        contact_id=tx.actor.id,
        pledge_id=row.id,
        why=why.strip(),
        status="proposed",
        ended_by=None,
        made_at=tx.now,
    )
    if quiet:  # whoever has been told and not looked yet need not be told again
        for judge in await holders(tx, (await organiser_unit(tx)).id, JUDGES):
            tx.tell(judge, _("A school has nominated a giver to be honoured."), offers=[_REVIEW])
    return row.code


@fact("nomination.next")
async def next_waiting(tx: World, *, after: int) -> WaitingNomination | None:
    """The first nomination behind another one that waits; only for the organiser."""
    await require_organiser(tx, *JUDGES)
    waiting = and_(_proposed(tx), nominations.c.id > after)
    both = select(nominations, units.c.name.label("school"), pledges.c.code, pledges.c.donor, pledges.c.donor_name,
                  pledges.c.shown, pledges.c.minor, pledges.c.currency)  # fmt: skip
    both = both.join(units, units.c.id == nominations.c.school_id)
    both = both.join(pledges, pledges.c.id == nominations.c.pledge_id)
    row = await tx.work.one(both.where(waiting).order_by(nominations.c.id).limit(1))
    if row is None:
        return None
    goods = select(pledge_goods.c.item, func.sum(pledge_goods.c.count)).where(pledge_goods.c.pledge_id == row.pledge_id)
    return WaitingNomination(
        row.id,
        row.code,
        row.school,
        row.why,
        "" if row.donor == "anonymous" else row.donor_name.strip(),
        _public(row),
        Cash(row.minor, row.currency) if row.minor else None,
        {item: int(count) for item, count in await tx.work.rows(goods.group_by(pledge_goods.c.item))},
        await _count(tx, row.id),
    )


@deed("nomination.honour")
async def honour(tx: World, *, nomination: int) -> str:
    """The organiser honours the donor, who is told; returns the gift's code."""
    row, pledge = await _open(tx, nomination)
    if pledge.status != "received":
        raise Refused(_("The gift {code} was taken back in the meantime.", code=codes.shown(pledge.code)))
    await _end(tx, row, "honoured")
    school, code = await name_of(tx, row.school_id), codes.shown(pledge.code)
    to = await reachable(tx, [pledge.contact_id, row.contact_id])
    if pledge.contact_id in to:
        lines: list[Phrase | str] = [
            _("{school} has asked us to honour you for your gift {code}:", school=school, code=code),
            _("“{why}”", why=row.why),
            _("We thank you from the heart, together with the school."),
        ]
        if _public(pledge):
            lines.append(_("It stands beside your name on the honour roll."))
        else:
            lines.append(_("Nobody learns your name: you wished it so, and only you can change it."))
        if tx.site:
            lines.append(_("The honour roll: {link}", link=f"{tx.site}{PATH}"))
        tx.tell(to[pledge.contact_id], lines, offers=[Offer(_("🌟 Honour roll"), "/honours")])
    if row.contact_id in to:
        said = _("The giver of {code} has been honoured as you asked. Thank you for your kind words!", code=code)
        tx.tell(to[row.contact_id], said)
    return pledge.code


@deed("nomination.decline")
async def decline(tx: World, *, nomination: int) -> str:
    """The organiser declines; the school is told, the donor never hears of it; returns the gift's code."""
    row, pledge = await _open(tx, nomination)
    await _end(tx, row, "declined")
    proposer = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    if proposer is not None:
        said = _("Your nomination for {code} was read and not taken up this time. Thank you for thinking of the giver.",
                 code=codes.shown(pledge.code))  # fmt: skip
        tx.tell(proposer, said)
    return pledge.code


_REVIEW: Final = Offer(_("🌟 Nominations"), "/review_nominations")


def _public(pledge: StoredPledge) -> bool:
    """Whether a gift's donor lets the name be seen."""
    return pledge.shown in ("name", "name_and_gift") and pledge.donor != "anonymous" and bool(pledge.donor_name.strip())


async def _gift(tx: World, code: str) -> StoredPledge | None:
    """The pledge of this drive that is all in, by its code, or None."""
    stored = codes.read_code(code, tx.plan.code_prefix) or codes.repair(code, tx.plan.code_prefix) or ""
    mine = and_(pledges.c.code == stored, pledges.c.drive == tx.drive, pledges.c.status == "received")
    row: StoredPledge | None = await tx.work.one(select(pledges).where(mine))
    return row


def _proposed(tx: World) -> ColumnElement[bool]:
    return and_(nominations.c.drive == tx.drive, nominations.c.status == "proposed")


async def _count(tx: World, after: int = 0) -> int:
    """How many nominations wait behind one."""
    waiting = select(func.count()).select_from(nominations).where(_proposed(tx), nominations.c.id > after)
    return int((await tx.work.one(waiting))[0])


async def _open(tx: World, number: int) -> tuple[StoredNomination, StoredPledge]:
    """A nomination that waits, and its pledge; raises Refused for others and for whoever is not the organiser."""
    await require_organiser(tx, *JUDGES)
    waiting = _proposed(tx) & (nominations.c.id == number)
    row: StoredNomination | None = await tx.work.one(select(nominations).where(waiting))
    if row is None:
        raise Refused(STALE)
    return row, await tx.work.one(select(pledges).where(pledges.c.id == row.pledge_id))


async def _end(tx: World, row: StoredNomination, status: str) -> None:
    change = update(nominations).where(nominations.c.id == row.id)
    await tx.work.execute(change.values(status=status, ended_by=tx.actor.id))
