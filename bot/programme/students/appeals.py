"""Objections: kept while the plan lets people object, answered by those who decided, and the answer is told.

Whatever else may be objected to, an order for example, is entered by its own subject, see `objectionable`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

import msgspec
from sqlalchemy import delete, select, update

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer, Refused, deed, fact
from bot.programme.codes import shown
from bot.programme.people.contacts import holders, reachable
from bot.programme.people.roles import held_by, require
from bot.programme.people.units import organiser_unit
from bot.programme.students.areas import ENTRIES, KEEPERS, EntrySeen, entry_seen
from bot.programme.students.particulars import revealed
from bot.programme.students.reviewers import posts_of_actor, responsible, reviewers_of
from bot.programme.students.steps import reviews
from bot.programme.students.trail import note, note_seen
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import appeals, approvals, contacts, people, students
from bot.storage.talks import Contact

About = Literal["rejected", "order"]
SCHOOLS: Final = ("school_contact",)
LEAST_WORDS: Final = 5
LONGEST_WORDS: Final = 600
MOST: Final = 200
"""So many of a school's entries are looked through for what may be objected to."""
NOT_NOW: Final = _("There is nothing to object to about this pupil now.")


class ObjectionTime(NamedTuple):
    """From when until when somebody may object."""

    since: datetime
    until: datetime


Windows = Callable[[World, EntrySeen], Awaitable[ObjectionTime | None]]
_windows: dict[About, Windows] = {}


def objectionable(about: About) -> Callable[[Windows], Windows]:
    """Enters when somebody may object to a thing about an entry, once each time; None: not now."""

    def enter(call: Windows) -> Windows:
        _windows[about] = call
        return call

    return enter


class Objectionable(msgspec.Struct, frozen=True):
    """What a school may object to about one of its entries, and until when; `reason` why it was rejected."""

    code: str
    given_name: str
    about: About
    until: datetime
    reason: str


class AppealSeen(msgspec.Struct, frozen=True):
    """An objection as those who answer it see it; `left` counts the others behind it."""

    number: int
    code: str
    name: str
    class_name: str
    school: str
    about: About
    words: str
    by: str
    at: datetime
    reason: str
    left: int


@objectionable("rejected")
async def rejection_window(tx: World, row: EntrySeen) -> ObjectionTime | None:
    """So many hours after an entry was rejected."""
    if row.status != "rejected" or row.step_at is None or tx.plan.students is None:
        return None
    return ObjectionTime(row.step_at, row.step_at + timedelta(hours=tx.plan.students.objection_hours))


@fact("students.objectionable")
async def my_objectionables(tx: World, *, code: str = "") -> list[Objectionable]:
    """What the actor's schools may object to now: about one entry, or about all of theirs, the rejected ones first."""
    if code:
        row = await entry_seen(tx, code)
        await require(tx, row.school_id, *SCHOOLS)
        rows: Sequence[EntrySeen] = [row]
    else:
        mine = [one.unit for one in await held_by(tx, tx.actor.person_id) if one.role in SCHOOLS]
        theirs = (students.c.drive == tx.drive) & students.c.school_id.in_(mine)
        settled = ENTRIES.where(theirs, students.c.status.in_(("rejected", "approved")))
        rejected = students.c.status == "rejected"
        rows = await tx.work.rows(settled.order_by(rejected.desc(), students.c.id.desc()).limit(MOST))
    found = []
    for row in rows:
        known = revealed(tx, row)
        for about, until in await _open_windows(tx, row):
            found.append(Objectionable(row.code, known.given_name if known else "–", about, until, row.reason or ""))
    return found


async def _open_windows(tx: World, row: EntrySeen) -> list[tuple[About, datetime]]:
    """What may be objected to about an entry now, and nobody has objected to yet, each with its end."""
    made = await tx.work.rows(select(appeals).where(appeals.c.student_id == row.id))
    found: list[tuple[About, datetime]] = []
    for about, windows in _windows.items():
        window = await windows(tx, row)
        if window is None or tx.now >= window.until:
            continue
        mine = [one for one in made if one.about == about]
        if not any(one.state == "open" or one.made_at >= window.since for one in mine):
            found.append((about, window.until))
    return found


@deed("students.appeal")
async def appeal(tx: World, *, code: str, about: About, words: str) -> str:
    """Objects to something about an entry of the actor's school; whoever has to answer hears of it at once."""
    row = await entry_seen(tx, code)
    await require(tx, row.school_id, *SCHOOLS)
    if about not in dict(await _open_windows(tx, row)):
        raise Refused(NOT_NOW)
    said = " ".join(words.split())[:LONGEST_WORDS]
    if len(said) < LEAST_WORDS:
        raise Refused(_("Please say in a few words why."))
    step = row.step if about == "rejected" else None
    tx.work.add(
        appeals,
        id=new_id(),
        drive=tx.drive,
        student_id=row.id,
        contact_id=tx.actor.id,
        about=about,
        step=step,
        words=said,
        state="open",
        answer=None,
        answered_by=None,
        answered_at=None,
        made_at=tx.now,
    )
    note(tx, row.id, "appealed", about=about)
    told = _("✋ {school} objects about {code}. Please read it and answer.", school=row.school, code=shown(row.code))
    for contact in await answerers(tx, row, step):
        tx.tell(contact, [told], offers=[Offer(_("✋ Objections"), "/answer_appeals")])
    return row.code


