"""The figures at the end, read from the bot's own books."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
from sqlalchemy import func, select

from bot.programme.calendar.periods import periods
from bot.programme.ledger import tallies as tally_facts
from bot.programme.ledger.tallies import Sum
from bot.programme.reporting.unit_reports import reported, unit_reports
from bot.programme.students import students as student_facts
from bot.programme.world import World
from bot.storage.tables import contacts, inbox, outbox, pledge_goods, pledges, reminders, reports, students, units


class BookedPledge(msgspec.Struct, frozen=True):
    """A pledge as the books have it."""

    chat: str
    code: str
    status: str
    minor: int
    currency: str
    vnd: int
    goods: dict[str, int]


class Week(msgspec.Struct, frozen=True):
    """The reports of one period: names of units."""

    key: str
    due: str
    in_time: list[str]
    late: list[str]
    missing: list[str]
    differing: list[str]  # units that report other figures than the books' own


class Books(msgspec.Struct, frozen=True):
    """Everything that can be counted. `reminders` by what became of them and why."""

    pledges: list[BookedPledge]
    totals: dict[str, Sum]
    names: dict[str, dict[str, str]]
    students: tuple[int, int, int]
    student_codes: dict[str, str]
    weeks: list[Week]
    reminders: dict[tuple[str, str, str], int]  # sort, state, why
    reminded_after_report: list[str]
    digests: dict[str, int]
    set_aside: int
    undelivered: int


async def read_books(tx: World) -> Books:
    """Reads them all in one view."""
    return Books(
        pledges=await _pledges(tx),
        totals=await tally_facts.totals(tx),
        names={item.key: item.name for item in tx.plan.catalogue},
        students=await student_facts.counts(tx),
        student_codes={row.code: row.status for row in await tx.work.rows(select(students.c.code, students.c.status))},
        weeks=await _weeks(tx),
        reminders=await _reminders(tx),
        reminded_after_report=await _reminded_after_report(tx),
        digests=await _digests(tx),
        set_aside=await _count(tx, inbox, inbox.c.state == "dead"),
        undelivered=await _count(tx, outbox, outbox.c.state == "queued"),
    )


async def _count(tx: World, table: Any, which: Any) -> int:
    return int((await tx.work.one(select(func.count()).select_from(table).where(which)))[0])


async def _pledges(tx: World) -> list[BookedPledge]:
    goods: dict[int, Counter[str]] = {}
    for goods_row in await tx.work.rows(select(pledge_goods.c.pledge_id, pledge_goods.c.item, pledge_goods.c.count)):
        goods.setdefault(goods_row[0], Counter())[goods_row[1]] += goods_row[2]
    statement = (
        select(pledges.c.id, contacts.c.chat, pledges.c.code, pledges.c.status, pledges.c.minor, pledges.c.currency,
               pledges.c.vnd)
        .join(contacts, contacts.c.id == pledges.c.contact_id)
        .order_by(pledges.c.id)
    )  # fmt: skip
    return [
        BookedPledge(
            row.chat,
            row.code,
            row.status,
            row.minor or 0,
            row.currency or "",
            row.vnd or 0,
            dict(goods.get(row.id, {})),
        )
        for row in await tx.work.rows(statement)
    ]


async def _weeks(tx: World) -> list[Week]:
    found = []
    statement = select(reports.c.period, units.c.name, reports.c.made_at).join(units, units.c.id == reports.c.unit_id)
    made = {(period, name): at for period, name, at in await tx.work.rows(statement)}
    for period in periods(tx.plan, tx.now):
        done, missing = await reported(tx, period.key)
        in_time = [name for name in done if made[period.key, name] <= period.due]
        late = [name for name in done if made[period.key, name] > period.due]
        differing = [one.unit for one in await unit_reports(tx, period.key) if one.differing]
        found.append(Week(period.key, f"{period.due:%d/%m/%Y}", in_time, late, missing, differing))
    return found


async def _reminders(tx: World) -> dict[tuple[str, str, str], int]:
    statement = select(reminders.c.occasion, reminders.c.state, reminders.c.why)
    found: Counter[tuple[str, str, str]] = Counter()
    for row in await tx.work.rows(statement):
        found[row.occasion.partition(":")[0], row.state, row.why or ""] += 1
    return dict(sorted(found.items()))


async def _reminded_after_report(tx: World) -> list[str]:
    """Report reminders that were sent although the report was in."""
    unit = "unit:" + reports.c.unit_id.cast(reminders.c.about.type)
    statement = (
        select(reminders.c.occasion, reminders.c.about)
        .join(reports, (reminders.c.about == unit) & reminders.c.occasion.contains(":" + reports.c.period + ":"))
        .where(reminders.c.state == "sent", reminders.c.at > reports.c.made_at)
    )
    return [f"{row.occasion} {row.about}" for row in await tx.work.rows(statement)]


async def _digests(tx: World) -> dict[str, int]:
    statement = (
        select(reminders.c.occasion, func.count())
        .where(reminders.c.about == "digest", reminders.c.state == "sent")
        .group_by(reminders.c.occasion)
    )
    return {occasion.rpartition(":")[2]: count for occasion, count in await tx.work.rows(statement)}
