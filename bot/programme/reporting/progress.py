"""How the drive is doing in numbers that everybody may see."""

from __future__ import annotations

import msgspec

from bot.chat.words import fact
from bot.programme.handover.figures import HandOverFigures, hand_over_figures
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum, Tallied
from bot.programme.money import receipts
from bot.programme.students import students
from bot.programme.world import World


class Thing(msgspec.Struct, frozen=True):
    """One kind of thing and how many of it were pledged."""

    name: dict[str, str]
    count: int


class Progress(msgspec.Struct, frozen=True):
    """Totals of a drive; nothing in it belongs to one person."""

    drive: dict[str, str]
    gifts: int
    cash_gifts: int
    dong: int
    things: list[Thing]
    students_listed: int = msgspec.field(name="pupils")
    needs_device: int
    needs_line: int
    received: int = 0
    unmatched: int = 0
    granted: int = 0  # budget and fund money, in đồng
    spent: int = 0
    handed: HandOverFigures = HandOverFigures()


@fact("drive.progress")
async def drive_progress(tx: World) -> Progress:
    """The drive's totals as they stand now."""
    return await progress_by(tx, await tallies.tallied(tx))


async def progress_by(tx: World, tallied: Tallied) -> Progress:
    """The drive's totals, by running sums that were asked for already."""
    sums = tallied.pledged()
    cash = sums.get("cash", Sum())
    listed, device, connection = await students.counts(tx)
    things = [Thing(item.name, sums[item.key].amount) for item in tx.plan.catalogue
              if item.key in sums and sums[item.key].amount > 0]  # fmt: skip
    gifts = sum(sum.gifts for sum in sums.values())
    return Progress(
        tx.plan.short_name,
        gifts,
        cash.gifts,
        cash.amount,
        things,
        listed,
        device,
        connection,
        tallied.of(tallies.RECEIVED).amount,
        await receipts.unmatched(tx),
        tallied.of(tallies.GRANTED).amount,
        -tallied.of(tallies.SPENT).amount,
        await hand_over_figures(tx) if tx.plan.students is not None else HandOverFigures(),
    )


@fact("drive.item_names")
async def item_names(tx: World) -> dict[str, dict[str, str]]:
    """What the things of the catalogue are called, by key."""
    return {item.key: item.name for item in tx.plan.catalogue}
