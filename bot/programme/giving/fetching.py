"""Pledges of things that are to be fetched: a list somebody works off, and a word back to the donor at each step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

import msgspec
from sqlalchemy import Select, case, select, update

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme import codes
from bot.programme.giving.fetch_notices import FETCHERS
from bot.programme.people.contacts import reachable
from bot.programme.people.photos import photo_for
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage.tables import contacts, fetches, people, pledge_goods, pledges

MOST: Final = 40
FARTHEST_DAYS: Final = 60
"""Nothing is agreed for later than this."""
LONGEST: Final = 120
"""Characters of who goes, or of why it could not be fetched."""
STATES: Final = ("asked", "failed", "agreed", "fetched")
"""In the order of the list: what waits for somebody first."""
_IN_TURN: Final = case({state: at for at, state in enumerate(STATES)}, value=fetches.c.state, else_=0)


class FetchedThing(msgspec.Struct, frozen=True):
    """One kind of things to be fetched, and how its donor says it is; the photo's place, or None."""

    item: str
    count: int
    condition: dict[str, str]
    photo: str | None


class Fetch(msgspec.Struct, frozen=True):
    """A pledge that is to be fetched; `wish` and `day` are ISO days, or empty."""

    code: str
    donor: str
    things: list[FetchedThing]
    address: str
    phone: str
    wish: str
    state: str
    day: str
    goes: str
    why: str
    by: str = ""  # who noted this last, and when
    at: datetime | None = None


class _Where(msgspec.Struct, frozen=True):
    """What is hidden of where things are fetched from."""

    address: str | None = None
    phone: str | None = None


async def may_fetch(tx: World) -> bool:
    """Whether the actor sees where things are to be fetched from."""
    try:
        await require_organiser(tx, *FETCHERS)
    except Refused:
        return False
    return "devices" in tx.plan.modules


@fact("fetch.list")
async def fetch_list(tx: World, *, code: str = "") -> list[Fetch]:
    """Open pledges that are to be fetched, those that wait first; or the one with this code."""
    await require_organiser(tx, *FETCHERS)
    statement = _open(tx)
    if code:
        statement = statement.where(pledges.c.code == (codes.read_code(code, tx.plan.code_prefix) or ""))
    found = await _read(tx, await tx.work.rows(statement.order_by(_IN_TURN, pledges.c.id).limit(MOST)))
    return sorted(found, key=lambda one: (STATES.index(one.state), one.day or one.wish or "9999"))


@deed("fetch.agree")
async def agree_fetch(tx: World, *, code: str, day: date, goes: str) -> str:
    """Somebody will go on a day; the donor is told who and when. Returns the code."""
    row = await _one(tx, code)
    _near(tx, day)
    if not goes.strip():
        raise Refused(_("Please say who goes."))
    await _set(tx, row, "agreed", day=day.isoformat(), goes=goes.strip()[:LONGEST])
    shown = codes.shown(row.code)
    said = [
        _("We come for your gift {code} on {day}. Thank you for waiting!", code=shown, day=day),
        _("Who comes: {name}. They will call you before.", name=goes.strip()[:LONGEST]),
    ]
    await _tell_donor(tx, row, said, change=True)
    return row.code


@deed("fetch.done")
async def note_fetched(tx: World, *, code: str) -> str:
    """It was fetched, and is to be taken in now; the donor is told. Returns the code."""
    row = await _one(tx, code)
    await _set(tx, row, "fetched")
    said = _("Your gift {code} has been fetched. You will hear as soon as it is taken in. Thank you!",
             code=codes.shown(row.code))  # fmt: skip
    await _tell_donor(tx, row, [said], change=False)
    return row.code


@deed("fetch.fail")
async def note_failed(tx: World, *, code: str, why: str) -> str:
    """It could not be fetched; it waits for another day, and the donor is told why. Returns the code."""
    row = await _one(tx, code)
    if not why.strip():
        raise Refused(_("Please say why in a few words; the giver will read it."))
    await _set(tx, row, "failed", why=why.strip()[:LONGEST])
    said = [
        _("Your gift {code} could not be fetched: {why}", code=codes.shown(row.code), why=why.strip()[:LONGEST]),
        _("We will agree on another day with you. You can also change it yourself:"),
    ]
    await _tell_donor(tx, row, said, change=True)
    return row.code


