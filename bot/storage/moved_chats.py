"""A chat that has another id from now on: its contact goes along with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Index,
    Table,
    UniqueConstraint,
    and_,
    delete,
    func,
    select,
    update,
)

from bot.storage.tables import contacts, metadata, outbox, people, roles, talks
from bot.storage.work import Work


def _naming(whom: Table) -> list[Column[int]]:
    """The columns of all tables that name a row of one."""
    return [column for table in metadata.sorted_tables for column in table.c if column.references(whom.c.id)]


_CONTACTS: Final = _naming(contacts)
_PEOPLE: Final = [column for column in _naming(people) if column.table is not contacts]


async def move(work: Work, channel: str, old: str, new: str) -> None:
    """Gives a chat its new id, in its contact and in all that still waits for it; a second time it does nothing.

    Where somebody was heard at the new id before, there are two contacts: the new one takes over whatever names the
    old one, which ends.
    """
    if old == new:
        return
    queued = (outbox.c.channel == channel) & (outbox.c.chat == old) & (outbox.c.state == "queued")
    await work.execute(update(outbox).where(queued).values(chat=new))
    addresses = {f"{channel}:{chat}": chat for chat in (old, new)}
    known = select(contacts.c.chat, contacts.c.id, contacts.c.person_id).where(contacts.c.address.in_(addresses))
    found = {chat: (contact, person) for chat, contact, person in await work.rows(known)}
    if old in found and new in found:
        await _join(work, *found[old], *found[new])
    elif old in found:
        change = update(contacts).where(contacts.c.id == found[old][0])
        await work.execute(change.values(address=f"{channel}:{new}", chat=new))


async def _join(work: Work, old: int, person: int, new: int, newer: int) -> None:
    """Makes one contact of two, and one person, the older one."""
    if person != newer:
        await work.execute(update(contacts).where(contacts.c.person_id == newer).values(person_id=person))
        for column in _PEOPLE:
            await work.execute(update(column.table).where(column == newer).values({column.name: person}))
    open_ones = select(func.count()).select_from(talks).where(talks.c.contact_id == new, talks.c.status == "open")
    if (await work.one(open_ones))[0]:
        behind = update(talks).where(talks.c.contact_id == old, talks.c.status == "open")
        await work.execute(behind.values(status="aside", silent_at=None))
    for column in _CONTACTS:
        for row, twin, alike in _twins(column):
            if column.table is roles:  # of a role that ended and one that goes on the latter is kept
                lapsed = select(row.c.id).join(twin, alike).where(row.c.contact_id == new, twin.c.contact_id == old)
                lapsed = lapsed.where(row.c.ended_at.is_not(None), twin.c.ended_at.is_(None))
                await work.execute(delete(roles).where(roles.c.id.in_(lapsed)))
            double = select(row.c.id).join(twin, alike).where(row.c[column.name] == old, twin.c[column.name] == new)
            await work.execute(delete(column.table).where(column.table.c.id.in_(double)))
        await work.execute(update(column.table).where(column == old).values({column.name: new}))
    await work.execute(delete(contacts).where(contacts.c.id == old))
    if person != newer:
        await work.execute(delete(people).where(people.c.id == newer))


def _twins(column: Column[int]) -> Iterator[tuple[FromClause, FromClause, ColumnElement[bool]]]:
    """For each rule that lets a contact have something once: two rows of the table, and when they are that."""
    table = column.table
    rules: list[UniqueConstraint | Index] = [one for one in table.indexes if one.unique]
    rules += [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for rule in rules:
        others = [one.name for one in rule.columns if one is not column]
        if others and column in rule.columns.values():
            row, twin = table.alias(), table.alias()
            yield row, twin, and_(*(row.c[name].is_not_distinct_from(twin.c[name]) for name in others))
