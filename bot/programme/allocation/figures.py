"""What officials are told of allocation: how much is bound, and each time somebody left the plain way."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Phrase, _
from bot.programme.allocation.passing_on import ENDS
from bot.programme.allocation.without_line import BOUND, count_without_line
from bot.programme.world import World
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations


class Allotments(msgspec.Struct, frozen=True):
    """Devices and connections bound to students; of them out of order; given to another later; orders given up;
    students with a device and without a connection."""

    devices: int = 0
    lines: int = 0
    overrides: int = 0
    passed_on: int = 0
    cancelled: int = 0
    without_line: int = 0


async def allotments(tx: World) -> Allotments:
    """As they stand now."""
    counted = select(allocations.c.need, allocations.c.way, func.count()).group_by(
        allocations.c.need, allocations.c.way
    )
    mine = allocations.c.drive == tx.drive
    found = {
        (need, way): int(n) for need, way, n in await tx.work.rows(counted.where(mine, allocations.c.status.in_(BOUND)))
    }
    ended = select(func.count()).select_from(allocations).where(mine, allocations.c.end_reason.in_(ENDS))
    [[passed_on]] = await tx.work.rows(ended)
    given_up = (
        select(func.count()).select_from(rounds).where(rounds.c.drive == tx.drive, rounds.c.status == "cancelled")
    )
    [[cancelled]] = await tx.work.rows(given_up)
    return Allotments(
        sum(n for (need, _way), n in found.items() if need == "device"),
        sum(n for (need, _way), n in found.items() if need == "line"),
        sum(n for (_need, way), n in found.items() if way == "override"),
        int(passed_on),
        int(cancelled),
        await count_without_line(tx),
    )


def allotment_lines(found: Allotments) -> list[Phrase | str]:
    """One line of what is bound, and one of every departure from the plain way; nothing before there is anything."""
    lines: list[Phrase | str] = []
    if found.devices or found.lines:
        lines.append(_("Allotted: {devices} devices, {lines} connections; with a device and no connection: {offline}.",
                       devices=found.devices, lines=found.lines, offline=found.without_line))  # fmt: skip
    if found.overrides or found.passed_on or found.cancelled:
        lines.append(_("⚠️ Out of order: {overrides}; passed on to others: {passed}; orders given up: {cancelled}.",
                       overrides=found.overrides, passed=found.passed_on, cancelled=found.cancelled))  # fmt: skip
    return lines
