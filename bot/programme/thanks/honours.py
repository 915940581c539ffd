"""The honour roll: donors who let their names be seen, the units' shares, and sums that stay true for all the others.

A name stands here only as long as its gift is in and its donor allows it; every look reads both anew. Whoever gave and
keeps their name to themselves is counted, and so is what they gave. Names stand in the order of the alphabet: in the
order of gifts they could be laid beside the ledger, which tells every sum.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, select

from bot.chat.alphabet import Key, alphabetical
from bot.chat.phrase import Cash, _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.ledger import tallies
from bot.programme.thanks.certificates import SHOWN, allow
from bot.programme.thanks.shares import Share, unit_shares
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import devices, nominations, pledge_services, pledges, receipts

PAGE: Final = 50
PATH: Final = "/vinhdanh"
CHUNK: Final = 1_000
"""Names read at once: the chat goes on between two readings."""


class Donor(msgspec.Struct, frozen=True):
    """A name on the roll, and what of the gifts everybody may see; `things` are counts by the catalogue's key."""

    name: str
    nominated: bool
    cash: list[Cash] = []
    things: dict[str, int] = {}


class KindTotal(msgspec.Struct, frozen=True):
    """How many of one kind of thing came in, and how many of them stand on the roll beside a name."""

    name: dict[str, str]
    count: int
    shown: int


class Roll(msgspec.Struct, frozen=True):
    """One page of the roll, by the alphabet; the sums are of the whole drive, in đồng."""

    drive: dict[str, str]
    names: int  # on all pages
    unnamed: int
    dong: int
    dong_shown: int
    kinds: list[KindTotal]
    donors: list[Donor]
    units: list[Share]
    items: dict[str, dict[str, str]]  # what the things are called
    page: int
    pages: int

    @property
    def count(self) -> int:
        """Donors in all."""
        return self.names + self.unnamed


