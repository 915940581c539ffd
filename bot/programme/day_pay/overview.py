"""All units that are asked for a day's pay: what is expected, promised and received, for those who lead the drive."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.kind import folded
from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme.day_pay.expectations import Figures, asked_for_day_pay, planned, stands_on, sums_of
from bot.programme.ledger.tallies import Sum
from bot.programme.people.roles import held_by
from bot.programme.world import World
from bot.storage.tables import desks, units

OVERSEERS: Final = ("manager", "accountant", "official")
MOST_LINES: Final = 12


class UnitStands(msgspec.Struct, frozen=True):
    """One unit: what is expected of its people together, what they promised and what came in, in đồng."""

    name: str
    expected: int
    promised: int
    received: int

    @property
    def share(self) -> Fraction:
        """How much of what is expected is there, as a promise or already in."""
        return Fraction(max(self.promised, self.received), self.expected)


class Overview(msgspec.Struct, frozen=True):
    """The units with the smallest share, and the totals of all; nothing in it is one person's."""

    lines: list[UnitStands]
    units: int
    reached: int  # units from which at least the expected sum is promised or in
    expected: int
    promised: int
    received: int


def in_order(lines: Sequence[UnitStands]) -> list[UnitStands]:
    """Those furthest from what is expected first, equal ones by name."""
    return sorted(lines, key=lambda line: (line.share, folded(line.name), line.name))


@fact("desk.overview")
async def overview(tx: World, *, most: int = MOST_LINES) -> Overview:
    """All units with a target today; raises Refused for whoever neither leads nor keeps the accounts."""
    if not any(held.role in OVERSEERS for held in await held_by(tx, tx.actor.person_id)):
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    today, given = tx.now.astimezone(tx.zone).date(), planned(tx.plan)
    own = {
        row.unit_id: Figures(row.head_count, row.expected, row.took_part, own=True)
        for row in await tx.work.rows(select(desks).where(desks.c.drive == tx.drive))
    }
    expected: dict[int, tuple[str, int]] = {}
    for row in await tx.work.rows(select(units).where(units.c.drive == tx.drive)):
        figures = own.get(row.id)
        if figures is None and asked_for_day_pay(tx.plan, row.kind, row.exempt):
            figures = given.get(row.key)
        if figures is not None and figures.expected and not row.exempt and stands_on(row, today):
            expected[row.id] = (row.name, figures.expected)
    sums = await sums_of(tx, list(expected))
    lines = []
    for unit, (name, target) in expected.items():
        promised, received = sums.get(unit, (Sum(), Sum()))
        lines.append(UnitStands(name, target, promised.amount, received.amount))
    return Overview(
        in_order(lines)[:most],
        len(lines),
        sum(line.share >= 1 for line in lines),
        sum(line.expected for line in lines),
        sum(line.promised for line in lines),
        sum(line.received for line in lines),
    )
