"""What the person at a reception needs to see: the places, what may come in, and what a donor has pledged."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import _
from bot.chat.words import Refused, fact
from bot.programme import codes
from bot.programme.devices.serials import has_imei
from bot.programme.giving.appointments import expected
from bot.programme.people.photos import photo_for
from bot.programme.people.roles import KEEPERS as KEEPERS
from bot.programme.people.roles import held_by, require
from bot.programme.plan.gifts import DEVICE_SORTS, Item
from bot.programme.plan.terms import Sort
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import devices, pledge_goods, pledges, units

MOST_RECEPTIONS: Final = 8
MOST_EXPECTED: Final = 6
VERDICTS: Final = ("usable", "repair", "parts")
"""From the best to the worst."""


class Reception(msgspec.Struct, frozen=True):
    """A unit for which the actor may take devices in."""

    unit: int
    name: str


class ReceptionItem(msgspec.Struct, frozen=True):
    """One thing of the catalogue as it comes in; `holds` whether it can hold data or a lock of its owner."""

    name: dict[str, str]
    questions: list[str]
    imei: bool
    holds: bool


class ReceptionQuestion(msgspec.Struct, frozen=True):
    """A question about a thing's condition, and the verdict of each answer."""

    ask: dict[str, str]
    answers: dict[str, dict[str, str]]
    verdicts: dict[str, str]


class ReceptionTerms(msgspec.Struct, frozen=True):
    """What may come in."""

    items: dict[str, ReceptionItem]
    questions: dict[str, ReceptionQuestion]


class PledgePart(msgspec.Struct, frozen=True):
    """One kind of things in a pledge: how many of it were pledged, and how many have come in."""

    item: str
    count: int
    came: int

    @property
    def left(self) -> int:
        return max(self.count - self.came, 0)


class ToldThing(msgspec.Struct, frozen=True):
    """What a donor said of one kind of things: its condition, and a photo where the reader's messenger keeps it."""

    item: str
    condition: dict[str, str]
    photo: str | None


class PledgeAtReception(msgspec.Struct, frozen=True):
    """A pledge as the reception sees it; `exact` is False where the code had to be mended and should be confirmed."""

    code: str
    donor: str = msgspec.field(name="giver")
    status: str
    parts: list[PledgePart] = msgspec.field(name="lines")
    exact: bool = True
    told: list[ToldThing] = []


class TodaysAppointment(msgspec.Struct, frozen=True):
    """Somebody whose appointment is today."""

    code: str
    donor: str = msgspec.field(name="giver")


def may_hold(sort: Sort) -> bool:
    """Whether a thing of this sort keeps its owner's data or the owner's lock; a SIM card or a wifi device does not."""
    return sort in DEVICE_SORTS


def item_of(tx: World, key: str) -> Item | None:
    """The catalogue's thing with this key; services are no things."""
    return next((item for item in tx.plan.catalogue if item.key == key and item.sort != "service"), None)


def proposed(tx: World, condition: dict[str, str]) -> str:
    """The worst verdict of all answers."""
    found = [answer.verdict for question in (tx.plan.goods.questions if tx.plan.goods else ())
             for answer in question.answers if condition.get(question.key) == answer.key]  # fmt: skip
    return max(found, key=VERDICTS.index, default="usable")


@fact("desk.mine")
async def my_receptions(tx: World) -> list[Reception]:
    """Units for which the actor may take devices in: drop-off places first, then those they hold a role for."""
    held = [one for one in await held_by(tx, tx.actor.person_id) if one.role in KEEPERS and one.unit is not None]
    if not held:
        raise Refused(_("You need an invitation for this. Please ask the reception board for a code."))
    keys = [place.unit for place in (tx.plan.goods.drop_off if tx.plan.goods else ())]
    rows = await tx.work.rows(select(units).where(units.c.drive == tx.drive, units.c.key.in_(keys)))
    found = {row.id: row.name for row in sorted(rows, key=lambda row: keys.index(row.key))
             if any(row.path.startswith(one.path) for one in held)}  # fmt: skip
    for one in held:
        assert one.unit is not None
        found.setdefault(one.unit, one.unit_name)
    return [Reception(unit, name) for unit, name in found.items()][:MOST_RECEPTIONS]


