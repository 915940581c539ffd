"""What the drive's money bought: so many of a thing at a price, out of money that went out, traced to what came in."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec
from sqlalchemy import and_, func, select, update

from bot import texts
from bot.chat.phrase import Cash, _, given
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.giving import journey
from bot.programme.ledger import entries as ledger
from bot.programme.money.drawing import enter_bought, fill, free_money, funds_of, put_back, retrace
from bot.programme.money.receipts import receipt_of, resettle
from bot.programme.money.transfers import CASHIERS
from bot.programme.people.roles import CLERKS, held_by, require, require_clerk, require_organiser
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.money import StoredReceipt
from bot.storage.rows.purchases import StoredPurchase
from bot.storage.tables import contacts, devices, people, purchases, receipts, units

MARK: Final = "D"
"""Stands behind the drive's prefix in a purchase's code, so that it is never a gift's, nor a device's tag."""
MOST_PIECES: Final = 1_000
LONGEST_SELLER: Final = 120
MOST_SHOWN: Final = 8
STANDING: Final = purchases.c.status == "standing"
ALL_OF_IT: Final = func.coalesce(func.sum(purchases.c.count * purchases.c.price), 0)


class Outlay(msgspec.Struct, frozen=True):
    """Money that went out, and how much of it no purchase accounts for yet."""

    receipt: int
    cash: Cash
    rest: Cash
    day: date
    purpose: str
    unit: str  # whose till it left; empty for an account


class Outlays(msgspec.Struct, frozen=True):
    """Money that went out and may have bought something, the latest first; and what the drive's catalogue has."""

    outlays: list[Outlay]
    things: dict[str, dict[str, str]]  # names by the catalogue's key


class Purchase(msgspec.Struct, frozen=True):
    """A purchase as those see it who may record one."""

    code: str
    name: dict[str, str]
    count: int
    price: Cash
    sum: Cash
    seller: str
    day: date
    recorded_by: str
    standing: bool
    came: int  # pieces that are taken in
    untraced: Cash  # of it no receipt is known for
    gifts: int = 0  # how many gifts paid for it
    sources: dict[str, int] = {}  # what paid for it: gift, unknown, budget, fund; in minor units


def purchase_prefix(prefix: str) -> str:
    """What the codes of a drive's purchases begin with."""
    return prefix + MARK


@fact("purchase.outlays")
async def outlays(tx: World) -> Outlays:
    """Money out that the actor may say something about: a clerk of the account's, a cashier of the own till's."""
    clerk, mine = await _is_clerk(tx), await _tills(tx)
    states = ("spent", "open") if clerk else ("spent",)
    out = and_(receipts.c.drive == tx.drive, receipts.c.minor < 0, receipts.c.status.in_(states))
    if not clerk:
        out = and_(out, receipts.c.holder_id.in_(mine))
    bound = select(ALL_OF_IT).where(STANDING, purchases.c.receipt_id == receipts.c.id).scalar_subquery()
    found = select(receipts, units.c.name.label("unit"), (-receipts.c.minor - bound).label("rest"))
    found = found.outerjoin(units, units.c.id == receipts.c.holder_id).where(out, -receipts.c.minor - bound > 0)
    rows = await tx.work.rows(found.order_by(receipts.c.id.desc()).limit(MOST_SHOWN))
    things = {item.key: item.name for item in tx.plan.catalogue if item.sort != "service"}
    return Outlays(
        [
            Outlay(row.id, Cash(-row.minor, row.currency), Cash(int(row.rest), row.currency),
                   row.moved_at.astimezone(tx.zone).date(), row.purpose or row.memo, row.unit or "")
            for row in rows
        ],
        things,
    )  # fmt: skip


