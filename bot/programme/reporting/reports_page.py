"""What the units write in their reports, for those who read the digest: some units at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from bot.chat.words import fact
from bot.programme.people.roles import held_by
from bot.programme.reporting.digest import period_of
from bot.programme.reporting.digest_message import READERS
from bot.programme.reporting.unit_reports import UnitReport, period_named, unit_reports
from bot.programme.world import World

AT_ONCE: Final = 2_500
"""Letters, roughly, that are shown in one message; the next unit waits for the next one."""


class ReportsPage(msgspec.Struct, frozen=True):
    """Reports that hold more than figures, from the one asked for on; `following` is where the next page begins."""

    period: str
    due: datetime | None
    done: int
    owing: int
    reports: list[UnitReport]
    following: int | None
    names: dict[str, dict[str, str]]  # of the catalogue's things
    asks: dict[str, dict[str, str]]  # the plan's own fields


@fact("reports.read")
async def reports_page(tx: World, *, period: str = "", first: int = 0) -> ReportsPage | None:
    """A period's reports, by default the last one's that was due; None for somebody who is not to have them."""
    if not READERS & {held.role for held in await held_by(tx, tx.actor.person_id)}:
        return None
    key = period if period and period_named(tx, period) else period_of(tx.plan, tx.now)
    every = await unit_reports(tx, key)
    telling = [one for one in every if one.tells]
    last, letters = max(first, 0), 0
    while last < len(telling) and letters < AT_ONCE:
        letters += _letters(telling[last])
        last += 1
    due = period_named(tx, key)
    return ReportsPage(
        key,
        due.due if due else None,
        sum(one.made_at is not None for one in every),
        len(every),
        telling[max(first, 0) : last],
        last if last < len(telling) else None,
        {item.key: item.name for item in tx.plan.catalogue},
        {field.key: field.asks for field in (tx.plan.reporting.fields if tx.plan.reporting else ())},
    )


def _letters(one: UnitReport) -> int:
    texts = (one.unit, one.publicity, one.difficulty, *one.answers.values())
    return sum(map(len, texts)) + 60 * (len(one.answers) + len(one.differing) + 2)
