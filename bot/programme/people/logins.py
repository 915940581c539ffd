"""The web desk's logins: a link from the chat that opens once, and the session it begins. Only hashes are kept.

What somebody may do is looked up anew at every request, so that whose role ends is out at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, delete, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.people.roles import held_by, require_clerk, require_organiser
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import contacts, logins, people
from bot.storage.talks import CONTACT, Contact, contact_of
from bot.storage.work import Work

WORKERS: Final = ("accountant", "manager", "coordinator")
"""Who may work at the desk; money is for clerks alone."""
SCHOOLS: Final = ("school_contact",)
"""Who sees their own school's list of students there, and nothing else."""
VALID: Final = timedelta(minutes=15)
CODE_VALID: Final = timedelta(minutes=5)
"""A code is shorter than a link, so it has less time: 2^40 of them, for whoever guesses."""
IDLE: Final = timedelta(hours=8)
LONGEST: Final = timedelta(hours=24)
KEEP: Final = timedelta(days=30)
SEEN_EVERY: Final = timedelta(minutes=5)


class Worker(msgspec.Struct, frozen=True):
    """Somebody at the desk. `staff`: they work for the organiser; others are there for students' lists alone.

    `stale`: it is time to note that they are still there.
    """

    login: int
    contact: int
    name: str
    language: str
    clerk: bool
    staff: bool
    stale: bool


@fact("login.address")
async def desk_address(tx: World) -> str:
    """The address of our pages, without a slash at its end; empty where none is known."""
    return tx.site


@deed("login.link")
async def make_link(tx: World) -> str:
    """The secret part of a link that lets the actor in once; earlier unused ones open nothing any more."""
    await require_seat(tx)
    if tx.actor.group:
        raise Refused(_("Everybody in a group could use the link. Please ask me for it in a private chat."))
    mine = logins.c.contact_id == tx.actor.id
    await tx.work.execute(delete(logins).where(mine, logins.c.made_at < tx.now - KEEP))
    unused = update(logins).where(mine, logins.c.used_at.is_(None), logins.c.ended_at.is_(None))
    await tx.work.execute(unused.values(ended_at=tx.now))
    token = secrets.token_urlsafe(32)
    tx.work.add(
        logins,
        id=new_id(),
        link_hash=tx.secrecy.blind("desk link", token),
        code_hash=None,
        session_hash=None,
        contact_id=tx.actor.id,
        made_at=tx.now,
        used_at=None,
        seen_at=None,
        ended_at=None,
    )
    return token


@deed("login.code")
async def make_code(tx: World) -> str:
    """A short code to be typed on another machine, which lets the actor in instead of their newest unused link."""
    await require_seat(tx)
    if tx.actor.group:
        raise Refused(_("Everybody in a group could use the link. Please ask me for it in a private chat."))
    code = codes.login_code()
    mine = (logins.c.contact_id == tx.actor.id) & logins.c.used_at.is_(None) & logins.c.ended_at.is_(None)
    row = await tx.work.one(select(logins.c.id).where(mine).order_by(logins.c.id.desc()).limit(1))
    assert row is not None, "a link is made before its code"
    hashed = tx.secrecy.blind("desk code", code)
    await tx.work.execute(update(logins).where(logins.c.id == row.id).values(code_hash=hashed))
    return code


@deed("login.end_all")
async def end_all(tx: World) -> None:
    """Ends all the actor's sessions, and unused links; they may do so whatever their roles are."""
    mine = update(logins).where(logins.c.contact_id == tx.actor.id, logins.c.ended_at.is_(None))
    await tx.work.execute(mine.values(ended_at=tx.now))


async def require_worker(tx: World) -> None:
    """Refuses whoever does not work for the organiser of this drive."""
    await require_organiser(tx, *WORKERS)