@fact("desk.terms")
async def reception_terms(tx: World) -> ReceptionTerms:
    """The catalogue's things and the questions asked when they come in."""
    return ReceptionTerms(
        {
            item.key: ReceptionItem(item.name, list(item.questions), has_imei(item.sort), may_hold(item.sort))
            for item in tx.plan.catalogue
            if item.sort != "service"
        },
        {
            question.key: ReceptionQuestion(
                question.asks,
                {answer.key: answer.says for answer in question.answers},
                {answer.key: answer.verdict for answer in question.answers},
            )
            for question in (tx.plan.goods.questions if tx.plan.goods else ())
        },
    )


@fact("desk.awaited")
async def appointments_today(tx: World, *, desk: int) -> list[TodaysAppointment]:
    """Whose appointment at this reception is today, by the hour."""
    await require(tx, desk, *KEEPERS)
    row = await tx.work.one(select(units.c.key).where(units.c.id == desk))
    places = [place.key for place in (tx.plan.goods.drop_off if tx.plan.goods else ()) if place.unit == row.key]
    midnight = datetime.combine(tx.today, time(), tx.zone)
    rows = await expected(tx, places, midnight, midnight + timedelta(days=1)) if places else ()
    return [TodaysAppointment(row.code, row.donor_name) for row in rows][:MOST_EXPECTED]


@fact("desk.promise")
async def pledge_at(tx: World, *, desk: int, code: str) -> PledgeAtReception:
    """The pledge with a code, as the reception sees it; raises Refused for one that brings no things."""
    await require(tx, desk, *KEEPERS)
    row, exact = await find_pledge(tx, code)
    told = await told_of(tx, row.id)
    return PledgeAtReception(row.code, row.donor_name, row.status, await pieces_of(tx, row.id), exact, told)


async def find_pledge(tx: World, code: str) -> tuple[StoredPledge, bool]:
    """A pledge of things by its code, and whether the code was right to the letter; raises Refused."""
    stored = codes.read_code(code, tx.plan.code_prefix)
    meant = stored or codes.repair(code, tx.plan.code_prefix) or ""
    that = (pledges.c.code == meant) & (pledges.c.drive == tx.drive)
    row: StoredPledge | None = await tx.work.one(select(pledges).where(that))
    if row is None:
        raise Refused(_("I can't find a promise with the code {code}. Please compare it once more.", code=code[:20]))
    if row.kind != "devices":
        raise Refused(_("{code} is no promise of devices. Please take the device in without a promise.",
                        code=codes.shown(row.code)))  # fmt: skip
    return row, stored is not None


async def told_of(tx: World, pledge: int) -> list[ToldThing]:
    """What the donor said of the things of a pledge."""
    told = select(pledge_goods.c.item, pledge_goods.c.condition, pledge_goods.c.photo)
    rows = await tx.work.rows(told.where(pledge_goods.c.pledge_id == pledge).order_by(pledge_goods.c.id))
    return [
        ToldThing(row.item, msgspec.json.decode(row.condition, type=dict[str, str]), photo_for(tx, row.photo))
        for row in rows
    ]


async def pieces_of(tx: World, pledge: int) -> list[PledgePart]:
    """What a pledge holds, by kind, and how many pieces of it are in; kinds that were not pledged come last."""
    told = select(pledge_goods.c.item, pledge_goods.c.count).where(pledge_goods.c.pledge_id == pledge)
    counts: dict[str, int] = {}
    for item, count in await tx.work.rows(told.order_by(pledge_goods.c.id)):
        counts[item] = counts.get(item, 0) + count
    there = (devices.c.pledge_id == pledge) & (devices.c.status != "withdrawn")
    came = select(devices.c.item, func.count()).where(there).group_by(devices.c.item).order_by(devices.c.item)
    found = {item: int(count) for item, count in await tx.work.rows(came)}
    return [PledgePart(item, counts.get(item, 0), found.get(item, 0)) for item in dict.fromkeys([*counts, *found])]