@deed("purchase.record")
async def record_purchase(tx: World, *, receipt: int, item: str, count: int, price: Cash, seller: str) -> Purchase:
    """Notes what money that went out has bought, and draws for it what came in; refused where that does not suffice."""
    row = await _outlay(tx, receipt)
    thing = next((one for one in tx.plan.catalogue if one.key == item and one.sort != "service"), None)
    if thing is None or not 0 < count <= MOST_PIECES or price.minor <= 0 or price.currency != row.currency:
        raise Refused(_("That cannot be noted of a purchase."))
    if len(seller.strip()) < 2:
        raise Refused(_("Please say where it was bought; everybody may read that."))
    whole = count * price.minor
    bound = select(ALL_OF_IT).where(STANDING, purchases.c.receipt_id == row.id)
    rest = -row.minor - int((await tx.work.one(bound))[0])
    if whole > rest:
        raise Refused(_("{sum} is more than what went out and is not accounted for yet: {rest}.",
                        sum=Cash(whole, row.currency), rest=Cash(rest, row.currency)))  # fmt: skip
    left = sum(one.minor for one in await free_money(tx, row.currency))
    if left < whole:
        raise Refused(_("Only {found} of what came in is settled and not spent yet. Please match the rest of the money "
                        "first.", found=Cash(left, row.currency)))  # fmt: skip
    said = texts.plain(_("{count} × {name}", count=count, name=given(thing.name)), tx.plan.language)
    if row.status == "open":
        await resettle(tx, row, "spent", purpose=said)
        nothing = Cash(0, row.currency)
        await ledger.enter(tx, "spent", about="", receipt=row.id, cash=nothing, reason=said)
    code = await _fresh_code(tx)
    tx.work.add(
        purchases,
        id=new_id(),
        code=code,
        drive=tx.drive,
        receipt_id=row.id,
        item=item,
        count=count,
        price=price.minor,
        currency=row.currency,
        seller=seller.strip()[:LONGEST_SELLER],
        status="standing",
        made_by=tx.actor.id,
        made_at=tx.now,
    )
    bought = await _written(tx, code)
    await fill(tx, bought, 0, whole)
    await enter_bought(tx, bought, whole, f"{said}, {bought.seller}")
    await journey.moved(tx, await payers(tx, bought.id))
    return await _seen(tx, bought)


@deed("purchase.take_back")
async def take_back_purchase(tx: World, *, code: str, reason: str) -> Purchase:
    """Takes back a purchase that was noted wrongly, before anything of it is taken in; its money is free again."""
    row = await _mine(tx, code)
    if row.status != "standing":
        raise Refused(_("This purchase is taken back already."))
    there = select(devices.c.id).where(devices.c.purchase_id == row.id, devices.c.status != "withdrawn")
    if await tx.work.one(there.limit(1)) is not None:
        raise Refused(_("Devices of this purchase are in the books. Please take them out of the books first."))
    if not reason.strip():
        raise Refused(_("Please say why; everybody may read that."))
    paid = await payers(tx, row.id)
    await put_back(tx, row, reason.strip())
    await tx.work.execute(update(purchases).where(purchases.c.id == row.id).values(status="taken_back"))
    await journey.moved(tx, paid, silent=True)
    return await _seen(tx, await _written(tx, row.code))


@deed("purchase.retrace")
async def retrace_purchase(tx: World, *, code: str) -> Purchase:
    """Looks for money for what was paid with a gift that was given back later."""
    row = await _mine(tx, code)
    if row.status == "standing":
        before = await payers(tx, row.id)
        thing = next((item.name for item in tx.plan.catalogue if item.key == row.item), {"": row.item})
        await retrace(tx, row, texts.plain(given(thing), tx.plan.language))
        await journey.moved(tx, sorted({*await payers(tx, row.id)} - {*before}))
    return await _seen(tx, row)


@fact("purchase.list")
async def purchase_list(tx: World) -> list[Purchase]:
    """The latest purchases that the actor may see."""
    clerk, mine = await _is_clerk(tx), await _tills(tx)
    found = select(purchases).join(receipts, receipts.c.id == purchases.c.receipt_id)
    found = found.where(purchases.c.drive == tx.drive, STANDING)
    if not clerk:
        found = found.where(receipts.c.holder_id.in_(mine))
    return [await _seen(tx, row) for row in await tx.work.rows(found.order_by(purchases.c.id.desc()).limit(MOST_SHOWN))]


@fact("purchase.seen")
async def purchase_seen(tx: World, *, code: str) -> Purchase:
    """One purchase, with what paid for it."""
    return await _seen(tx, await _mine(tx, code))


