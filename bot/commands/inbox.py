"""`inbox`: what was set aside because something went wrong with it; taken in again, or put by for good."""

from __future__ import annotations

import sys

from bot.commands.opening import open_app
from bot.settings import Settings
from bot.storage import inbox
from bot.storage.inbox import SetAside
from bot.turn.turn import UNSPOKEN


async def show(settings: Settings) -> int:
    """Prints each by its name, with the error; 1 if there is any."""
    app = await open_app(settings)
    try:
        found: list[SetAside] = await app.ask(lambda tx: inbox.all_set_aside(tx.work))
    finally:
        await app.database.close()
    for one in found:
        print(f"{one.at.astimezone(app.plan_zone):%d/%m/%Y %H:%M}  {one.name}\n    {one.why}")
    print(f"{len(found)} set aside")
    if found:
        print("     inbox replay NAME takes one in again, inbox clear NAME puts it by; without NAME:")
        print("     replay all that nobody said (the clock, banks), clear all")
    return 1 if found else 0


async def replay(settings: Settings, name: str) -> int:
    """Takes one in again, or all that nobody said; 1 if one of them goes wrong once more, or is not there."""
    app = await open_app(settings)
    done = left = 0
    try:
        found: list[SetAside] = await app.ask(lambda tx: inbox.all_set_aside(tx.work))
        wanted = [one for one in found if (one.name == name if name else one.channel in UNSPOKEN)]
        for one in wanted:
            try:
                done += await app.turn.take_again(one)
            except Exception as trouble:  # it stays set aside, and the others go on
                left += 1
                print(f"FIX  {one.name}: {type(trouble).__name__}", file=sys.stderr)
    finally:
        await app.database.close()
    if name and not wanted:
        return _unknown(name)
    print(f"{done} taken in; {left} left. What is written to people goes out once the bot has started anew.")
    return 1 if left else 0


async def clear(settings: Settings, name: str) -> int:
    """Puts one by, or all: nothing is done about them any more; 1 if it is not there."""
    app = await open_app(settings)
    try:
        put = await app.act(None, "", lambda tx: inbox.put_by(tx.work, name))
    finally:
        await app.database.close()
    if name and not put:
        return _unknown(name)
    print(f"{put} put by")
    return 0


def _unknown(name: str) -> int:
    print(f"nothing of the name {name!r} is set aside; see: python -m bot inbox list", file=sys.stderr)
    return 1
