"""Pictures of transfers that donors send, where they are read: what they say is said back, and counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import msgspec

from bot.bank.bills import Bill, BillJob, NoBill
from bot.chat.kind import File
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming, Lane, Outgoing
from bot.programme.calendar.occasions import occasion
from bot.programme.codes import shown
from bot.programme.giving.awaited import seen, without_picture
from bot.programme.giving.pledges import Pledge, my_pledges
from bot.programme.people.contacts import reachable
from bot.programme.world import World
from bot.storage import outbox
from bot.storage.ids import new_id

CHANNEL: Final = "bill"
"""The reader's, which takes its jobs out of the outbox."""
LATEST: Final = 10
"""So many of a donor's pledges are looked through."""


async def has_read(tx: World, picture: File | None) -> bool:
    """Has a picture read that may show the actor's transfer; False where nobody reads, or no money is pledged."""
    if CHANNEL not in tx.readers or picture is None or not picture.mime.startswith("image/"):
        return False
    if not _of_money(await my_pledges(tx, most=LATEST)):
        return False
    job = BillJob(
        job=new_id(),
        drive=tx.drive,
        prefix=tx.plan.code_prefix,
        zone=tx.plan.time_zone,
        contact=tx.actor.id,
        file=picture.ref,
        asked_at=tx.now,
    )
    told = msgspec.to_builtins(job)
    message = Outgoing(id=new_id(), channel=CHANNEL, chat=str(job.contact), lane=Lane.NOTICE, text="", document=told)
    outbox.lay(tx.work, message)
    tx.out.append(message)
    return True


@occasion("bill_read")
async def bill_read(tx: World, happened: Incoming) -> None:
    """Says back what was read in a picture, or what is known without it."""
    contact: int = happened.about["contact"]
    sender = (await reachable(tx, [contact])).get(contact)
    if sender is None:
        return
    found: Bill | NoBill = msgspec.convert(happened.about["found"], Bill | NoBill)
    pledges = await my_pledges(replace(tx, me=sender), most=LATEST)
    tx.tell(sender, said_of(found, pledges), offers=[Offer(_("🎁 My gifts"), "/my_gifts")], awaited=True)


def said_of(found: Bill | NoBill, pledges: list[Pledge]) -> list[Phrase]:
    """What the sender of a picture hears: of a code that is not theirs no more than that."""
    unread = _("I could not read a gift's code in your picture.")
    if isinstance(found, NoBill):
        return without_picture(pledges, unread)
    mine = {one.code: one for one in _of_money(pledges)}
    waiting = [code for code in found.guesses if code in mine and mine[code].status == "promised"]
    codes = found.codes or waiting  # a slip is only mended to what somebody waits for
    if len(codes) != 1:
        return without_picture(pledges, unread)
    if codes[0] not in mine:
        return without_picture(pledges, _("The code in your picture is none of your open promises here."))
    return _read(found, mine[codes[0]])


def _of_money(pledges: list[Pledge]) -> list[Pledge]:
    return [one for one in pledges if one.cash is not None and one.status in ("promised", "received")]


def _read(found: Bill, pledge: Pledge) -> list[Phrase]:
    """What was read beside what the books say."""
    code, cash = shown(pledge.code), None if found.minor is None else Cash(found.minor)
    if cash is None:
        first = _("In your picture I read {code}.", code=code)
        if found.at is not None:
            first = _("In your picture I read {code}, {time}.", code=code, time=found.at)
    else:
        first = _("In your picture I read {code}, {sum}.", code=code, sum=cash)
        if found.at is not None:
            first = _("In your picture I read {code}, {sum}, {time}.", code=code, sum=cash, time=found.at)
    lines = [first, *seen(pledge)]
    if pledge.status != "promised":
        return lines
    if cash is not None and cash != pledge.cash:
        lines.append(_("That is not the sum you promised, and I may have misread it."))
    lines.append(
        _("A picture is not yet the money: the books count it once the bank tells us, and I tell you at once.")
    )
    return lines
