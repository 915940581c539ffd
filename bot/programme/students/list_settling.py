"""The rows of a list that may be somebody on the list already: their sender says of each whether it is."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme.people.roles import require
from bot.programme.students.list_rows import KeptRow, entry_of
from bot.programme.students.lists import ROLE, find_list, news_of, only_need
from bot.programme.students.registering import write_down
from bot.programme.world import World
from bot.storage.rows.student_lists import StoredListRow
from bot.storage.tables import list_rows


class LikelyRow(msgspec.Struct, frozen=True):
    """A row to be looked at: what it tells, and the code of the school's own entry that it may be, if it is one's own.

    `lacks` says what it does not tell: household, needs.
    """

    place: int
    name: str
    birth: date
    class_name: str
    code: str
    left: int
    lacks: list[str]


@fact("lists.next_likely")
async def next_likely(tx: World, *, number: int) -> LikelyRow | None:
    """The first row of a list that may be somebody on the list already."""
    row = await find_list(tx, number)
    if row is None:
        return None
    await require(tx, row.school_id, ROLE)
    mine = (list_rows.c.list_id == number) & (list_rows.c.outcome == "likely")
    found: StoredListRow | None = await tx.work.one(select(list_rows).where(mine).order_by(list_rows.c.place).limit(1))
    if found is None:
        return None
    left = int((await tx.work.one(select(func.count()).where(mine)))[0])
    kept = msgspec.json.decode(found.secret, type=KeptRow)
    assert kept.pupil.birth is not None
    code, news = (kept.like[0] if kept.like else ""), news_of(row)
    known = {"household": news.household, "needs": news.needs or only_need(tx.plan)}
    lacks = [one for one in found.lacks.split() if not known[one]]
    return LikelyRow(found.place, kept.pupil.name, kept.pupil.birth, kept.pupil.class_name, code, left, lacks)


@deed("lists.settle_likely")
async def settle_likely(
    tx: World, *, number: int, place: int, answer: Literal["another", "same"], household: str, needs: str
) -> str:
    """Puts the child of a row on the list as another one than who is there, or leaves the row; returns the code."""
    row = await find_list(tx, number)
    if row is None:
        raise Refused(_("This list is settled already."))
    await require(tx, row.school_id, ROLE)
    here = (list_rows.c.list_id == number) & (list_rows.c.place == place)
    found: StoredListRow | None = await tx.work.one(select(list_rows).where(here))
    if found is None or found.outcome != "likely":
        raise Refused(_("This row is settled already."))
    code, outcome = "", "same"
    if answer == "another":
        kept, news = msgspec.json.decode(found.secret, type=KeptRow), news_of(row)
        needs = news.needs or only_need(tx.plan) or needs
        entry = entry_of(kept.pupil, row.consent, news.household or household, needs)
        origin = {"by": "list", "list": str(number), "row": str(kept.pupil.row)}
        code = await write_down(tx, row.school_id, entry, another_child=True, origin=origin)
        outcome = "added"
    await tx.work.execute(update(list_rows).where(list_rows.c.id == found.id).values(outcome=outcome))
    return code
