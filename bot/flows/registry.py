"""The list of flows: what each is called in a command and on the menu, and for whom it is.

Each flow enters itself; `bot.flows` imports them all, so whoever has the list has it whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from typing import Any

from bot.chat.phrase import Phrase
from bot.chat.words import Chat
from bot.flows.menu_order import FIRST, MENU

Body = Callable[[Chat], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation. A glance never asks, so it may be had in the middle of another."""

    name: str
    body: Body
    label: Phrase
    commands: tuple[str, ...]  # without the slash; the first is Vietnamese and published
    roles: frozenset[str]  # whose menu shows it; empty: everybody's
    glance: bool
    module: str  # the plan's module it belongs to, or ""
    link: str = ""  # what words behind /start, as deep links carry them, begin with to open it
    ended: bool = False  # nothing begins it any more; it stays for talks that were begun before another took its place


FLOWS: dict[str, Flow] = {}
COMMANDS: dict[str, Flow] = {}


def flow(
    *commands: str,
    label: Phrase,
    roles: tuple[str, ...] = (),
    glance: bool = False,
    module: str = "",
    link: str = "",
    ended: bool = False,
) -> Callable[[Body], Body]:
    """Enters a flow into the list under its function's name and its commands."""

    def enter(body: Body) -> Body:
        entry = Flow(body.__name__, body, label, commands, frozenset(roles), glance, module, link, ended)
        if entry.name in FLOWS:
            raise ValueError(f"two flows are called {entry.name}")
        FLOWS[entry.name] = entry
        for command in commands if ended else (entry.name, *commands):
            if COMMANDS.setdefault(command, entry) is not entry:
                raise ValueError(f"/{command} belongs to {COMMANDS[command].name} already")
        return body

    return enter


def opened_by(entry: Flow, argument: str) -> Flow:
    """The flow that a command opens: itself, but for /start with the words of a deep link to another flow."""
    if entry.name != "start" or not argument:
        return entry
    return next((f for f in FLOWS.values() if f.link and argument.lower().startswith(f.link)), entry)


def menu(roles: Collection[str], modules: frozenset[str]) -> list[Flow]:
    """The flows for somebody with these roles in a drive with these modules, in order: what the roles are for first."""
    first = [name for role, names in FIRST.items() if role in roles for name in names]
    flows = (FLOWS[name] for name in dict.fromkeys([*first, *MENU]))
    mine = (f for f in flows if not f.roles or not f.roles.isdisjoint(roles))
    return [f for f in mine if not f.module or f.module in modules]


def on_menu() -> list[Flow]:
    """Every flow that stands on somebody's menu, in order."""
    return [FLOWS[name] for name in MENU]