async def payers(tx: World, purchase: int) -> list[int]:
    """The gifts whose money paid for a purchase, by their numbers."""
    mine = {one.receipt_id for one in await funds_of(tx, purchase)}
    found = select(receipts.c.pledge_id).where(receipts.c.id.in_(mine), receipts.c.pledge_id.is_not(None)).distinct()
    return sorted(row.pledge_id for row in await tx.work.rows(found))


async def _seen(tx: World, row: StoredPurchase) -> Purchase:
    mine = await funds_of(tx, row.id)
    wanted = select(receipts).where(receipts.c.id.in_([one.receipt_id for one in mine]))
    paid = {one.id: one for one in await tx.work.rows(wanted)}
    sources: dict[str, int] = {}
    for one in mine:
        receipt: StoredReceipt = paid[one.receipt_id]
        source = "unknown" if receipt.pledge_id is None and receipt.source == "gift" else receipt.source
        sources[source] = sources.get(source, 0) + one.minor
    whole = row.count * row.price
    who = select(people.c.name).join(contacts, contacts.c.person_id == people.c.id)
    recorder = await tx.work.one(who.where(contacts.c.id == row.made_by))
    standing = row.status == "standing"
    came = select(func.count()).where(devices.c.purchase_id == row.id, devices.c.status != "withdrawn")
    return Purchase(
        row.code,
        next((item.name for item in tx.plan.catalogue if item.key == row.item), {"": row.item}),
        row.count,
        Cash(row.price, row.currency),
        Cash(whole, row.currency),
        row.seller,
        row.made_at.astimezone(tx.zone).date(),
        recorder.name,
        standing,
        int((await tx.work.one(came))[0]),
        Cash(whole - sum(sources.values()) if standing else 0, row.currency),
        len({paid[one.receipt_id].pledge_id for one in mine} - {None}),
        sources,
    )


async def _outlay(tx: World, number: int) -> StoredReceipt:
    """Money out that the actor may say something about; raises Refused."""
    row = await receipt_of(tx, number)
    if row is None or row.minor >= 0 or row.status not in ("spent", "open"):
        raise Refused(_("There is no such money that went out."))
    await _require(tx, row)
    return row


async def _require(tx: World, outlay: StoredReceipt) -> None:
    """What left a till is its unit's to tell, or a clerk's; what is not settled yet is a clerk's alone."""
    if outlay.holder_id is None or outlay.status == "open" or await _is_clerk(tx):
        await require_clerk(tx)
    else:
        await require(tx, outlay.holder_id, *CASHIERS)


async def _mine(tx: World, text: str) -> StoredPurchase:
    """A purchase by its code, as typed, if the actor may see it; raises Refused."""
    prefix = purchase_prefix(tx.plan.code_prefix)
    row = await purchase_with(tx, codes.read_code(text, prefix) or codes.repair(text, prefix) or "")
    if row is None:
        raise Refused(_("I can't find a purchase with the code {code}.", code=text[:20]))
    receipt = await receipt_of(tx, row.receipt_id)
    assert receipt is not None  # the table holds no purchase without one
    await _require(tx, receipt)
    return row


async def purchase_with(tx: World, code: str) -> StoredPurchase | None:
    """The purchase of this drive with a code in its stored form, or None."""
    row: StoredPurchase | None = await tx.work.one(
        select(purchases).where(purchases.c.code == code, purchases.c.drive == tx.drive)
    )
    return row


async def _written(tx: World, code: str) -> StoredPurchase:
    row = await purchase_with(tx, code)
    assert row is not None  # it was written in this very turn, or found before
    return row


async def _fresh_code(tx: World) -> str:
    while True:
        code = codes.new_code(purchase_prefix(tx.plan.code_prefix))
        if await tx.work.one(select(purchases.c.id).where(purchases.c.code == code)) is None:
            return code


async def _tills(tx: World) -> list[int]:
    """The units whose till the actor keeps; raises Refused for whoever keeps none."""
    held = await held_by(tx, tx.actor.person_id)
    mine = [one.unit for one in held if one.role in CASHIERS and one.unit is not None]
    if not mine:
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    return mine


async def _is_clerk(tx: World) -> bool:
    try:
        await require_organiser(tx, *CLERKS)
    except Refused:
        return False
    return True
