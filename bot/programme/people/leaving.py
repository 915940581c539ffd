"""Somebody's role ends: what they could do with it ends at once, and what they had open goes on to a successor.

A role ends for the person who holds it at one address. Where a phone is lost, all roles of that address end, and the
address becomes a stranger's: whoever holds the phone neither goes on in the old chat nor reads what was said in it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme.people.contacts import reachable
from bot.programme.people.role_list import named, nobody_else, role_of
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage import talks
from bot.storage.ids import new_id
from bot.storage.tables import contacts, inbox, logins, outbox, roles

MAY: Final = ("manager",)
LOST: Final = "signed out"
"""Why nothing is delivered to an address whose phone was lost."""
UNDO: Final = timedelta(days=1)
"""So long a role that was ended by mistake is given back with one button."""


class Leaving(msgspec.Struct, frozen=True):
    """Who leaves what: their contact, role and unit; and the contact that takes up what they had open, or None."""

    contact: int
    role: str
    unit: int | None
    successor: int | None


class Left(msgspec.Struct, frozen=True):
    """What has ended: how many roles, and of whom, as people read it."""

    roles: int
    name: str


Pass = Callable[[World, Leaving], Awaitable[None]]
_passes: list[Pass] = []


def on_leaving(call: Pass) -> Pass:
    """Enters what a subject does with the things somebody had open; each subject knows its own."""
    _passes.append(call)
    return call


@deed("roles.end")
async def end_role(tx: World, *, role: int, successor: int, lost: bool) -> Left:
    """The organiser ends somebody's role; see `end`."""
    await require_organiser(tx, *MAY)
    return await end(tx, role=role, successor=successor, lost=lost)


@deed("roles.give_back")
async def give_back(tx: World, *, role: int) -> Left:
    """The organiser gives a role back that was ended a short while ago; what was passed on stays passed on."""
    await require_organiser(tx, *MAY)
    row = await tx.work.one(select(roles).where(roles.c.id == role, roles.c.drive == tx.drive))
    if row is None or row.ended_at is None or row.ended_at < tx.now - UNDO:
        raise Refused(_("This role cannot be given back here any more: please invite the person again."))
    again = (roles.c.contact_id == row.contact_id) & (roles.c.role == row.role) & roles.c.ended_at.is_(None)
    same = roles.c.unit_id.is_not_distinct_from(row.unit_id)
    if await tx.work.one(select(roles.c.id).where(again, same, roles.c.drive == tx.drive)):
        raise Refused(_("The person holds this role again already."))
    to = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    if to is None:
        raise Refused(_("The person cannot be reached at the old address: please invite them again."))
    await tx.work.execute(update(roles).where(roles.c.id == role).values(ended_at=None, ended_by=None))
    held = await named(tx, role)
    tx.tell(to, [_("You have your role back: <b>{role}</b>.", role=held.label)])
    return Left(1, held.name)


async def end(tx: World, *, role: int, successor: int, lost: bool) -> Left:
    """Ends a role, or with `lost` all roles of the same address; raises Refused for the last organiser, and for a
    role that has ended. `successor` is another role's number, whose holder takes up what is open; 0: nobody."""
    row = await role_of(tx, role)
    heir = await role_of(tx, successor) if successor else None
    if heir is not None and heir.contact_id == row.contact_id:
        raise Refused(_("The successor must be somebody else."))
    held = await named(tx, role)
    mine = (roles.c.contact_id == row.contact_id) & (roles.c.drive == tx.drive) & roles.c.ended_at.is_(None)
    ending = await tx.work.rows(select(roles).where(mine if lost else roles.c.id == role))
    for one in ending:
        if one.role in MAY and await nobody_else(tx, one):
            raise Refused(_("The last campaign manager cannot leave: invite another one first."))
    by = {"ended_at": tx.now, "ended_by": tx.me.id if tx.me else None}
    await tx.work.execute(update(roles).where(roles.c.id.in_([one.id for one in ending])).values(**by))
    for one in ending:
        leaving = Leaving(one.contact_id, one.role, one.unit_id, heir.contact_id if heir else None)
        for passes in _passes:
            await passes(tx, leaving)
    await _close(tx, row.contact_id)
    await _tell(tx, held.label, held.name, row.contact_id, heir, lost)
    if lost:
        await _become_a_stranger(tx, row.contact_id)
    return Left(len(ending), held.name)


async def _close(tx: World, contact: int) -> None:
    """Ends the sessions at the desk and the talks that are open; whoever holds another role may begin anew."""
    if tx.me is None or tx.me.id != contact:  # one's own talk is this very one, and ends by itself
        await talks.stop(tx.work, contact)
    alive = update(logins).where(logins.c.contact_id == contact, logins.c.ended_at.is_(None))
    await tx.work.execute(alive.values(ended_at=tx.now))


async def _tell(tx: World, label: Any, name: str, contact: int, heir: Any, lost: bool) -> None:
    """Whoever leaves is thanked, unless a stranger would read it; whoever follows is told what there is to do."""
    who = await reachable(tx, [contact, *([heir.contact_id] if heir else [])])
    if contact in who and not lost and not (tx.me and tx.me.id == contact):
        tx.tell(who[contact], [_("Your role has ended: <b>{role}</b>. Thank you for what you did for the children.",
                                 role=label)])  # fmt: skip
    if heir is not None and heir.contact_id in who:
        tx.tell(who[heir.contact_id], [_("What {name} had open as <b>{role}</b> is with you now.",
                                         name=name, role=label)])  # fmt: skip


async def _become_a_stranger(tx: World, contact: int) -> None:
    """Takes the address from the contact, with all that was said there: whoever writes from it begins anew."""
    row = await tx.work.one(select(contacts).where(contacts.c.id == contact))
    gone = f"{row.chat}~{new_id()}"
    values = {"address": f"{row.channel}:{gone}", "chat": gone, "unreachable": LOST, "offers": "[]"}
    await tx.work.execute(update(contacts).where(contacts.c.id == contact).values(**values))
    said = (outbox.c.channel == row.channel) & (outbox.c.chat == row.chat)
    await tx.work.execute(update(outbox).where(said, outbox.c.state == "queued").values(state="dead", why=LOST))
    await tx.work.execute(update(outbox).where(said).values(chat=gone))
    await tx.work.execute(update(inbox).where(inbox.c.address == row.address).values(address=f"{row.channel}:{gone}"))