async def require_seat(tx: World) -> None:
    """Refuses whoever neither works for the organiser nor has to do with students' lists."""
    held = await held_by(tx, tx.actor.person_id) if "students" in tx.plan.modules else []
    if not any(one.reviews or (one.role in SCHOOLS and one.unit is not None) for one in held):
        await require_worker(tx)


async def opens(tx: World, token: str) -> bool:
    """Whether a link still lets somebody in; looking at it does not use it up."""
    row = await tx.work.one(select(logins.c.contact_id).where(_usable(tx, token)))
    return row is not None and await _may_work(tx, row.contact_id)


async def use(tx: World, token: str) -> str | None:
    """Uses a link up and begins a session; returns its secret, or None. Of two clicks at once one counts."""
    return await _begin(tx, _usable(tx, token))


async def use_code(tx: World, typed: str) -> str | None:
    """Uses a link up by its code, as somebody typed it, and begins a session; returns its secret, or None."""
    code = codes.fold_code(typed)
    mine = logins.c.code_hash == tx.secrecy.blind("desk code", code)
    young = logins.c.made_at > tx.now - CODE_VALID
    return await _begin(tx, mine & young & logins.c.used_at.is_(None) & logins.c.ended_at.is_(None))


async def _begin(tx: World, usable: ColumnElement[bool]) -> str | None:
    row = await tx.work.one(select(logins.c.id, logins.c.contact_id).where(usable))
    if row is None or not await _may_work(tx, row.contact_id):
        return None
    session = secrets.token_urlsafe(32)
    begun = update(logins).where(logins.c.id == row.id, logins.c.used_at.is_(None))
    hashed = tx.secrecy.blind("desk visit", session)
    done = await tx.work.execute(begun.values(used_at=tx.now, seen_at=tx.now, session_hash=hashed))
    return session if done.rowcount == 1 else None


async def worker(tx: World, session: str) -> Worker | None:
    """Whose session this is, who then is the actor; None where it has ended, or their role has."""
    hashed = tx.secrecy.blind("desk visit", session)
    alive = (logins.c.session_hash == hashed) & logins.c.ended_at.is_(None)
    young = (logins.c.seen_at > tx.now - IDLE) & (logins.c.used_at > tx.now - LONGEST)
    row = await tx.work.one(select(logins.c.id, logins.c.contact_id, logins.c.seen_at).where(alive, young))
    if row is None or not await _may_work(tx, row.contact_id):
        return None
    me = tx.actor
    clerk, staff = await _is(tx, require_clerk), await _is(tx, require_worker)
    return Worker(row.id, me.id, me.name, me.language, clerk, staff, row.seen_at < tx.now - SEEN_EVERY)


async def seen(tx: World, login: int) -> None:
    """Notes that somebody is still at the desk."""
    await tx.work.execute(update(logins).where(logins.c.id == login).values(seen_at=tx.now))


async def end(tx: World, login: int) -> None:
    """Ends one session."""
    await tx.work.execute(update(logins).where(logins.c.id == login).values(ended_at=tx.now))


async def numbered(work: Work, number: int) -> Contact | None:
    """The contact with this number, whether or not they can still be told something."""
    who = select(*CONTACT).join(people, people.c.id == contacts.c.person_id)
    row = await work.one(who.where(contacts.c.id == number))
    return None if row is None else contact_of(row)


def _usable(tx: World, token: str) -> ColumnElement[bool]:
    mine = logins.c.link_hash == tx.secrecy.blind("desk link", token)
    return mine & logins.c.used_at.is_(None) & logins.c.ended_at.is_(None) & (logins.c.made_at > tx.now - VALID)


async def _may_work(tx: World, contact: int) -> bool:
    """Whether somebody may be at the desk; they are the actor from here on."""
    tx.me = await numbered(tx.work, contact)
    return await _is(tx, require_seat)


async def _is(tx: World, required: Callable[[World], Awaitable[None]]) -> bool:
    """Whether the actor is not refused."""
    try:
        await required(tx)
    except Refused:
        return False
    return True
