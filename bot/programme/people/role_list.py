"""Who holds which role in a drive, as its organiser and its operator see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, func, select

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused, fact
from bot.programme.people.role_names import ROLE_NAMES, role_label
from bot.programme.people.roles import require_organiser
from bot.programme.people.unit_names import searchable
from bot.programme.people.units import organiser_unit
from bot.programme.world import World
from bot.storage.tables import contacts, people, roles, talks, units

LEAST_DIGITS: Final = 4
"""Of the short numbers by which people without a name are told apart."""


class Holder(msgspec.Struct, frozen=True):
    """One role that somebody holds; `mine` where it is the asker's own, `seen` when they last spoke with the bot."""

    number: int
    role: str
    unit: str
    name: str
    channel: str
    since: datetime
    mine: bool
    seen: datetime | None = None

    @property
    def label(self) -> Phrase:
        """The role and its unit, as people read it."""
        return role_label(self.role, self.unit)


class Ended(msgspec.Struct, frozen=True):
    """A role that somebody held, and who ended it; nobody's name on the command line."""

    role: str
    unit: str
    name: str
    at: datetime
    by: str


def short_numbers(found: Sequence[Holder]) -> dict[int, str]:
    """By their numbers, the last digits of them, so many that all differ."""
    whole = {one.number: f"{one.number:0{LEAST_DIGITS}}" for one in found}
    size = next(size for size in count(LEAST_DIGITS) if len({text[-size:] for text in whole.values()}) == len(whole))
    return {number: text[-size:] for number, text in whole.items()}


@fact("roles.find")
async def find_holders(tx: World, *, words: str, most: int = 8) -> list[Holder]:
    """Roles whose holder's name, unit or role holds all the words, tone marks or not; only for the organiser."""
    await require_organiser(tx, "manager")
    return (await holders_of_roles(tx, words))[:most]


@fact("roles.others")
async def others_alike(tx: World, *, role: int) -> list[Holder]:
    """Who else holds the same role for the same unit; only for the organiser."""
    await require_organiser(tx, "manager")
    row = await role_of(tx, role)
    alike = (roles.c.role == row.role) & (roles.c.contact_id != row.contact_id)
    return await _holders(tx, alike & roles.c.unit_id.is_not_distinct_from(row.unit_id))


async def holders_of_roles(tx: World, words: str = "") -> list[Holder]:
    """Everybody who holds a role in this drive, by unit, role, then oldest first."""
    wanted = searchable(words).split()
    found = []
    for one in await _holders(tx):
        role = [texts.plain(ROLE_NAMES[one.role], language) for language in texts.LANGUAGES]
        said = searchable(" ".join((one.name, one.unit, *role)))
        if all(word in said for word in wanted):
            found.append(one)
    return found


async def ended_since(tx: World, moment: datetime) -> list[Ended]:
    """The roles that ended after a moment, the latest first."""
    by = contacts.alias("by_contact")
    ender = people.alias("ender")
    rows = await tx.work.rows(
        select(roles, people.c.name.label("person"), ender.c.name.label("ender"),
               func.coalesce(units.c.name, "").label("unit"))
        .join(people, people.c.id == roles.c.person_id)
        .outerjoin(units, units.c.id == roles.c.unit_id)
        .outerjoin(by, by.c.id == roles.c.ended_by)
        .outerjoin(ender, ender.c.id == by.c.person_id)
        .where(roles.c.drive == tx.drive, roles.c.ended_at > moment)
        .order_by(roles.c.ended_at.desc(), roles.c.id)
    )  # fmt: skip
    return [Ended(row.role, row.unit, row.person, row.ended_at, row.ender or "") for row in rows]


async def role_of(tx: World, role: int) -> Any:
    """The row of a role that is held in this drive; raises Refused where there is none."""
    row = await tx.work.one(
        select(roles).where(roles.c.id == role, roles.c.drive == tx.drive, roles.c.ended_at.is_(None))
    )
    if row is None:
        raise Refused(_("Nobody holds this role any more."))
    return row


async def named(tx: World, role: int) -> Holder:
    """A role that is held, with the names that belong to it."""
    [found] = await _holders(tx, roles.c.id == role)
    return found


async def nobody_else(tx: World, row: Any) -> bool:
    """Whether no other person could act for the organiser, were this role gone."""
    mine = (await organiser_unit(tx)).path
    others = (
        select(units.c.path)
        .select_from(roles.outerjoin(units, units.c.id == roles.c.unit_id))
        .where(roles.c.role == row.role, roles.c.drive == tx.drive, roles.c.ended_at.is_(None))
        .where(roles.c.person_id != row.person_id, roles.c.contact_id != row.contact_id)
    )
    return not any(mine.startswith(found or "/") for (found,) in await tx.work.rows(others))


async def _holders(tx: World, where: ColumnElement[bool] | None = None) -> list[Holder]:
    held = (roles.c.drive == tx.drive) & roles.c.ended_at.is_(None)
    rows = await tx.work.rows(
        select(roles, people.c.name.label("person"), contacts.c.channel, func.coalesce(units.c.name, "").label("unit"),
               select(func.max(talks.c.touched_at)).where(talks.c.contact_id == contacts.c.id)
               .scalar_subquery().label("seen"))
        .join(contacts, contacts.c.id == roles.c.contact_id)
        .join(people, people.c.id == roles.c.person_id)
        .outerjoin(units, units.c.id == roles.c.unit_id)
        .where(held if where is None else held & where)
        .order_by(units.c.name, roles.c.role, roles.c.id)
    )  # fmt: skip
    me = tx.me.id if tx.me else 0
    return [Holder(row.id, row.role, row.unit, row.person, row.channel, row.granted_at, row.contact_id == me,
                   row.seen) for row in rows]  # fmt: skip
