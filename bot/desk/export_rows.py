"""What is exported: receipts, pledges, devices, the ledger, as rows of text; nothing in them is about a child."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.desk import words
from bot.desk.devices.device_list import sent
from bot.desk.giving.pledge_list import things_of
from bot.programme.codes import shown
from bot.programme.devices.stock import kept_by_actor
from bot.programme.giving.pledges import back_for
from bot.programme.people.logins import require_worker
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import devices, entries, pledges, receipts, transfers, units

BATCH: Final = 1_000
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Export:
    """One table to be had as a file: who may have it, its columns with their widths, and its rows in batches."""

    name: Phrase
    may: Callable[[World], Awaitable[object]]
    columns: tuple[tuple[Phrase, int], ...]
    rows: Callable[[World, str], AsyncIterator[Rows]]


async def _receipts(tx: World, lang: str) -> AsyncIterator[Rows]:
    statement = (
        select(receipts, pledges.c.code, pledges.c.donor_name, units.c.name.label("unit"))
        .outerjoin(pledges, pledges.c.id == receipts.c.pledge_id)
        .outerjoin(units, units.c.id == pledges.c.unit_id)
        .where(receipts.c.drive == tx.drive)
    )
    async for batch in _batches(tx, statement, receipts.c.id):
        yield [
            [
                str(row.id),
                _moment(tx, row.moved_at),
                *_sum(row.minor, row.currency),
                "" if row.vnd is None else str(row.vnd),
                row.account,
                row.reference,
                row.memo,
                row.payer,
                texts.plain(words.called(words.RECEIPT, row.status), lang),
                shown(row.code) if row.code else "",
                row.donor_name or "",
                row.unit or "",
                texts.plain(_("yes"), lang) if row.late else "",
                row.purpose,
            ]
            for row in batch
        ]


async def _pledges(tx: World, lang: str) -> AsyncIterator[Rows]:
    statement = (
        select(pledges, units.c.name.label("unit"))
        .outerjoin(units, units.c.id == pledges.c.unit_id)
        .where(pledges.c.drive == tx.drive)
    )
    async for batch in _batches(tx, statement, pledges.c.id):
        numbers = [row.id for row in batch]
        things, back = await things_of(tx, numbers), await back_for(tx, numbers)
        yield [
            [
                shown(row.code),
                _moment(tx, row.made_at),
                texts.plain(words.called(words.KIND, row.kind), lang),
                row.donor_name,
                row.unit or "",
                *(_sum(row.minor, row.currency) if row.minor else ("", "")),
                "" if row.vnd is None else str(row.vnd),
                ", ".join(f"{one.count} {one.name.get(lang) or next(iter(one.name.values()))}"
                          for one in things.get(row.id, [])),
                texts.plain(words.called(words.PLEDGE, _state(row, row.id in back)), lang),
                _since(tx, row),
                row.through or "",
                row.giving_from or "",
            ]
            for row in batch
        ]  # fmt: skip


def _state(row: StoredPledge, back: bool) -> str:
    return "refunded" if back and row.status == "promised" else row.status


def _since(tx: World, row: StoredPledge) -> str:
    """Since when it is received or cancelled; empty for an open one."""
    return "" if row.ended_at is None else _moment(tx, row.ended_at)


async def _devices(tx: World, lang: str) -> AsyncIterator[Rows]:
    statement = (
        select(devices, units.c.name.label("unit"), pledges.c.code, pledges.c.donor_name, transfers.c.id.label("load"))
        .join(units, units.c.id == devices.c.holder_id)
        .outerjoin(pledges, pledges.c.id == devices.c.pledge_id)
        .outerjoin(transfers, sent)
        .where(await kept_by_actor(tx))
    )
    names = {item.key: item.name for item in tx.plan.catalogue}
    yes, new, used = (texts.plain(said, lang) for said in (_("yes"), _("new"), _("used")))
    async for batch in _batches(tx, statement, devices.c.id):
        yield [
            [
                shown(row.tag),
                _moment(tx, row.made_at),
                names[row.item].get(lang) or next(iter(names[row.item].values())) if row.item in names else row.item,
                row.serial or "",
                used if row.used else new,
                texts.plain(words.called(words.DEVICE, row.status), lang),
                yes if row.load is not None else "",
                row.unit,
                shown(row.code) if row.code else "",
                row.donor_name or row.giver,
                texts.plain(words.called(words.SOURCE, row.source), lang),
                texts.plain(words.called(words.VERDICT, row.verdict), lang),
                texts.plain(words.called(words.WIPED, row.wipe_method), lang) if row.wipe_method else "",
                texts.plain(words.called(words.BATTERY, row.battery), lang) if row.battery else "",
                row.system or "",
                row.note,
                yes if row.late else "",
            ]
            for row in batch
        ]


async def _ledger(tx: World, lang: str) -> AsyncIterator[Rows]:
    statement = select(entries).where(entries.c.drive == tx.drive)
    async for batch in _batches(tx, statement, entries.c.number):
        yield [
            [
                str(row.number),
                _moment(tx, row.at),
                texts.plain(words.called(words.ENTRY, row.sort), lang),
                row.about,
                *(_sum(row.minor, row.currency) if row.minor else ("", "")),
                row.reason,
                "" if row.receipt_id is None else str(row.receipt_id),
                row.hash.hex(),
            ]
            for row in batch
        ]


_SUM: Final = ((_("Sum"), 14), (_("Currency"), 8))
EXPORTS: Final = {
    "receipts": Export(
        _("Money received"),
        require_clerk,
        (
            (_("Number"), 18), (_("Day"), 17), *_SUM, (_("In đồng"), 14), (_("Account"), 18), (_("Reference"), 22),
            (_("Memo"), 40), (_("From"), 26), (_("State"), 16), (_("Code"), 14), (_("Giver"), 26), (_("Unit"), 26),
            (_("Late"), 8), (_("Purpose"), 26),
        ),
        _receipts,
    ),
    "pledges": Export(
        _("Promises"),
        require_worker,
        (
            (_("Code"), 14), (_("Day"), 17), (_("Kind"), 12), (_("Giver"), 26), (_("Unit"), 26), *_SUM,
            (_("In đồng"), 14), (_("Things"), 40), (_("State"), 16), (_("Since"), 17), (_("Through"), 26),
            (_("Giving from"), 20),
        ),
        _pledges,
    ),
    "devices": Export(
        _("Devices"),
        kept_by_actor,
        (
            (_("Tag"), 15), (_("Day"), 17), (_("Kind of device"), 22), (_("Serial number"), 22), (_("New or used"), 12),
            (_("State"), 18), (_("On its way"), 12), (_("Lies at"), 26), (_("Code"), 14), (_("Giver"), 26),
            (_("Source"), 16), (_("Verdict"), 22), (_("How it was wiped"), 28), (_("Battery"), 20), (_("System"), 16),
            (_("Note"), 40), (_("Late"), 8),
        ),
        _devices,
    ),
    "ledger": Export(
        _("Ledger"),
        require_clerk,
        (
            (_("Number"), 10), (_("Day"), 17), (_("Sort"), 18), (_("About"), 14), *_SUM, (_("Reason"), 40),
            (_("Receipt"), 18), (_("Hash"), 66),
        ),
        _ledger,
    ),
}  # fmt: skip


async def _batches(
    tx: World, statement: Select[*tuple[object, ...]], number: ColumnElement[int]
) -> AsyncIterator[list[Any]]:
    """All rows by their number, so many at a time."""
    last = 0
    while rows := list(await tx.work.rows(statement.where(number > last).order_by(number).limit(BATCH))):
        yield rows
        last = rows[-1]._mapping[number]
        if len(rows) < BATCH:
            return


def _moment(tx: World, moment: datetime) -> str:
    """Written so that text sorts by time."""
    return f"{moment.astimezone(tx.zone):%Y-%m-%d %H:%M}"


def _sum(minor: int, currency: str) -> tuple[str, str]:
    """A sum in whole units with a decimal point where the currency has parts, and the currency."""
    digits = texts.digits_of(currency)
    sign, whole = "-" if minor < 0 else "", str(abs(minor)).rjust(digits + 1, "0")
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole), currency
