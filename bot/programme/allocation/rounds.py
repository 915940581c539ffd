"""Rounds: a list of students that is open, then closed, put in order and given to, then the next.

    open        its secret is drawn, and the secret's hash stands in the ledger for everybody
    proposed    the list is closed: its hash stands in the ledger too; that entry's own hash is the draw's mark, the
                secret is public, and so are the order and what everybody is to be given; there may be objections
    decided     a second person has signed it, once the time for objections was over
    cancelled   it is given up for a reason; it stays public, and is counted in the digest

So nobody, not even we, can choose an order: the secret is fixed before the list is, and the mark after it. There is at
most one round under way for a need.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from bot import texts
from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.messages import Incoming
from bot.programme.allocation.candidates import candidates
from bot.programme.allocation.order import SIZE, hash_of
from bot.programme.allocation.suiting import NEED_NAMES, needs_met
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.ledger import entries as ledger
from bot.programme.people.roles import require_organiser
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.rows.allocation import StoredRound
from bot.storage.tables import allocation_rounds as rounds

PROPOSERS: Final = ("coordinator", "manager")
"""Who closes lists and proposes, for the organiser."""
AT: Final = 5  # o'clock


async def under_way(tx: World, need: str) -> StoredRound | None:
    """The round of a need that is open or proposed."""
    mine = (rounds.c.drive == tx.drive) & (rounds.c.need == need) & rounds.c.status.in_(("open", "proposed"))
    row: StoredRound | None = await tx.work.one(select(rounds).where(mine))
    return row


async def round_numbered(tx: World, need: str, number: int) -> StoredRound | None:
    """A round of this drive."""
    mine = (rounds.c.drive == tx.drive) & (rounds.c.need == need) & (rounds.c.number == number)
    row: StoredRound | None = await tx.work.one(select(rounds).where(mine))
    return row


async def proposed_round(tx: World, id: int) -> StoredRound:
    """A round of this drive that is proposed; raises Refused for any other."""
    mine = (rounds.c.drive == tx.drive) & (rounds.c.id == id)
    row: StoredRound | None = await tx.work.one(select(rounds).where(mine))
    if row is None or row.status != "proposed":
        raise Refused(_("This proposal is settled already."))
    return row


def round_name(need: str, number: int) -> str:
    """What a round is called in files and addresses, e.g. "device-1"."""
    return f"{need}-{number}"


async def begin_round(tx: World, need: str) -> None:
    """Opens a round: from now on its secret cannot change any more."""
    secret = secrets.token_bytes(SIZE)
    last = select(func.max(rounds.c.number)).where(rounds.c.drive == tx.drive, rounds.c.need == need)
    [[number]] = await tx.work.rows(last)
    number = (number or 0) + 1
    tx.work.add(
        rounds,
        id=new_id(),
        drive=tx.drive,
        need=need,
        number=number,
        secret=secret.hex(),
        secret_hash=hash_of(secret),
        status="open",
        opened_at=tx.now,
        closed_at=None,
        mark_number=None,
        mark=None,
        stock=None,
        objections_until=None,
        proposed_by=None,
        decided_by=None,
        decided_at=None,
        reason=None,
    )
    said = _("Round {number}, {needs}: SHA-256 of the draw's secret {hash}", number=number, needs=NEED_NAMES[need],
             hash=hash_of(secret))  # fmt: skip
    await ledger.enter(tx, "list_opened", about="", reason=texts.plain(said, tx.plan.language))


@deed("allocation.open_list")
async def open_list(tx: World, *, need: str) -> str:
    """Opens the list of a need where none is under way; returns its name."""
    await require_organiser(tx, *PROPOSERS)
    if need not in needs_met(tx.plan):
        raise Refused(_("This drive gives nothing of that kind."))
    if await under_way(tx, need) is None:
        await begin_round(tx, need)
    row = await under_way(tx, need)
    assert row is not None
    return round_name(need, row.number)


def opening_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning since the drive opened, also after its close, for what was collected is given then."""
    if plan.students is not None:
        for at in every_day(plan, AT, 0, since_opened(plan, after), until):
            yield Due(at, f"allocation_lists:{plan.slug}:{at:%Y-%m-%d}", "allocation_lists", plan.slug)


@occasion("allocation_lists", times=opening_times)
async def open_lists(tx: World, _update: Incoming) -> None:
    """Opens a list as soon as the first student is approved, so that its secret is fixed long before it closes."""
    for need in needs_met(tx.plan):
        if await under_way(tx, need) is None and await candidates(tx, need):
            await begin_round(tx, need)
