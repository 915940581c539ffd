"""All units that are asked for a day's pay: what is expected, pledged and received, for those who lead the drive."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import msgspec
from sqlalchemy import select

from bot.chat.alphabet import alphabetical
from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme.day_pay.expectations import DayPayFigures, asked_for_day_pay, planned, sums_of
from bot.programme.ledger.tallies import Sum
from bot.programme.people.roles import held_by
from bot.programme.people.units import stands_on
from bot.programme.world import World
from bot.storage.tables import expectations, units

OVERSEERS: Final = ("manager", "accountant", "official")
MOST_UNITS: Final = 12


class UnitStands(msgspec.Struct, frozen=True):
    """One unit: what is expected of its people together, what they pledged and what came in, in đồng."""

    name: str
    expected: int
    pledged: int = msgspec.field(name="promised")
    received: int

    @property
    def share(self) -> Fraction:
        """How much of what is expected is there, as a pledge or already in."""
        return Fraction(max(self.pledged, self.received), self.expected)


class DayPayOverview(msgspec.Struct, frozen=True):
    """The units with the smallest share, and the totals of all; nothing in it is one person's."""

    lowest: list[UnitStands] = msgspec.field(name="lines")
    units: int
    reached: int  # units from which at least the expected sum is pledged or in
    expected: int
    pledged: int = msgspec.field(name="promised")
    received: int


def in_order(stands: Sequence[UnitStands]) -> list[UnitStands]:
    """Those furthest from what is expected first, equal ones by name."""
    return sorted(stands, key=lambda one: (one.share, alphabetical(one.name)))


@fact("desk.overview")
async def overview(tx: World, *, most: int = MOST_UNITS) -> DayPayOverview:
    """All units with a target today; raises Refused for whoever neither leads nor keeps the accounts."""
    if not any(held.role in OVERSEERS for held in await held_by(tx, tx.actor.person_id)):
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    given, day = planned(tx.plan), tx.today
    own = {
        row.unit_id: DayPayFigures(row.head_count, row.expected, row.took_part, own=True)
        for row in await tx.work.rows(select(expectations).where(expectations.c.drive == tx.drive))
    }
    expected: dict[int, tuple[str, int]] = {}
    for row in await tx.work.rows(select(units).where(units.c.drive == tx.drive)):
        figures = own.get(row.id)
        if figures is None and asked_for_day_pay(tx.plan, row.kind, row.exempt):
            figures = given.get(row.key)
        if figures is not None and figures.expected and not row.exempt and stands_on(row, day):
            expected[row.id] = (row.name, figures.expected)
    sums = await sums_of(tx, list(expected))
    stands = []
    for unit, (name, target) in expected.items():
        pledged, received = sums.get(unit, (Sum(), Sum()))
        stands.append(UnitStands(name, target, pledged.amount, received.amount))
    return DayPayOverview(
        in_order(stands)[:most],
        len(stands),
        sum(one.share >= 1 for one in stands),
        sum(one.expected for one in stands),
        sum(one.pledged for one in stands),
        sum(one.received for one in stands),
    )
