"""What a donor is shown to be sure of: each thing of a gift is bound to one place on the list, and to no other."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from bot.chat.words import fact
from bot.programme.allocation.public_file import proof_of
from bot.programme.allocation.public_rounds import gift_of
from bot.programme.allocation.rounds import round_name
from bot.programme.allocation.telling import ITEM, PATH, name_of_thing
from bot.programme.giving.bought import devices_bought_with
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.world import World
from bot.storage.tables import allocation_rounds as rounds
from bot.storage.tables import allocations, devices, pledge_services, pledges, students

MOST = 20
BOUND = ("decided", "handed_over", "in_use")


class GiftProof(msgspec.Struct, frozen=True):
    """One thing of a gift and the place on the list it is bound to, with all that is hashed and the public hash.

    `gifts_there` and `places_here`: how many things that place is bound to, and places that thing; one each, or it is
    no proof.
    """

    thing: dict[str, str]
    gift: str
    slot: str
    salt: str
    proof: str
    round: str
    place: int
    gifts_there: int
    places_here: int
    link: str


@fact("allocation.proof")
async def proofs(tx: World, *, code: str) -> list[GiftProof]:
    """The proofs of the actor's own gift, no more than MOST; [] while nothing of it is bound to anybody."""
    row = await require_own_pledge(tx, code)
    bought = await devices_bought_with(tx, row.id)
    statement = (
        select(allocations, devices.c.tag, pledges.c.code, ITEM, students.c.slot, rounds.c.number)
        .join(students, students.c.id == allocations.c.student_id)
        .join(rounds, rounds.c.id == allocations.c.round_id)
        .outerjoin(devices, devices.c.id == allocations.c.device_id)
        .outerjoin(pledges, pledges.c.id == allocations.c.pledge_id)
        .outerjoin(pledge_services, pledge_services.c.pledge_id == allocations.c.pledge_id)
        .where((devices.c.pledge_id == row.id) | devices.c.id.in_(bought) | (allocations.c.pledge_id == row.id))
        .where(allocations.c.status.in_(BOUND))
        .order_by(allocations.c.id)
        .limit(MOST)
    )
    found = []
    for one in await tx.work.rows(statement):
        gift, name = gift_of(one), round_name(one.need, one.number)
        same = (allocations.c.student_id == one.student_id) & (allocations.c.need == one.need)
        thing = (allocations.c.device_id == one.device_id) if one.device_id else (
            (allocations.c.pledge_id == one.pledge_id) & (allocations.c.part == one.part)
        )  # fmt: skip
        counts = []
        for which in (same, thing):
            active = select(func.count()).select_from(allocations).where(which, allocations.c.status != "ended")
            [[number]] = await tx.work.rows(active)
            counts.append(int(number))
        found.append(
            GiftProof(
                thing=name_of_thing(tx, one.item),
                gift=gift,
                slot=one.slot,
                salt=one.salt.hex(),
                proof=proof_of(one.salt, gift, one.slot),
                round=name,
                place=one.place,
                gifts_there=counts[0],
                places_here=counts[1],
                link=f"{tx.site}{PATH}/{name}.csv" if tx.site else "",
            )
        )
    return found
