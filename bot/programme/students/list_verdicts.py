"""What came of each row of a list, page by page, in the words of its sender's language."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import select

from bot import texts
from bot.chat.phrase import _
from bot.lists.shape import RowVerdict
from bot.programme.people.contacts import reachable
from bot.programme.students.list_findings import TONES, sentence
from bot.programme.students.list_rows import KeptRow
from bot.programme.world import World
from bot.storage.rows.student_lists import StoredList
from bot.storage.tables import list_imports, list_rows

PAGE: Final = 200
"""Rows at once: so few that nobody's chat waits."""
TITLE: Final = _("Result of the check")
UNTITLED: Final = _("List")


class Verdicts(msgspec.Struct, frozen=True):
    """Some rows' outcomes, what the column and a sheet without a name are called, and the place of the next row."""

    verdicts: list[RowVerdict]
    title: str
    untitled: str
    next: int | None


async def verdicts_of(tx: World, number: int, place: int) -> Verdicts:
    """What came of a list's rows from a place on."""
    row: StoredList = await tx.work.one(select(list_imports).where(list_imports.c.id == number))
    tx.drive = row.drive
    sender = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    language = sender.language if sender else tx.plan.language
    mine = (list_rows.c.list_id == number) & list_rows.c.place.between(place, place + PAGE - 1)
    found = []
    rows = await tx.work.rows(select(list_rows.c.outcome, list_rows.c.secret).where(mine).order_by(list_rows.c.place))
    for outcome, secret in rows:
        kept = msgspec.json.decode(secret, type=KeptRow)
        said = texts.plain(sentence(outcome, kept, tx.plan), language, tx.zone)
        found.append(RowVerdict(kept.pupil.sheet, kept.pupil.row, TONES[outcome], said))
    last = (list_rows.c.list_id == number) & (list_rows.c.place >= place + PAGE)
    more = await tx.work.one(select(list_rows.c.id).where(last).limit(1))
    title, untitled = (texts.plain(one, language, tx.zone) for one in (TITLE, UNTITLED))
    return Verdicts(found, title, untitled, place + PAGE if more else None)
