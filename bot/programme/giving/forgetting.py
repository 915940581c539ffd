"""A donor is forgotten: name, address and words go, and the books stay whole, for they never held them.

What the accounting law wants kept stays, encrypted: sums and days, and what the bank or a cash book says of a payment.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec
from sqlalchemy import delete as remove
from sqlalchemy import func, or_, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.giving.pledges import take_back
from bot.programme.world import World
from bot.storage import inbox
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import (
    cancellations,
    cards,
    certificates,
    contacts,
    devices,
    fetches,
    nominations,
    outbox,
    people,
    pledge_goods,
    pledge_services,
    pledges,
    receipts,
    roles,
    talks,
)

GONE: Final = "forgotten"
"""Why such a contact cannot be reached, and what stands in the place of its address."""


class Known(msgspec.Struct, frozen=True):
    """What there is to forget of somebody: gifts in all, of them promises for which nothing has come, certificates."""

    gifts: int
    open_ones: int
    certificates: int


class _Whose(msgspec.Struct, frozen=True):
    """One person's contacts: (number, channel, chat)."""

    person: int
    contacts: list[tuple[int, str, str]]

    @property
    def numbers(self) -> list[int]:
        return [number for number, _channel, _chat in self.contacts]


@fact("donor.known")
async def known_of_me(tx: World) -> Known:
    """What is known of the actor as a donor; refuses whoever has a task."""
    await _no_task(tx, tx.actor.person_id)
    whose = await _person(tx, tx.actor.person_id)
    mine = pledges.c.contact_id.in_(whose.numbers)
    gifts = (await tx.work.one(select(func.count()).select_from(pledges).where(mine)))[0]
    papers = (
        select(func.count()).select_from(certificates).join(pledges).where(mine, certificates.c.revoked_at.is_(None))
    )
    return Known(int(gifts), len(await _open(tx, whose.numbers)), int((await tx.work.one(papers))[0]))


@deed("donor.forget")
async def forget_me(tx: World) -> int:
    """Forgets the actor, who hears the answer still; returns how many gifts no longer bear a name."""
    done = await _forget(tx, await _person(tx, tx.actor.person_id))
    tx.actor.unreachable, tx.actor.changed = GONE, True  # the turn writes down whom it met
    return done


async def forget(tx: World, *, who: str) -> int:
    """Forgets whoever made the gift with this code, or has this address, "telegram:123"; raises Refused."""
    stored = codes.read_code(who, tx.plan.code_prefix)
    by_code = select(contacts.c.person_id).join(pledges, pledges.c.contact_id == contacts.c.id)
    by_address = select(contacts.c.person_id).where(contacts.c.address == who.strip())
    row = await tx.work.one(by_code.where(pledges.c.code == stored) if stored else by_address)
    if row is None:
        raise Refused(_("I can't find anybody by {who}.", who=who[:60] or "–"))
    return await _forget(tx, await _person(tx, row.person_id))


async def _person(tx: World, person: int) -> _Whose:
    mine = select(contacts.c.id, contacts.c.channel, contacts.c.chat).where(contacts.c.person_id == person)
    return _Whose(person, [(row.id, row.channel, row.chat) for row in await tx.work.rows(mine)])


async def _open(tx: World, numbers: Collection[int]) -> list[StoredPledge]:
    """Promises in this drive for which nothing has come in."""
    came = or_(
        pledges.c.id.in_(select(receipts.c.pledge_id).where(receipts.c.pledge_id.is_not(None))),
        pledges.c.id.in_(select(devices.c.pledge_id).where(devices.c.pledge_id.is_not(None))),
    )
    mine = (pledges.c.contact_id.in_(numbers)) & (pledges.c.drive == tx.drive) & (pledges.c.status == "promised")
    return list(await tx.work.rows(select(pledges).where(mine, ~came)))


async def _no_task(tx: World, person: int) -> None:
    """Who signed, booked or handed over must stay known as long as the books are kept."""
    held = select(roles.c.id).where(roles.c.person_id == person, roles.c.ended_at.is_(None))
    if await tx.work.one(held):
        raise Refused(
            _("Whoever has a task in this drive stands in its books by name. The organiser has to end the task first.")
        )


async def _forget(tx: World, whose: _Whose) -> int:
    await _no_task(tx, whose.person)
    for row in await _open(tx, whose.numbers):
        await take_back(tx, row)
    mine = pledges.c.contact_id.in_(whose.numbers)
    given = select(pledges.c.id).where(mine)
    papers = certificates.c.pledge_id.in_(given)
    count = int((await tx.work.one(select(func.count()).select_from(pledges).where(mine)))[0])
    own_talk = (talks.c.contact_id == (tx.me.id if tx.me else 0)) & (talks.c.status == "open")  # ends by itself
    no_name = {"donor_name": "", "through": None, "giving_from": None, "shown": "nothing", "remind_at": None}
    named = pledges.c.donor.in_(("self", "firm"))
    for statement in (
        update(pledges).where(mine, named).values(donor="anonymous"),
        update(pledges).where(mine).values(**no_name),
        update(pledge_goods).where(pledge_goods.c.pledge_id.in_(given)).values(fetch_from=None, photo=None),
        update(fetches).where(fetches.c.pledge_id.in_(given)).values(goes="", why=""),
        update(pledge_services).where(pledge_services.c.pledge_id.in_(given)).values(beneficiaries=""),
        update(cancellations).where(cancellations.c.pledge_id.in_(given)).values(reason=""),
        update(certificates).where(papers, certificates.c.revoked_at.is_(None)).values(revoked_at=tx.now),
        update(certificates).where(papers).values(name="", shown="nothing"),
        update(nominations).where(nominations.c.pledge_id.in_(given)).values(why=""),
        update(nominations)
        .where(nominations.c.pledge_id.in_(given), nominations.c.status == "proposed")
        .values(status="declined"),
        update(cards).where(cards.c.pledge_id.in_(given)).values(muted=True, due_at=None),
        remove(talks).where(talks.c.contact_id.in_(whose.numbers), ~own_talk),
        update(people).where(people.c.id == whose.person).values(name=""),
    ):
        await tx.work.execute(statement)
    for number, channel, chat in whose.contacts:
        await _forget_chat(tx, number, channel, chat)
    return count


async def _forget_chat(tx: World, number: int, channel: str, chat: str) -> None:
    """What was said in a chat goes, and the way back to it; whoever writes there again is somebody new."""
    await inbox.forget(tx.work, channel, chat)
    await tx.work.execute(remove(outbox).where(outbox.c.channel == channel, outbox.c.chat == chat))
    gone = {"address": f"{channel}:{GONE}-{number}", "chat": f"{GONE}-{number}", "unreachable": GONE, "offers": "[]"}
    await tx.work.execute(update(contacts).where(contacts.c.id == number).values(**gone))
