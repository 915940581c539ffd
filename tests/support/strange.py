"""Flows that only tests hold, entered into the list of flows for the time of one test."""

from __future__ import annotations

import pytest

from bot.chat.kinds import Number, Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, deed
from bot.flows.registry import COMMANDS, FLOWS, Body, Flow
from bot.programme.world import World
from bot.storage.tables import marks


def enter(monkeypatch: pytest.MonkeyPatch, body: Body, *commands: str, glance: bool = False, name: str = "") -> None:
    """Puts a flow into the list, as `@flow` would."""
    name = name or body.__name__
    entry = Flow(name, body, Phrase(name), commands, frozenset(), glance, "")
    for command in (name, *commands):
        monkeypatch.setitem(COMMANDS, command, entry)
    monkeypatch.setitem(FLOWS, name, entry)


@deed("strange.mark")
async def mark(tx: World, *, name: str) -> str:
    """Leaves a mark that can be left only once."""
    tx.work.add(marks, name=name, value="done")
    await tx.work.flush()
    return name


async def poison(chat: Chat) -> None:
    """Breaks for one answer only."""
    said = await chat.ask("said", Text(), _("Say something."))
    if said == "poison":
        raise ZeroDivisionError("poison")
    await chat.say(_("You said {said}.", said=said))


async def counting(chat: Chat) -> None:
    """Asks for three numbers and says their sum."""
    first = await chat.ask("first", Number(0, 99), _("The first number?"), label=_("First"))
    second = await chat.ask("second", Number(0, 99), _("The second number?"), label=_("Second"))
    if not await chat.review("sure", _("Is it so?")):
        await chat.say(_("Dropped."))
        return
    await chat.do(mark, name=f"sum {first + second}")
    await chat.say(_("The sum is {sum}.", sum=first + second))
    more = await chat.ask("more", Number(0, 99), _("And another?"))
    await chat.say(_("Then it is {sum}.", sum=first + second + more))
