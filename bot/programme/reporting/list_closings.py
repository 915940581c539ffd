"""A school says that nobody is left to be listed: the zero, or the last word, of its list, signed by its contact."""

from __future__ import annotations

import msgspec

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme.people.roles import require
from bot.programme.reporting.coverage import SchoolCoverage, coverage
from bot.programme.reporting.deadlines import concerns, mark
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import list_closings


class ListToClose(msgspec.Struct, frozen=True):
    """What a contact signs: how many of a school are on the list, of so many pupils as the plan knows."""

    school: str
    listed: int
    pupils: int | None


@fact("students.list_to_close")
async def list_to_close(tx: World, *, school: int) -> ListToClose:
    """A school's list as it stands; raises Refused for somebody who is not the school's contact."""
    one = await _own(tx, school)
    return ListToClose(one.name, one.listed, one.pupils)


@deed("students.close_list")
async def close_list(tx: World, *, school: int, listed: int, deadline: str = "") -> str:
    """Signs that nobody of a school is left to be listed beside those who are; returns the school's name.

    What was asked for by a deadline of the school's is done with it. Raises Refused where the list has changed since
    it was shown, `listed` being how many were on it then.
    """
    one = await _own(tx, school)
    if one.listed != listed:
        raise Refused(_("The list has changed meanwhile. Please look at it again."))
    if one.state != "signed":
        tx.work.add(
            list_closings, id=new_id(), drive=tx.drive, school_id=school, contact_id=tx.actor.id, at=tx.now,
            listed=listed,
        )  # fmt: skip
    if deadline and await concerns(tx, deadline, school):
        await mark(tx, deadline, school)
    return one.name


async def _own(tx: World, school: int) -> SchoolCoverage:
    await require(tx, school, "school_contact")
    found = next((one for one in await coverage(tx) if one.id == school), None)
    if found is None:
        raise Refused(_("This drive lists no pupils of that school."))
    return found
