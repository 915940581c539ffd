"""Lists of pupils that schools send: read aside and shown, taken onto the drive's list only once confirmed."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from sqlalchemy import delete, func, select, update

from bot.chat.kind import File
from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.lists.job import ListJob, ListSummary
from bot.lists.shape import Days
from bot.messages import Lane, Outgoing
from bot.programme.people.contacts import reachable
from bot.programme.people.leaving import Leaving, on_leaving
from bot.programme.people.roles import require
from bot.programme.plan import Plan
from bot.programme.students.eligibility import helped_school, student_terms
from bot.programme.world import World
from bot.storage import outbox
from bot.storage.ids import new_id
from bot.storage.rows.student_lists import StoredList
from bot.storage.tables import list_imports, list_rows

CHANNEL: Final = "student_list"
"""The reader's, which takes its jobs out of the outbox."""
ROLE: Final = "school_contact"
OPEN: Final = ("reading", "asking", "read", "taking")


class ListNews(msgspec.Struct, frozen=True):
    """What is kept of a list besides its rows: the list at a glance, and what was said for rows that leave it out."""

    summary: ListSummary | None = None
    household: str = ""
    needs: str = ""


class ListAtHand(msgspec.Struct, frozen=True):
    """A list that waits for a yes, as its sender has to know it."""

    name: str
    new: int
    changed: int
    without_household: int
    without_needs: int
    households: dict[str, dict[str, str]]


@deed("lists.give")
async def give_list(tx: World, *, school: int, file: File, consent: str) -> None:
    """Has a list read; what is in it is shown before anybody is put on the list."""
    await _write(tx, school, consent, file=file.ref, name=file.name)


@deed("lists.paste")
async def paste_list(tx: World, *, school: int, text: str, consent: str) -> None:
    """The same for rows that were pasted."""
    await _write(tx, school, consent, pasted=text)


@deed("lists.keep_paper")
async def keep_paper(tx: World, *, school: int, photo: File) -> None:
    """Keeps the picture of a list on paper, as proof of what is then typed in pupil by pupil."""
    await require(tx, school, ROLE)
    _add(tx, new_id(), school, "paper", "paper", file=photo.ref, name=photo.name)


@fact("lists.at_hand")
async def list_at_hand(tx: World, *, number: int) -> ListAtHand | None:
    """A list of the actor's school that was read and waits; None for any other."""
    row = await find_list(tx, number)
    if row is None or row.status != "read":
        return None
    await require(tx, row.school_id, ROLE)
    mine = (list_rows.c.list_id == row.id) & (list_rows.c.outcome.in_(("new", "changed")))
    counted = select(list_rows.c.outcome, list_rows.c.lacks, func.count()).where(mine)
    counts = await tx.work.rows(counted.group_by(list_rows.c.outcome, list_rows.c.lacks))

    def number_of(outcome: str, lack: str = "") -> int:
        return sum(count for what, lacks, count in counts if what == outcome and lack in lacks)

    terms = await student_terms(tx)
    return ListAtHand(
        row.name,
        number_of("new"),
        number_of("changed"),
        number_of("new", "household") if terms.households else 0,
        0 if only_need(tx.plan) else number_of("new", "needs"),
        terms.households,
    )


@deed("lists.take")
async def take_list(tx: World, *, number: int, household: str, needs: str) -> None:
    """Puts those who are new on the list, and writes down what has changed of those who are on it already.

    `household` and `needs` (device, line, both) are for those of whom the list does not tell.
    """
    row = await _at_hand(tx, number, "read")
    at_hand = await list_at_hand(tx, number=number)
    assert at_hand is not None
    if (at_hand.without_household and household not in at_hand.households) or (
        at_hand.without_needs and needs not in ("device", "line", "both")
    ):
        raise Refused(_("Please say what counts for the pupils of whom the list does not tell it."))
    news = msgspec.structs.replace(news_of(row), household=household, needs=only_need(tx.plan) or needs)
    count = int((await tx.work.one(select(func.count()).where(list_rows.c.list_id == row.id)))[0])
    await _change(tx, row.id, status="taking", found=msgspec.json.encode(news).decode())
    await lay(tx, row, "take", count=count)


@deed("lists.drop")
async def drop_list(tx: World, *, number: int) -> None:
    """Puts nobody of a list on the list, and forgets it."""
    row = await _at_hand(tx, number, "read", "asking")
    await settle(tx, row, "dropped")


