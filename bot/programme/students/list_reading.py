"""What happens while a list is read and taken, part by part, so that nobody's chat waits for a long one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select, update

from bot.chat.words import Refused
from bot.lists.job import ListSummary
from bot.lists.shape import PupilRow
from bot.messages import Incoming
from bot.programme.calendar.occasions import occasion
from bot.programme.people.contacts import reachable
from bot.programme.people.roles import require
from bot.programme.students import list_news
from bot.programme.students.correcting import was_reviewed
from bot.programme.students.eligibility import helped_school, level_at
from bot.programme.students.likely_in_bulk import likely_ones
from bot.programme.students.likeness import Features, alike
from bot.programme.students.list_rows import KeptRow, OwnEntry, RowJudged, entry_of, fitted, judged, same_child
from bot.programme.students.lists import ROLE, ListNews, find_list, lay, news_of, settle
from bot.programme.students.particulars import hidden, revealed
from bot.programme.students.probing import may_be_told_of
from bot.programme.students.registering import Found, enter
from bot.programme.students.students import begin_review
from bot.programme.students.trail import note
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.student_lists import StoredList, StoredListRow
from bot.storage.tables import list_imports, list_rows, students


@occasion("list_rows_read")
async def rows_read(tx: World, happened: Incoming) -> None:
    """Holds some rows against the drive's list, and keeps what came of it until their sender decides."""
    row = await _list(tx, happened)
    if row is None or row.status != "reading":
        return
    tx.me = (await reachable(tx, [row.contact_id])).get(row.contact_id)  # whoever asks by sending a list
    today = tx.now.astimezone(tx.zone).date()
    rows = [fitted(one, tx.plan, today, row.consent) for one in msgspec.convert(happened.about["rows"], list[PupilRow])]
    for place, (one, _there) in zip(happened.about["places"], await _judged(tx, row.school_id, rows), strict=True):
        tx.work.add(
            list_rows,
            id=new_id(),
            list_id=row.id,
            place=place,
            outcome=one.outcome,
            lacks=_lacks(one.kept.pupil),
            secret=msgspec.json.encode(one.kept).decode(),
        )


@occasion("list_asks")
async def list_asks(tx: World, happened: Incoming) -> None:
    """Asks the sender what nobody else can know: whether the font, and the days, are read rightly."""
    row = await _list(tx, happened)
    if row is not None and row.status == "reading":
        summary = msgspec.convert(happened.about["summary"], ListSummary)
        await _change(tx, row, status="asking")
        await list_news.ask(tx, row, summary)


@occasion("list_read")
async def list_read(tx: World, happened: Incoming) -> None:
    """Every row is known: the list goes back to the reader, to have what came of each written beside it."""
    row = await _list(tx, happened)
    if row is None or row.status != "reading":
        return
    summary = msgspec.convert(happened.about["summary"], ListSummary)
    digest = tx.secrecy.blind("list", summary.digest).hex()
    news = ListNews(msgspec.structs.replace(summary, digest=""))
    await _change(tx, row, status="read", digest=digest, found=msgspec.json.encode(news).decode())
    await lay(tx, row, "annotate")


@occasion("list_annotated")
async def list_annotated(tx: World, happened: Incoming) -> None:
    """Shows the sender what came of the list, with the file that tells it row by row."""
    row = await _list(tx, happened)
    if row is not None and row.status == "read":
        file = str(happened.about["file"])
        await _change(tx, row, annotated=file)
        earlier = await _same_file(tx, row)
        await list_news.show(tx, row, news_of(row), await counts(tx, row.id), file, earlier)


@occasion("list_failed")
async def list_failed(tx: World, happened: Incoming) -> None:
    """Tells why a list could not be read, and what to do."""
    row = await _list(tx, happened)
    if row is not None and row.status in ("reading", "read", "taking"):
        await settle(tx, row, "failed")
        await list_news.failed(tx, row, str(happened.about["why"]))


@occasion("list_part_taken")
async def part_taken(tx: World, happened: Incoming) -> None:
    """Takes some rows of a list onto the drive's list."""
    row = await _list(tx, happened)
    if row is None or row.status != "taking":
        return
    first, until = happened.about["first"], happened.about["until"]
    part = (list_rows.c.list_id == row.id) & list_rows.c.place.between(first, until - 1)
    waiting = select(list_rows).where(part, list_rows.c.outcome.in_(("new", "changed"))).order_by(list_rows.c.place)
    if await _speaks(tx, row):
        await _take(tx, row, list(await tx.work.rows(waiting)))


@occasion("list_taken")
async def list_taken(tx: World, happened: Incoming) -> None:
    """Tells the sender what came of it."""
    row = await _list(tx, happened)
    if row is not None and row.status == "taking":
        found = await counts(tx, row.id)
        await settle(tx, row, "taken")
        await list_news.taken(tx, row, found)


async def counts(tx: World, number: int) -> dict[str, int]:
    """How many rows of a list are what."""
    counted = select(list_rows.c.outcome, func.count()).where(list_rows.c.list_id == number)
    return {what: int(count) for what, count in await tx.work.rows(counted.group_by(list_rows.c.outcome))}