@deed("fetch.wish")
async def wish_day(tx: World, *, code: str, day: date) -> str:
    """The donor says which day suits; returns the code."""
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    mine = (pledges.c.code == stored) & (pledges.c.contact_id == tx.actor.id)
    row = await tx.work.one(_open(tx).where(mine))
    if row is None:
        raise Refused(_("I can't find a gift of yours with the code {code}.", code=code[:20]))
    _near(tx, day)
    suits = update(pledge_goods).where(pledge_goods.c.pledge_id == row.id)
    await tx.work.execute(suits.values(slot=day.isoformat()))
    return str(row.code)


def _near(tx: World, day: date) -> None:
    """Refuses a day that is over, or far away."""
    if not tx.today <= day <= tx.today + timedelta(days=FARTHEST_DAYS):
        raise Refused(_("Please choose a day from today on, within two months."))


class _OpenRow(Protocol):
    """A pledge as `_open` selects it; what became of it is empty until somebody noted something."""

    id: int
    code: str
    contact_id: int
    donor_name: str
    state: str | None
    day: str | None
    goes: str | None
    why: str | None
    changed_at: datetime | None
    by: str | None


def _open(tx: World) -> Select[Any]:
    """Open pledges with things to be fetched, and what became of them."""
    fetched = select(pledge_goods.c.pledge_id).where(pledge_goods.c.way == "fetch")
    statement = select(pledges.c.id, pledges.c.code, pledges.c.contact_id, pledges.c.donor_name,
                       fetches.c.state, fetches.c.day, fetches.c.goes, fetches.c.why, fetches.c.changed_at,
                       people.c.name.label("by"))  # fmt: skip
    statement = statement.outerjoin(fetches, fetches.c.pledge_id == pledges.c.id)
    statement = statement.outerjoin(contacts, contacts.c.id == fetches.c.contact_id)
    statement = statement.outerjoin(people, people.c.id == contacts.c.person_id)
    return statement.where(pledges.c.drive == tx.drive, pledges.c.status == "promised", pledges.c.id.in_(fetched))


async def _read(tx: World, rows: Sequence[_OpenRow]) -> list[Fetch]:
    wanted = select(pledge_goods).where(pledge_goods.c.pledge_id.in_([row.id for row in rows]))
    things: dict[int, list[FetchedThing]] = {}
    wheres: dict[int, _Where] = {}
    wishes: dict[int, str] = {}
    for thing in await tx.work.rows(wanted.order_by(pledge_goods.c.id)):
        condition = msgspec.json.decode(thing.condition, type=dict[str, str])
        told = FetchedThing(thing.item, thing.count, condition, photo_for(tx, thing.photo))
        things.setdefault(thing.pledge_id, []).append(told)
        wishes.setdefault(thing.pledge_id, thing.slot or "")
        if thing.fetch_from is not None:
            wheres[thing.pledge_id] = tx.secrecy.reveal(thing.fetch_from, thing.id, _Where)
    found = []
    for row in rows:
        where = wheres.get(row.id, _Where())
        found.append(
            Fetch(
                row.code,
                row.donor_name,
                things[row.id],
                where.address or "",
                where.phone or "",
                wishes[row.id],
                row.state or "asked",
                row.day or "",
                row.goes or "",
                row.why or "",
                row.by or "",
                row.changed_at,
            )
        )
    return found


async def _one(tx: World, code: str) -> _OpenRow:
    """The open pledge with this code that is to be fetched; raises Refused, also for whoever may not see to it."""
    await require_organiser(tx, *FETCHERS)
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    row: _OpenRow | None = await tx.work.one(_open(tx).where(pledges.c.code == stored))
    if row is None:
        raise Refused(_("{code} is not to be fetched any more.", code=code[:20]))
    return row


async def _set(tx: World, row: _OpenRow, state: str, **values: str) -> None:
    kept = {"day": row.day or "", "goes": row.goes or "", "why": "", **values, "state": state}
    said = {**kept, "contact_id": tx.actor.id, "changed_at": tx.now}
    new = tx.work.upsert(fetches).values(pledge_id=row.id, **said)
    await tx.work.execute(new.on_conflict_do_update(index_elements=["pledge_id"], set_=said))


async def _tell_donor(tx: World, row: _OpenRow, said: Sequence[Phrase | str], *, change: bool) -> None:
    donor = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    if donor is not None:
        offers = [Offer(_("Change or take back"), f"/cannot_bring {row.code}")] if change else []
        tx.tell(donor, said, offers=[*offers, Offer(_("🎁 My gifts"), "/my_gifts")])
