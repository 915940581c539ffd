"""Who receives, where and when: the whole reception board, as anybody may know it."""

from __future__ import annotations

import msgspec

from bot.chat.words import fact
from bot.programme.calendar.drop_off_hours import weekly
from bot.programme.people.notices import ToldNotice, notices_for
from bot.programme.plan.tree import unit_of
from bot.programme.world import World


class Member(msgspec.Struct, frozen=True):
    """Somebody of the board: whom they work for, and what they are there for."""

    name: str
    title: dict[str, str]
    phone: str
    unit: str
    address: str
    handles: dict[str, str]


class Counter(msgspec.Struct, frozen=True):
    """A place where things are brought: its weekly slots, and what holds there alone."""

    name: dict[str, str]
    address: str
    slots: list[str]
    notices: list[ToldNotice]


class Board(msgspec.Struct, frozen=True):
    """The organiser, the people and the places; `things` are what is brought there, `notices` hold for everybody."""

    organiser: dict[str, str]
    address: str
    phone: str
    email: str
    members: list[Member]
    counters: list[Counter]
    things: list[dict[str, str]]
    notices: list[ToldNotice]


@fact("reception.board")
async def whole_board(tx: World) -> Board:
    """The reception board of the drive; of notices what holds now or will."""
    plan, organiser = tx.plan, tx.plan.organiser
    places = plan.goods.drop_off if plan.goods and "devices" in plan.modules else ()
    general = [told for told in notices_for(plan, ()) if told.lasts(tx.now)]
    members = [
        Member(card.name, card.title, card.phone, unit_of(plan, card.unit).name, card.address, card.handles)
        for card in plan.contacts
    ]
    counters = []
    for place in places:
        here = [told for told in notices_for(plan, [place.unit]) if told.lasts(tx.now) and not told.everywhere]
        counters.append(Counter(place.name, place.address, [weekly(slot) for slot in place.slots], here))
    things = [item.name for item in plan.catalogue if item.sort != "service"]
    return Board(
        organiser.name,
        organiser.address,
        organiser.phone or "",
        organiser.email or "",
        members,
        counters,
        things if counters else [],
        general,
    )