async def _judged(tx: World, school: int, rows: Sequence[PupilRow]) -> list[tuple[RowJudged, Sequence[Found]]]:
    """What these rows are by the drive's list as it is now, and who on it may be the same child, told or not."""
    whole = [one for one in rows if not one.flaws]
    there = await likely_ones(tx, [_features(one) for one in whole])
    others = [[one.id for one in found if one.school != school] for found in there]
    may = await may_be_told_of(tx, others) if tx.me is not None else [not one for one in others]
    found = {
        id(one): [entry for entry in known if told or entry.school == school]
        for one, known, told in zip(whole, there, may, strict=True)
    }
    all_of_them = dict(zip(map(id, whole), there, strict=True))
    same = {id(one): entry for one in whole if (entry := same_child(one, school, found[id(one)])) is not None}
    known = await _own(tx, [entry.id for entry in same.values()])

    def own(one: PupilRow) -> OwnEntry | None:
        return known.get(same[id(one)].id) if id(one) in same else None

    return [(judged(one, school, found.get(id(one), []), own(one)), all_of_them.get(id(one), ())) for one in rows]


async def _take(tx: World, row: StoredList, waiting: Sequence[StoredListRow]) -> None:
    """Adds who is new, changes who has changed; who has meanwhile become like somebody on the list waits to be seen."""
    kept = [msgspec.json.decode(one.secret, type=KeptRow) for one in waiting]
    again = await _judged(tx, row.school_id, [one.pupil for one in kept])
    entered: list[Features] = []
    news = news_of(row)
    _school, levels = await helped_school(tx, row.school_id)
    for one, (now, there) in zip(waiting, again, strict=True):
        pupil, outcome = now.kept.pupil, now.outcome
        if outcome == "new" and any(alike(_features(pupil), before) for before in entered):
            outcome = "likely"
        origin = {"by": "list", "list": str(row.id), "row": str(pupil.row)}
        if outcome == "new":
            entry = entry_of(pupil, row.consent, news.household, news.needs)
            level = level_at(levels, entry.class_name, entry.birth, tx.today)
            enter(tx, row.school_id, entry, level, origin, there)
            entered.append(_features(pupil))
            outcome = "added"
        elif outcome == "changed" and now.student is not None:
            outcome = "updated" if await _amend(tx, now.student, now.kept, levels, origin) else "known"
        secret = msgspec.json.encode(now.kept).decode()
        values = {"outcome": outcome, "secret": secret}
        await tx.work.execute(update(list_rows).where(list_rows.c.id == one.id).values(**values))


async def _amend(tx: World, student: int, kept: KeptRow, levels: Sequence[str], origin: dict[str, str]) -> bool:
    """Writes into the school's own entry what a row tells otherwise; not once it is approved.

    What reviewers decide by goes through their hands again, as where it is corrected in the chat.
    """
    row = await tx.work.one(select(students).where(students.c.id == student))
    known = revealed(tx, row)
    if known is None or row.status not in ("listed", "returned"):
        return False
    new = {field: pair[1] for field, pair in kept.changes.items()}
    told = {field: new[field] for field in ("class_name", "guardian", "phone") if field in new}
    amended = msgspec.structs.replace(known, **told)
    values = hidden(tx, student, amended)
    values["level"] = level_at(levels, amended.class_name, amended.birth, tx.today)
    if "household" in new:
        values["household"] = new["household"]
    if "needs" in new:
        values |= {"needs_device": new["needs"] != "line", "needs_line": new["needs"] != "device"}
    await tx.work.execute(update(students).where(students.c.id == student).values(**values))
    for field, (old, told_now) in kept.changes.items():
        answer = {"needs": "lack"}.get(field, field)
        note(tx, student, "changed", **origin, answer=answer, old=old, new=told_now)
    if {"household", "needs"} & new.keys() and await was_reviewed(tx, row):
        await begin_review(tx, student)
    return True


async def _own(tx: World, ids: Sequence[int]) -> dict[int, OwnEntry]:
    """The school's own entries by their numbers, as rows are compared with them."""
    if not ids:
        return {}
    rows = await tx.work.rows(select(students).where(students.c.id.in_(ids)))
    known = {row.id: (row, revealed(tx, row)) for row in rows}
    return {
        number: OwnEntry(particulars, row.household, row.needs_device, row.needs_line)
        for number, (row, particulars) in known.items()
        if particulars is not None
    }


async def _speaks(tx: World, row: StoredList) -> bool:
    """Lets the sender of a list do what is done in their name; False where they may not any more."""
    tx.me = (await reachable(tx, [row.contact_id])).get(row.contact_id)
    try:
        if tx.me is not None:
            await require(tx, row.school_id, ROLE)
            await helped_school(tx, row.school_id)
            return True
    except Refused:
        tx.me = None
    await settle(tx, row, "dropped")
    return False


async def _same_file(tx: World, row: StoredList) -> StoredList | None:
    """The last list of the school that was taken and had the very same bytes."""
    mine = (list_imports.c.school_id == row.school_id) & (list_imports.c.digest == row.digest)
    taken = select(list_imports).where(mine, list_imports.c.status == "taken").order_by(list_imports.c.id.desc())
    found: StoredList | None = await tx.work.one(taken.limit(1))
    return found


async def _list(tx: World, happened: Incoming) -> StoredList | None:
    tx.drive = happened.about["drive"]
    return await find_list(tx, happened.about["list"])


async def _change(tx: World, row: StoredList, **values: object) -> None:
    await tx.work.execute(update(list_imports).where(list_imports.c.id == row.id).values(**values))


def _features(row: PupilRow) -> Features:
    assert row.birth is not None
    return Features(row.name, row.birth, row.phone, row.guardian)


def _lacks(row: PupilRow) -> str:
    """What is to be said for a row once it is taken."""
    lacks = [] if row.household else ["household"]
    return " ".join([*lacks, *([] if row.device is not None or row.line is not None else ["needs"])])
