"""Whether the bot's books of things are what really lies on the shelves, to the piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec
from sqlalchemy import select

from bot.programme.ledger import tallies
from bot.programme.reporting import digest
from bot.programme.world import World
from bot.rehearsal.cast.goods import GoodsSide
from bot.storage.tables import devices, pledges


class ShelfBooks(msgspec.Struct, frozen=True):
    """Devices by tag: (thing, state, number, pledge); pieces by thing as the public sees them; pledges' states."""

    things: dict[str, tuple[str, str, str, str]]
    shown: dict[str, int]
    digest: dict[str, int]
    states: dict[str, str]


async def read_shelf(tx: World) -> ShelfBooks:
    """Reads it all in one view."""
    told = select(devices, pledges.c.code).outerjoin(pledges, pledges.c.id == devices.c.pledge_id)
    rows = await tx.work.rows(told.where(devices.c.drive == tx.drive))
    pledged = await tx.work.rows(select(pledges.c.code, pledges.c.status).where(pledges.c.kind == "devices"))
    return ShelfBooks(
        {row.tag: (row.item, row.status, row.serial or "", row.code or "") for row in rows},
        {item: sum.amount for item, sum in (await tallies.came(tx)).things.items()},
        (await digest.compose(tx)).things,
        {row.code: row.status for row in pledged},
    )


def goods_differ(goods: GoodsSide, kept: ShelfBooks) -> Iterator[str]:
    """Every difference between the books and the shelves."""
    for tag in sorted(kept.things.keys() | goods.shelf.keys()):
        piece = goods.shelf.get(tag)
        really = (piece.item.key, piece.state, piece.serial, piece.code) if piece else None
        if kept.things.get(tag) != really:
            yield f"{tag}: booked {kept.things.get(tag)}, really {really}"
    counted = Counter(piece.item.key for piece in goods.shelf.values())
    for place, shown in (("the public", kept.shown), ("the digest's readers", kept.digest)):
        if {item: n for item, n in shown.items() if n} != dict(counted):
            yield f"pieces shown to {place} {shown}, really {dict(counted)}"
    for donor in goods.donors:
        for code, told in donor.memory.pledges.items():
            if told.goods:
                whole = goods.whole(code, told.goods)
                right = "received" if whole else "cancelled" if code in donor.memory.cancelled else "promised"
                if kept.states.get(code) != right:
                    yield f"{code} of {donor.chat} is {kept.states.get(code)}, really {right}"
