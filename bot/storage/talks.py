"""Who we talk with, and the talk that is open with each: loaded in one query, written in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, delete, select, update

from bot.chat import journal
from bot.chat.journal import Entry
from bot.storage.ids import new_id
from bot.storage.tables import contacts, people, talks
from bot.storage.work import Work


class Offered(msgspec.Struct, frozen=True, array_like=True):
    """One choice of the last list shown: its words, and its command unless it answers the open question."""

    label: str
    command: str | None
    numbered: bool = True  # whether its number chooses it too; not where the numbers belong to an open question


LATER: Final = "/later"
"""Beside every list, under this, stands the flow that waits to be taken up next; no list can offer it."""


@dataclass(slots=True)
class Talk:
    """One conversation: its flow and its journal, which is all there is to it."""

    id: int
    flow: str
    argument: str
    opened_at: datetime
    status: str = "open"
    touched_at: datetime | None = None
    silent_at: datetime | None = None
    seq: int = 0
    step: str = ""
    digest: str = ""
    journal: list[Entry] = field(default_factory=list)
    spare: list[Entry] = field(default_factory=list)
    stored: str = ""  # its status as the table has it; empty where it is not there yet


@dataclass(slots=True)
class Contact:
    """A person's address on one messenger, and the talk that is open there."""

    id: int
    address: str
    channel: str
    chat: str
    person_id: int
    name: str
    language: str
    group: bool
    offers: list[Offered] = field(default_factory=list)
    unreachable: str | None = None
    place: str = ""  # where within the chat they were last heard; answers and news go there
    talk: Talk | None = None
    changed: bool = False


_offers = msgspec.json.Decoder(list[Offered])
CONTACT: Final[tuple[Any, ...]] = (
    contacts.c.id,
    contacts.c.address,
    contacts.c.channel,
    contacts.c.chat,
    contacts.c.person_id,
    people.c.name,
    contacts.c.language,
    contacts.c.group_chat,
    contacts.c.offers,
    contacts.c.unreachable,
    contacts.c.place,
)
"""The columns of a contact, for a query that joins contacts and people and begins with them."""
_load = (
    select(*CONTACT, *[column.label(f"talk_{column.name}") for column in talks.c])
    .join(people, people.c.id == contacts.c.person_id)
    .outerjoin(talks, (talks.c.contact_id == contacts.c.id) & (talks.c.status == "open"))
    .where(contacts.c.address == bindparam("b_address"))
)


async def load(work: Work, addresses: Iterable[str]) -> dict[str, Contact]:
    """The contacts at these addresses that we know, each with its open talk."""
    found = {}
    for row in await work.found(_load, [{"b_address": address} for address in addresses]):
        contact = contact_of(row)
        open_talk = row[len(CONTACT) :]
        if open_talk[0] is not None:
            contact.talk = _talk(open_talk)
        found[contact.address] = contact
    return found


def contact_of(row: Sequence[Any]) -> Contact:
    """The contact of a row that begins with CONTACT, without its talk."""
    id, address, channel, chat, person, name, language, group, offers, unreachable, place = row[: len(CONTACT)]
    return Contact(
        id, address, channel, chat, person, name, language, group, _offers.decode(offers), unreachable, place or ""
    )


def _talk(row: Sequence[Any]) -> Talk:
    """The talk of a whole row of the table."""
    id, _contact, flow, argument, status, opened_at, touched_at, silent_at, seq, step, digest, told, spare = row
    return Talk(
        id=id,
        flow=flow,
        argument=argument,
        opened_at=opened_at,
        status=status,
        touched_at=touched_at,
        silent_at=silent_at,
        seq=seq,
        step=step,
        digest=digest,
        journal=journal.read(told),
        spare=journal.read(spare) if spare else [],
        stored=status,
    )


def greet(work: Work, *, channel: str, chat: str, name: str, language: str, group: bool) -> Contact:
    """Writes down a contact we have not met before."""
    person, contact = new_id(), new_id()
    work.add(people, id=person, name=name[:80], made_at=work.now)
    work.add(
        contacts,
        id=contact,
        address=f"{channel}:{chat}",
        channel=channel,
        chat=chat,
        person_id=person,
        language=language,
        group_chat=group,
        offers="[]",
        unreachable=None,
        place=None,
        made_at=work.now,
    )
    return Contact(contact, f"{channel}:{chat}", channel, chat, person, name[:80], language, group)


