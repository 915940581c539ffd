"""What came in for each unit, as everybody may see it: where too few gave, their units stand together.

A sum beside the name of a unit in which one or two people gave would say what they gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from sqlalchemy import and_, func, select

from bot.chat.alphabet import Key, alphabetical
from bot.chat.kind import folded
from bot.programme.ledger import tallies
from bot.programme.world import World
from bot.storage.tables import cash_lines, expectations, pledges, units

FEWEST: Final = 3
"""Donors of a unit whose sum may stand beside its name."""


class Share(msgspec.Struct, frozen=True):
    """What came in for a unit, in đồng and pieces, and how many of its people took part: 0 of 0 if it did not say.

    Without a name it is what came in for several units in which few gave.
    """

    name: str
    dong: int
    pieces: int
    took_part: int
    head_count: int


async def unit_shares(tx: World) -> list[Share]:
    """Units for which something came in or that told who took part, by their names; behind them the others' sum."""
    dong = {unit: sum.amount for unit, _name, sum in await tallies.by_unit(tx, tallies.RECEIVED)}
    pieces: dict[int, int] = {}
    for item in tx.plan.catalogue:
        for unit, _name, sum in await tallies.by_unit(tx, tallies.came_in(item.key)):
            pieces[unit] = pieces.get(unit, 0) + sum.amount
    told = {
        row.unit_id: row for row in await tx.work.rows(select(expectations).where(expectations.c.drive == tx.drive))
    }
    mine = and_(units.c.drive == tx.drive, units.c.id.in_([*dong, *pieces, *told]))
    names = {row.id: row.name for row in await tx.work.rows(select(units.c.id, units.c.name).where(mine))}
    donors = await _donors(tx)
    shares = []
    for unit, name in names.items():
        part = (told[unit].took_part, told[unit].head_count) if unit in told else (0, 0)
        share = Share(name, dong.get(unit, 0), pieces.get(unit, 0), *part)
        shares.append((max(donors.get(unit, 0), share.took_part), share))
    return together(shares)


def together(shares: Sequence[tuple[int, Share]]) -> list[Share]:
    """(donors, share) of every unit as they may be shown: those with too few donors are one share without a name.

    As long as those are too few as well, the next larger unit goes with them.
    """
    by_donors = sorted(shares, key=lambda one: (one[0], alphabetical(one[1].name)))
    few = [one for one in by_donors if one[0] < FEWEST and (one[1].dong or one[1].pieces)]
    rest = [one for one in by_donors if one not in few]
    larger = [one for one in rest if one[1].dong or one[1].pieces]
    while few and sum(donors for donors, _share in few) < FEWEST and larger:
        few.append(larger.pop(0))
    shown = sorted((share for one in rest if one not in few for share in one[1:]), key=_by_name)
    if few:
        dong, pieces = (sum(getattr(share, what) for _donors, share in few) for what in ("dong", "pieces"))
        shown.append(Share("", dong, pieces, 0, 0))
    return shown


def _by_name(share: Share) -> Key:
    return alphabetical(share.name)


async def _donors(tx: World) -> dict[int, int]:
    """How many people are known to have given for each unit: chats whose gift is in, and payers in its cash book."""
    gifts = select(pledges.c.unit_id, func.count(func.distinct(pledges.c.contact_id)))
    gifts = gifts.where(pledges.c.drive == tx.drive, pledges.c.status == "received", pledges.c.unit_id.is_not(None))
    found = {unit: int(count) for unit, count in await tx.work.rows(gifts.group_by(pledges.c.unit_id))}
    paid = select(cash_lines.c.unit_id, cash_lines.c.payer).where(
        cash_lines.c.drive == tx.drive,
        cash_lines.c.status == "signed",
        cash_lines.c.source == "gift",
        cash_lines.c.code.is_(None),
        cash_lines.c.minor > 0,
    )
    payers = {(unit, folded(payer)) for unit, payer in await tx.work.rows(paid) if payer.strip()}
    for unit, _payer in payers:
        found[unit] = found.get(unit, 0) + 1
    return found
