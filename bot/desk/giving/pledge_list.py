"""Pledges as the desk sees them: a list to be searched, and one with all that came in for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

import msgspec
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.desk.devices.device_list import PledgeDevices, came_for
from bot.desk.scan import ScanPage, scan
from bot.desk.search import Wanted
from bot.programme.giving.cancelling import Cancelled, cancellation
from bot.programme.giving.pledges import back_for, paid_for, refunded
from bot.programme.giving.pledges import came_for as arrived_for
from bot.programme.ledger.entries import COUNTS
from bot.programme.people.logins import require_worker
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import pledge_goods, pledge_services, pledges, receipts, units

STATES: Final = ("all", "promised", "received", "refunded", "cancelled")


class PledgedThing(msgspec.Struct, frozen=True):
    """One thing or service of a pledge: its name in each language, and how many."""

    name: dict[str, str]
    count: int


class Part(msgspec.Struct, frozen=True):
    """One receipt of a pledge; the bank's words are for clerks alone."""

    number: int
    cash: Cash
    moved_at: datetime
    status: str
    memo: str
    payer: str


class PledgeRow(msgspec.Struct, frozen=True):
    """A pledge as those who work with it see it."""

    code: str
    kind: str
    status: str
    donor: str
    name: str
    unit: str
    cash: Cash | None
    vnd: int | None
    rate: str
    made_at: datetime
    things: list[PledgedThing]
    parts: list[Part] = []
    came: PledgeDevices = PledgeDevices([], 0)
    cancelled: Cancelled | None = None  # by the organiser
    paid: Cash | None = None  # what of the money is in
    back: Cash | None = None  # what of it went back
    arrived: int = 0  # how many of the things are in
    through: str = ""  # whom the gift came about through, where the plan asks
    giving_from: str = ""  # where its donor lives, if outside the plan's area

    @property
    def state(self) -> str:
        """The pledge's state; an open one of which money went back is refunded."""
        return "refunded" if self.status == "promised" and self.back is not None else self.status

    @property
    def pieces(self) -> int:
        """How many things were pledged."""
        return sum(thing.count for thing in self.things)


class PledgePage(msgspec.Struct, frozen=True):
    """A page of pledges, as in `receipt_list.ReceiptPage`."""

    rows: list[PledgeRow]
    after: int
    bounded: bool


class _ListedPledge(StoredPledge, Protocol):
    unit: str | None


_all = select(pledges, units.c.name.label("unit")).outerjoin(units, units.c.id == pledges.c.unit_id)


async def pledge_list(tx: World, wanted: Wanted) -> PledgePage:
    """Pledges, the latest first, by state, code, sum, or words of the name of donor, unit or go-between."""
    await require_worker(tx)
    statement = _all.where(pledges.c.drive == tx.drive)
    if wanted.state == "refunded":
        statement = statement.where(refunded())
    elif wanted.state != "all":
        statement = statement.where(pledges.c.status == wanted.state, ~refunded())
    if wanted.code is not None:
        statement = statement.where(pledges.c.code == wanted.code)
    if wanted.cash is not None:
        same = (pledges.c.minor == wanted.cash.minor) & (pledges.c.currency == wanted.cash.currency)
        statement = statement.where(same)
    fits = (lambda row: wanted.fits(row.donor_name, row.unit or "", row.through or "")) if wanted.words else None
    found: ScanPage[_ListedPledge] = await scan(
        tx, statement, pledges.c.id, after=wanted.after, rising=False, fits=fits
    )
    return PledgePage(await _rows(tx, found.rows), found.after, found.bounded)


async def pledge_shown(tx: World, code: str, clerk: bool) -> PledgeRow | None:
    """One pledge with its receipts and devices."""
    await require_worker(tx)
    row = await tx.work.one(_all.where(pledges.c.drive == tx.drive, pledges.c.code == code))
    if row is None:
        return None
    [shown] = await _rows(tx, [row])
    mine = select(receipts).where(receipts.c.pledge_id == row.id, COUNTS).order_by(receipts.c.id).limit(200)
    parts = [
        Part(
            one.id,
            Cash(one.minor, one.currency),
            one.moved_at,
            one.status,
            one.memo if clerk else "",
            one.payer if clerk else "",
        )
        for one in await tx.work.rows(mine)
    ]
    came, why = await came_for(tx, row.id), await cancellation(tx, row.id)
    return msgspec.structs.replace(shown, parts=parts, came=came, cancelled=why)


async def things_of(tx: World, numbers: list[int]) -> dict[int, list[PledgedThing]]:
    """What was pledged besides money, by pledge."""
    names = {item.key: item.name for item in tx.plan.catalogue}
    goods = select(pledge_goods.c.pledge_id, pledge_goods.c.item, pledge_goods.c.count)
    services = select(pledge_services.c.pledge_id, pledge_services.c.item, pledge_services.c.quota)
    found: dict[int, list[PledgedThing]] = {}
    for number, item, count in [
        *await tx.work.rows(goods.where(pledge_goods.c.pledge_id.in_(numbers))),
        *await tx.work.rows(services.where(pledge_services.c.pledge_id.in_(numbers))),
    ]:
        found.setdefault(number, []).append(PledgedThing(names.get(item, {"": item}), int(count)))
    return found


async def _rows(tx: World, rows: Sequence[_ListedPledge]) -> list[PledgeRow]:
    """Pledges with what was pledged and how much of it is in."""
    numbers = [row.id for row in rows]
    things, paid, arrived = await things_of(tx, numbers), await paid_for(tx, numbers), await arrived_for(tx, numbers)
    back = await back_for(tx, numbers)
    return [_row(row, things.get(row.id, []), paid.get(row.id), back.get(row.id), arrived.get(row.id, 0))
            for row in rows]  # fmt: skip


def _row(
    row: _ListedPledge, things: list[PledgedThing], paid: Cash | None, back: Cash | None, arrived: int
) -> PledgeRow:
    return PledgeRow(
        code=row.code,
        kind=row.kind,
        status=row.status,
        donor=row.donor,
        name=row.donor_name,
        unit=row.unit or "",
        cash=Cash(row.minor, row.currency) if row.minor and row.currency else None,
        vnd=row.vnd,
        rate=row.rate or "",
        made_at=row.made_at,
        things=things,
        paid=paid,
        back=back,
        arrived=arrived,
        through=row.through or "",
        giving_from=row.giving_from or "",
    )