@deed("lists.answer")
async def answer_list(tx: World, *, number: int, days: str) -> None:
    """Has a list read on once its sender has said what a program or a font left open; `days` is empty for a font."""
    row = await _at_hand(tx, number, "asking")
    said: Days = "exchanged" if days == "exchanged" else "as told" if days == "as told" else ""
    await _change(tx, row.id, status="reading", days=said or row.days)
    await lay(tx, row, "look", days=said or msgspec.convert(row.days, Days), font_right=True)


@on_leaving
async def pass_lists(tx: World, leaving: Leaving) -> None:
    """Lists that a school's contact had sent and not settled are the successor's."""
    if leaving.role == ROLE and leaving.successor is not None:
        mine = (list_imports.c.contact_id == leaving.contact) & (list_imports.c.school_id == leaving.unit)
        open_ = mine & list_imports.c.status.in_(OPEN)
        await tx.work.execute(update(list_imports).where(open_).values(contact_id=leaving.successor))


def only_need(plan: Plan) -> str:
    """What a child lacks of whom nothing is said, in a drive that gives only devices, or only connections."""
    lacks = set(plan.students.lacks if plan.students else ())
    return "device" if lacks == {"device"} else "line" if lacks == {"connection"} else ""


def news_of(row: StoredList) -> ListNews:
    """What is kept of a list besides its rows."""
    return msgspec.json.decode(row.found, type=ListNews) if row.found else ListNews()


async def find_list(tx: World, number: int) -> StoredList | None:
    """A list of the drive."""
    mine = (list_imports.c.id == number) & (list_imports.c.drive == tx.drive)
    found: StoredList | None = await tx.work.one(select(list_imports).where(mine))
    return found


async def settle(tx: World, row: StoredList, status: Literal["taken", "dropped", "failed"]) -> None:
    """Ends a list: its file and what was pasted are forgotten, and its rows but for those that wait to be looked at."""
    await _change(tx, row.id, status=status, settled_at=tx.now, pasted="")
    gone = list_rows.c.list_id == row.id
    if status == "taken":
        gone &= list_rows.c.outcome != "likely"
    await tx.work.execute(delete(list_rows).where(gone))
    await lay(tx, row, "forget")


async def lay(
    tx: World,
    row: StoredList,
    todo: Literal["look", "annotate", "take", "forget"],
    *,
    days: Days = "",
    font_right: bool = False,
    count: int = 0,
) -> None:
    """Lays a job for the reader into the outbox."""
    sender = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    job = ListJob(
        list=row.id,
        drive=row.drive,
        chat=sender.address if sender else "",
        zone=tx.plan.time_zone,
        todo=todo,
        file=row.file,
        name=row.name,
        text=row.pasted if todo in ("look", "annotate") else "",
        days=days,
        font_right=font_right,
        count=count,
    )
    message = Outgoing(
        id=new_id(),
        channel=CHANNEL,
        chat=str(row.id),
        lane=Lane.NOTICE,
        text="",
        document=msgspec.to_builtins(job),
    )
    outbox.lay(tx.work, message)
    tx.out.append(message)


async def _write(tx: World, school: int, consent: str, *, file: str = "", name: str = "", pasted: str = "") -> None:
    await require(tx, school, ROLE)
    await helped_school(tx, school)
    if consent not in ("paper", "spoken", "column"):
        raise Refused(_("Without the guardian's consent a pupil cannot be put on the list."))
    number = new_id()
    _add(tx, number, school, consent, "reading", file=file, name=name, pasted=pasted)
    row = await find_list(tx, number)
    assert row is not None
    await lay(tx, row, "look")


def _add(
    tx: World, number: int, school: int, consent: str, status: str, *, file: str = "", name: str = "", pasted: str = ""
) -> None:
    tx.work.add(
        list_imports,
        id=number,
        drive=tx.drive,
        school_id=school,
        contact_id=tx.actor.id,
        file=file,
        name=name,
        pasted=pasted,
        consent=consent,
        days="",
        digest="",
        status=status,
        found=None,
        annotated="",
        made_at=tx.now,
        settled_at=None,
    )


async def _at_hand(tx: World, number: int, *statuses: str) -> StoredList:
    """A list in one of these states that the actor may settle; raises Refused."""
    row = await find_list(tx, number)
    if row is None or row.status not in statuses:
        raise Refused(_("This list is settled already."))
    await require(tx, row.school_id, ROLE)
    return row


async def _change(tx: World, number: int, **values: object) -> None:
    await tx.work.execute(update(list_imports).where(list_imports.c.id == number).values(**values))
