"""The rounds of a drive as everybody may see them: built from what may be public, and from nothing else."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Phrase, _
from bot.programme.allocation.candidates import HELPED
from bot.programme.allocation.public_file import PublicPlace, PublicRound, PublicThing, list_hash, proof_of
from bot.programme.allocation.rounds import round_name, round_numbered
from bot.programme.allocation.suiting import NEED_NAMES, NEEDS, levels_of
from bot.programme.allocation.telling import ITEM
from bot.programme.world import World
from bot.storage.rows.allocation import StoredRound
from bot.storage.tables import allocation_places as places
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, devices, pledge_services, pledges, students

_NAME: Final = re.compile(f"({'|'.join(NEEDS)})-([1-9][0-9]{{0,5}})")
_GIVEN: Final = ("decided", "handed_over", "in_use")
STATES: Final[dict[str, Phrase]] = {
    "open": _("the list is open"),
    "proposed": _("proposed, may be objected to"),
    "decided": _("decided by two persons"),
    "cancelled": _("given up, another list takes its place"),
}
"""What a round's states are called."""


class RoundLine(msgspec.Struct, frozen=True):
    """A round as the page lists it, with its counts once its list is closed."""

    name: str
    number: int
    needs: Phrase
    state: Phrase
    secret_hash: str
    places: int
    given: int
    overrides: int


class OrdersBook(msgspec.Struct, frozen=True):
    """All rounds of a drive, the latest first."""

    drive: dict[str, str]
    rounds: list[RoundLine]


async def orders_page(tx: World) -> OrdersBook:
    """What the page of orders shows."""
    mine = select(rounds).where(rounds.c.drive == tx.drive).order_by(rounds.c.id.desc())
    counted = select(places.c.round_id, func.count()).join(rounds, rounds.c.id == places.c.round_id)
    counted = counted.where(rounds.c.drive == tx.drive).group_by(places.c.round_id)
    listed = {round: int(n) for round, n in await tx.work.rows(counted)}
    active = select(allocations.c.round_id, allocations.c.way, func.count()).where(
        allocations.c.drive == tx.drive, allocations.c.status != "ended"
    )
    given: dict[int, dict[str, int]] = {}
    for round, way, n in await tx.work.rows(active.group_by(allocations.c.round_id, allocations.c.way)):
        given.setdefault(round, {})[way] = int(n)
    return OrdersBook(
        tx.plan.short_name,
        [
            RoundLine(
                round_name(row.need, row.number),
                row.number,
                NEED_NAMES[row.need],
                STATES[row.status],
                row.secret_hash,
                listed.get(row.id, 0),
                sum(given.get(row.id, {}).values()),
                given.get(row.id, {}).get("override", 0),
            )
            for row in await tx.work.rows(mine)
        ],
    )


async def public_rounds(tx: World) -> list[PublicRound]:
    """All rounds, the latest first, without their orders."""
    mine = select(rounds).where(rounds.c.drive == tx.drive).order_by(rounds.c.id.desc())
    return [_facts(tx, row) for row in await tx.work.rows(mine)]


async def public_round(tx: World, name: str) -> PublicRound | None:
    """The round of a name such as "device-1", with its order."""
    matched = _NAME.fullmatch(name)
    row = await round_numbered(tx, matched[1], int(matched[2])) if matched else None
    if row is None:
        return None
    found = await _places(tx, row)
    rules = tx.plan.students
    classes = tuple(one.key for one in rules.priorities) if rules else ()
    stock = msgspec.json.decode(row.stock or "{}", type=dict[str, int])
    things = tuple(PublicThing(item, count, levels_of(tx.plan, item)) for item, count in stock.items())
    facts = _facts(tx, row)
    hashed = list_hash(found) if row.mark else ""
    return msgspec.structs.replace(facts, list_hash=hashed, classes=classes, things=things, places=tuple(found))


def gift_of(row: Any) -> str:
    """What a proof says of a thing: a device's tag, or a service's code and which one of its quota."""
    return str(row.tag) if row.tag is not None else f"{row.code}/{row.part}"


def _facts(tx: World, row: StoredRound) -> PublicRound:
    """What holds for a round; its secret only once its list is closed."""
    return PublicRound(
        drive=row.drive,
        round=round_name(row.need, row.number),
        state=row.status,
        opened=_minute(tx, row.opened_at),
        secret_hash=row.secret_hash,
        closed=_minute(tx, row.closed_at),
        objections_until=_minute(tx, row.objections_until),
        decided=_minute(tx, row.decided_at),
        mark_number=row.mark_number or 0,
        mark=row.mark or "",
        secret=row.secret if row.mark else "",
    )


def _minute(tx: World, at: datetime | None) -> str:
    return f"{at.astimezone(tx.zone):%Y-%m-%d %H:%M}" if at is not None else ""


async def _places(tx: World, row: StoredRound) -> list[PublicPlace]:
    """Every place of a round's order, with what became of it."""
    mine = await _of_round(tx, row.id)
    elsewhere = select(allocations.c.student_id).where(
        allocations.c.drive == tx.drive,
        allocations.c.need == row.need,
        allocations.c.round_id != row.id,
        (allocations.c.status != "ended") | allocations.c.end_reason.in_(HELPED),
    )
    later = {one.student_id for one in await tx.work.rows(elsewhere)}
    order = select(places, students.c.status).join(students, students.c.id == places.c.student_id)
    found = []
    for one in await tx.work.rows(order.where(places.c.round_id == row.id).order_by(places.c.place)):
        told = mine.get(one.student_id)
        if told is None:
            told = {"decision": "later" if one.student_id in later else "waiting"}
            if one.status != "approved" and one.student_id not in later:
                told = {"decision": "gone"}
        what = {name: value for name, value in told.items() if name not in ("salt", "gift")}
        if told["decision"] == "given":
            what["proof"] = proof_of(told["salt"], told["gift"], one.slot)
        found.append(PublicPlace(one.place, one.slot, one.household, one.verified_on, one.level, row.need, **what))
    return found


async def _of_round(tx: World, round: int) -> dict[int, dict[str, Any]]:
    """By student: what a round gives, or gave and took back."""
    statement = (
        select(allocations, devices.c.tag, pledges.c.code, ITEM)
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(pledges, pledges.c.id == allocations.c.pledge_id)
        .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
        .where(allocations.c.round_id == round)
        .order_by(allocations.c.id)
    )
    found: dict[int, dict[str, Any]] = {}
    for row in await tx.work.rows(statement):
        thing = {"thing": row.item, "way": row.way}
        if row.status == "ended":
            if row.decided_by is not None:
                found[row.student_id] = {"decision": "ended", **thing, "reason": row.end_reason}
            continue
        given = {"decision": "given", "salt": row.salt, "gift": gift_of(row)}
        told = given if row.status in _GIVEN else {"decision": "proposed"}
        found[row.student_id] = {**told, **thing, "reason": row.override or ""}
    return found