async def aside(work: Work, contact: Contact) -> Talk | None:
    """The talk put aside last."""
    mine = (talks.c.contact_id == contact.id) & (talks.c.status == "aside")
    row = await work.one(select(talks).where(mine).order_by(talks.c.touched_at.desc()))
    return None if row is None else _talk(row)


def _row(talk: Talk, now: datetime) -> dict[str, Any]:
    """What changes of a talk from step to step."""
    over = talk.status not in ("open", "aside")  # what was said is needed no longer, and may be personal
    return {
        "opened_at": talk.opened_at,
        "touched_at": now,
        "silent_at": talk.silent_at,
        "seq": talk.seq,
        "step": talk.step,
        "digest": talk.digest,
        "journal": journal.write([] if over else talk.journal),
        "spare": None if over or not talk.spare else journal.write(talk.spare),
    }


_STEP: Final = ("opened_at", "touched_at", "silent_at", "seq", "step", "digest", "journal", "spare")
_of_talk = update(talks).where(talks.c.id == bindparam("b_id"))
_change = _of_talk.values({name: bindparam(f"b_{name}") for name in ("status", *_STEP)})
_step = _of_talk.values({name: bindparam(f"b_{name}") for name in _STEP})  # most are: a status lies in an index
_change_contact = (
    update(contacts)
    .where(contacts.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in ("offers", "language", "unreachable", "place")})
)


async def save(work: Work, touched: Iterable[tuple[Contact, Talk]], met: Iterable[Contact]) -> None:
    """Writes down talks and contacts that changed in this turn."""
    changes: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    for contact, talk in touched:
        row = _row(talk, work.now)
        if not talk.stored:
            opened = {"contact_id": contact.id, "flow": talk.flow, "argument": talk.argument}
            work.add(talks, id=talk.id, status=talk.status, **opened, **row)
        elif talk.status == talk.stored:
            steps.append({f"b_{k}": v for k, v in row.items()} | {"b_id": talk.id})
        else:
            changes.append({f"b_{k}": v for k, v in row.items()} | {"b_id": talk.id, "b_status": talk.status})
        talk.stored = talk.status
    for statement, rows in ((_change, changes), (_step, steps)):
        if rows:
            await work.each(statement, rows)
    changed = [
        {
            "b_id": contact.id,
            "b_offers": msgspec.json.encode(contact.offers).decode(),
            "b_language": contact.language,
            "b_unreachable": contact.unreachable,
            "b_place": contact.place or None,
        }
        for contact in met
        if contact.changed
    ]
    if changed:
        await work.each(_change_contact, changed)


_change_offers = update(contacts).where(contacts.c.id == bindparam("b_id")).values(offers=bindparam("b_offers"))


async def keep_offers(work: Work, told: Iterable[Contact]) -> None:
    """Writes down what was last offered to contacts who did not ask; of them nothing else is known to be fresh."""
    last = {contact.id: msgspec.json.encode(contact.offers).decode() for contact in told}
    if last:
        await work.each(_change_offers, [{"b_id": id, "b_offers": offers} for id, offers in last.items()])


async def stop(work: Work, contact: int) -> None:
    """Ends what somebody has open or put aside; what was said is forgotten."""
    mine = (talks.c.contact_id == contact) & talks.c.status.in_(("open", "aside"))
    values = {"status": "cancelled", "touched_at": work.now, "silent_at": None, "spare": None}
    await work.execute(update(talks).where(mine).values(journal=journal.write([]), **values))


async def silent(work: Work, now: datetime, most: int = 500) -> list[tuple[str, int, int]]:
    """Talks whose question has waited too long: (address, talk, seq)."""
    due = (talks.c.status == "open") & (talks.c.silent_at <= now)
    statement = select(contacts.c.address, talks.c.id, talks.c.seq).join(contacts, contacts.c.id == talks.c.contact_id)
    rows = await work.rows(statement.where(due).order_by(talks.c.silent_at).limit(most))
    return [(address, talk, number) for address, talk, number in rows]


async def prune(work: Work, now: datetime, keep: timedelta) -> None:
    """Forgets talks that ended long ago: their journals hold personal data."""
    await work.execute(delete(talks).where((talks.c.status != "open") & (talks.c.touched_at < now - keep)))