async def roll(tx: World, *, page: int = 1) -> Roll:
    """The roll; a page that is not there is the nearest one."""
    lines, blank = await _lines(tx)
    named, shown = and_(_named(tx), pledges.c.id.not_in(blank)), pledges.c.shown == "name_and_gift"
    names, known = len(lines), len({contact for contact, _name in lines})
    everybody = await _count(tx, select(func.count(func.distinct(pledges.c.contact_id))).where(_received(tx)))
    pages = max(1, -(-names // PAGE))
    page = min(max(page, 1), pages)
    here = lines[(page - 1) * PAGE : page * PAGE]
    paid = select(func.coalesce(func.sum(receipts.c.vnd), 0)).join(pledges, pledges.c.id == receipts.c.pledge_id)
    came = select(devices.c.item, func.count()).join(pledges, pledges.c.id == devices.c.pledge_id)
    came = came.where(named, shown, devices.c.status != "withdrawn").group_by(devices.c.item)
    pieces = {item: int(count) for item, count in await tx.work.rows(came)}
    total = (await tallies.came(tx)).things
    kinds = [
        KindTotal(item.name, total[item.key].amount, pieces.get(item.key, 0))
        for item in tx.plan.catalogue
        if item.key in total and total[item.key].amount > 0
    ]
    return Roll(
        tx.plan.short_name,
        names,
        everybody - known,
        (await tallies.received(tx)).amount,
        await _count(tx, paid.where(named, shown)),
        kinds,
        await _donors(tx, here),
        await unit_shares(tx) if page == 1 else [],
        {item.key: item.name for item in tx.plan.catalogue},
        page,
        pages,
    )


class Standing(msgspec.Struct, frozen=True):
    """One of the actor's gifts that are in, and what of it everybody may see."""

    code: str
    name: str
    shown: str


@fact("honours.page")
async def honours_page(tx: World) -> str:
    """Where the roll stands for everybody to read; empty where no public page is known."""
    return f"{tx.site}{PATH}" if tx.site else ""


@fact("honours.mine")
async def my_standing(tx: World, *, code: str = "", most: int = 5) -> list[Standing]:
    """The actor's gifts that are in and have a name, the latest first; or the one with this code, if it is theirs."""
    mine = and_(_received(tx), pledges.c.contact_id == tx.actor.id, pledges.c.donor != "anonymous")
    if code:
        mine = and_(mine, pledges.c.code == (codes.read_code(code, tx.plan.code_prefix) or ""))
    rows = await tx.work.rows(select(pledges).where(mine).order_by(pledges.c.id.desc()))
    return [Standing(row.code, row.donor_name, row.shown) for row in rows if row.donor_name.strip()][:most]


@deed("honours.show")
async def show(tx: World, *, code: str, shown: str) -> str:
    """The donor says what of the gift everybody may see, from now on and on every page; returns its code."""
    row = await require_own_pledge(tx, code)
    if shown not in SHOWN:
        raise LookupError("no such way to be shown")
    if shown != "nothing" and (row.donor == "anonymous" or not row.donor_name.strip()):
        raise Refused(_("This gift was given without a name, and stays so."))
    await allow(tx, row, shown)
    return row.code


def _received(tx: World) -> ColumnElement[bool]:
    return and_(pledges.c.drive == tx.drive, pledges.c.status == "received")


def _named(tx: World) -> ColumnElement[bool]:
    """Which pledges may bring a name onto the roll: the only door through which one comes."""
    return and_(_received(tx), pledges.c.shown.in_(("name", "name_and_gift")), pledges.c.donor != "anonymous")


async def _lines(tx: World) -> tuple[list[tuple[int, str]], list[int]]:
    """(contact, name) of every line of the roll, by the alphabet, and the pledges whose name turns out to be blank.

    Names lie encrypted, so the database can neither sort nor look into them.
    """
    found: set[tuple[int, str]] = set()
    blank: list[int] = []
    last = 0
    while True:
        later = select(pledges.c.id, pledges.c.contact_id, pledges.c.donor_name).where(_named(tx), pledges.c.id > last)
        rows = await tx.work.rows(later.order_by(pledges.c.id).limit(CHUNK))
        found.update((row.contact_id, row.donor_name) for row in rows if row.donor_name.strip())
        blank += [row.id for row in rows if not row.donor_name.strip()]
        if len(rows) < CHUNK:
            break
        last = rows[-1].id
    if len(found) < CHUNK:
        return sorted(found, key=_by_name), blank
    return await asyncio.to_thread(sorted, found, key=_by_name), blank


def _by_name(line: tuple[int, str]) -> tuple[Key, int]:
    contact, name = line
    return alphabetical(name), contact


async def _count(tx: World, statement: Select[int]) -> int:
    return int((await tx.work.one(statement))[0])


async def _honoured(tx: World, numbers: Sequence[int]) -> dict[int, bool]:
    """Which of these pledges a school has nominated and the organiser has honoured."""
    if not numbers:
        return {}
    mine = and_(nominations.c.pledge_id.in_(numbers), nominations.c.status == "honoured")
    return {row.pledge_id: True for row in await tx.work.rows(select(nominations.c.pledge_id).where(mine))}


async def _donors(tx: World, here: Sequence[tuple[int, str]]) -> list[Donor]:
    """The lines of one page with what they may show, in the order given."""
    if not here:
        return []
    mine = select(pledges).where(_named(tx), pledges.c.contact_id.in_([contact for contact, _name in here]))
    gifts: dict[tuple[int, str], list[StoredPledge]] = {}
    for row in await tx.work.rows(mine.order_by(pledges.c.id)):
        gifts.setdefault((row.contact_id, row.donor_name), []).append(row)
    rows = [row for key in here for row in gifts[key]]
    honoured = await _honoured(tx, [row.id for row in rows])
    open_ones = [row.id for row in rows if row.shown == "name_and_gift"]
    cash, things = await _money(tx, open_ones), await _things(tx, open_ones)
    return [
        Donor(
            name.strip(),
            any(row.id in honoured for row in gifts[contact, name]),
            [Cash(minor, currency) for currency, minor in _summed(cash, gifts[contact, name]).items() if minor > 0],
            _summed(things, gifts[contact, name]),
        )
        for contact, name in here
    ]


async def _money(tx: World, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """What really came in for pledges, by currency."""
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor))
    sums = sums.where(receipts.c.pledge_id.in_(numbers)).group_by(receipts.c.pledge_id, receipts.c.currency)
    found: dict[int, dict[str, int]] = {}
    for pledge, currency, minor in await tx.work.rows(sums):
        found.setdefault(pledge, {})[currency] = int(minor)
    return found


async def _things(tx: World, numbers: Sequence[int]) -> dict[int, dict[str, int]]:
    """What really came in for pledges, by the catalogue's key: devices, and services as they were pledged."""
    there = and_(devices.c.pledge_id.in_(numbers), devices.c.status != "withdrawn")
    counts = select(devices.c.pledge_id, devices.c.item, func.count()).where(there)
    quotas = select(pledge_services.c.pledge_id, pledge_services.c.item, func.sum(pledge_services.c.quota))
    quotas = quotas.where(pledge_services.c.pledge_id.in_(numbers))
    found: dict[int, dict[str, int]] = {}
    for pledge, item, count in [
        *await tx.work.rows(counts.group_by(devices.c.pledge_id, devices.c.item)),
        *await tx.work.rows(quotas.group_by(pledge_services.c.pledge_id, pledge_services.c.item)),
    ]:
        found.setdefault(pledge, {})[item] = int(count)
    return found


def _summed(by_pledge: Mapping[int, Mapping[str, int]], gifts: Sequence[StoredPledge]) -> dict[str, int]:
    """The sums of several gifts by kind."""
    summed: dict[str, int] = {}
    for gift in gifts:
        for kind, count in by_pledge.get(gift.id, {}).items():
            summed[kind] = summed.get(kind, 0) + count
    return summed