async def answerers(tx: World, row: EntrySeen, step: str | None) -> list[Contact]:
    """Who answers an objection: whoever reviews at that step, for the organiser its staff."""
    at = next((one for one in reviews(tx.plan) if one.key == step), None)
    parts = await responsible(tx, at, row.school_id) if at is not None else []
    if not parts:
        return await holders(tx, (await organiser_unit(tx)).id, KEEPERS)
    found = [contact for part in parts for contact in await reviewers_of(tx, part)]
    return list({contact.id: contact for contact in found}.values())


@fact("students.next_appeal")
async def next_appeal(tx: World, *, after: int = 0) -> AppealSeen | None:
    """The oldest objection behind a number that the actor may answer; refuses whoever never does."""
    waiting = [one for one in await waiting_appeals(tx) if one.id > after]
    if not waiting:
        return None
    row = waiting[0]
    entry: EntrySeen = await tx.work.one(ENTRIES.where(students.c.id == row.student_id))
    known = revealed(tx, entry)
    await note_seen(tx, [entry.id])
    return AppealSeen(row.id, entry.code, known.name if known else "–", known.class_name if known else "–",
                      entry.school, row.about, row.words, row.by, row.made_at, entry.reason or "",
                      len(waiting) - 1)  # fmt: skip


async def waiting_appeals(tx: World) -> list[Any]:
    """The open objections that the actor may answer, the oldest first, each with the name of whoever objects."""
    posts = await posts_of_actor(tx) or []
    held = await held_by(tx, tx.actor.person_id)
    organiser = await organiser_unit(tx)
    keeps = any(one.role in KEEPERS and organiser.path.startswith(one.path) for one in held)
    if not (posts or keeps):
        raise Refused(_("Only those who review the lists answer objections."))
    rows = await tx.work.rows(
        select(appeals, people.c.name.label("by"), students.c.code)
        .join(students, students.c.id == appeals.c.student_id)
        .join(contacts, contacts.c.id == appeals.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(appeals.c.drive == tx.drive, appeals.c.state == "open")
        .order_by(appeals.c.id)
    )
    entries = ENTRIES.where(students.c.id.in_([row.student_id for row in rows]))
    paths = {one.id: one.path for one in await tx.work.rows(entries)}
    return [
        row
        for row in rows
        if keeps or any(post.part.step.key == row.step and post.part.covers(paths[row.student_id]) for post in posts)
    ]


@deed("students.answer_appeal")
async def answer_appeal(tx: World, *, number: int, upheld: bool, words: str) -> str:
    """Answers an objection: one that is right puts a rejected entry before its step again. Whoever objected is told."""
    row = next((one for one in await waiting_appeals(tx) if one.id == number), None)
    if row is None:
        raise Refused(_("Somebody else has answered this objection in the meantime."))
    said = " ".join(words.split())[:LONGEST_WORDS]
    if len(said) < LEAST_WORDS:
        raise Refused(_("Please say in a few words why."))
    entry: EntrySeen = await tx.work.one(ENTRIES.where(students.c.id == row.student_id))
    state = "upheld" if upheld else "denied"
    done = {"state": state, "answer": said, "answered_by": tx.actor.id, "answered_at": tx.now}
    await tx.work.execute(update(appeals).where(appeals.c.id == row.id).values(**done))
    note(tx, entry.id, "answered", about=row.about, verdict=state, why=said)
    if upheld and row.about == "rejected" and entry.status == "rejected":
        at_step = (approvals.c.student_id == entry.id) & (approvals.c.step == entry.step)
        await tx.work.execute(delete(approvals).where(at_step))
        again = {"status": "listed", "step_at": tx.now, "reason": None}
        await tx.work.execute(update(students).where(students.c.id == entry.id).values(**again))
    for contact in (await reachable(tx, [row.contact_id])).values():
        tx.tell(
            contact, _answer(entry.code, row.about, upheld, said), offers=[Offer(_("📋 My pupils"), "/my_students")]
        )
    return entry.code


def _answer(code: str, about: str, upheld: bool, words: str) -> list[Phrase | str]:
    lines: list[Phrase | str] = [_("✋ Your objection about {code} is answered.", code=shown(code))]
    if upheld and about == "rejected":
        lines.append(_("It was right: the pupil is on the list again and is reviewed anew."))
    elif upheld:
        lines.append(_("It was right: the organiser puts it in order."))
    else:
        lines.append(_("It was not followed."))
    return [*lines, _("“{why}”", why=words)]
