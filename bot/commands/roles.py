"""`roles` and `invites`: who may do what, and who has been asked to; both can be ended here."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot import texts
from bot.chat.words import Refused
from bot.commands.opening import open_app
from bot.programme.people import leaving, open_invites
from bot.programme.people.role_list import Ended, Holder, ended_since, holders_of_roles
from bot.programme.world import World
from bot.settings import Settings

LATELY = timedelta(days=30)
REMEMBER = "A bot that runs tells people of it once it has started anew; the role itself has ended at once."


async def show(settings: Settings) -> int:
    """Prints every role that is held: its number, whose, for which unit, on which messenger, since when, last heard."""
    app = await open_app(settings)
    try:
        found: list[Holder] = await app.ask(holders_of_roles)
        ended: list[Ended] = await app.ask(lambda tx: ended_since(tx, tx.now - LATELY))
    finally:
        await app.database.close()
    for one in found:
        since, seen = (f"{at.astimezone(app.plan_zone):%d/%m/%Y %H:%M}" if at else "-" for at in (one.since, one.seen))
        who = f"{one.unit or '-'}, {one.name or '-'}, {one.channel}"
        print(f"{one.number}  {one.role}, {who}, since {since}, last heard {seen}")
    for gone in ended:
        at = f"{gone.at.astimezone(app.plan_zone):%d/%m/%Y}"
        by = gone.by or "the command line"
        print(f"ended {at} by {by}: {gone.role}, {gone.unit or '-'}, {gone.name or '-'}")
    print(f"{len(found)} roles; end one with: python -m bot roles end NUMBER [--successor NUMBER] [--sign-out]")
    return 0


async def end(settings: Settings, number: int, successor: int, lost: bool) -> int:
    """Ends a role; with `lost` all of the same address, which is a stranger's then."""
    left = await _act(settings, lambda tx: leaving.end(tx, role=number, successor=successor, lost=lost))
    if left is None:
        return 1
    print(f"{left.roles} ended: {left.name or '-'}. {REMEMBER}")
    return 0


async def show_invites(settings: Settings) -> int:
    """Prints every invitation that can still be used; the codes themselves are kept nowhere."""
    app = await open_app(settings)
    try:
        found: list[open_invites.Invite] = await app.ask(open_invites.all_open)
    finally:
        await app.database.close()
    for one in found:
        made, until = (f"{at.astimezone(app.plan_zone):%d/%m/%Y}" for at in (one.made, one.expires))
        print(f"{one.number}  {one.role}, {one.unit or '-'}, made {made}, until {until}")
    print(f"{len(found)} open; take one back with: python -m bot invites revoke NUMBER")
    return 0


async def revoke(settings: Settings, number: int) -> int:
    """Takes an invitation back."""

    async def call(tx: World) -> bool:
        await open_invites.revoke(tx, number)
        return True

    if not await _act(settings, call):
        return 1
    print(f"{number} is taken back")
    return 0


async def _act(settings: Settings, call: Callable[[World], Awaitable[Any]]) -> Any:
    """What a deed gives; None where it refuses, which is said then."""
    app = await open_app(settings)
    try:
        return await app.act(None, "", call)
    except Refused as no:
        print(texts.plain(no.why, "en"), file=sys.stderr)
        return None
    finally:
        await app.database.close()
