"""What happens though nobody asks for it: each subject enters its own occasions here, and the clock finds them due."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

import msgspec

from bot import programme
from bot.messages import Incoming
from bot.programme.calendar.quiet_hours import quiet
from bot.programme.plan import Plan
from bot.programme.world import World

Happen = Callable[[World, Incoming], Awaitable[None]]
"""What is done when an occasion comes; the update's `about` says what it is about."""


class Due(msgspec.Struct, frozen=True, order=True):
    """One thing that is to happen once: when, its unique name, and what it is about."""

    at: datetime
    key: str
    sort: str
    drive: str
    about: dict[str, str] = {}


Times = Callable[[Plan, datetime, datetime], Iterable[Due]]
"""What a plan makes fall due after one moment and up to another; what lies outside may be among it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that happens by itself: what is done then, and when, unless something other than the clock brings it.

    One that writes to people waits for the end of the quiet hours.
    """

    happen: Happen
    times: Times | None
    writes: bool


_entered: dict[str, Occasion] = {}


def occasion(name: str, *, times: Times | None = None, writes: bool = False) -> Callable[[Happen], Happen]:
    """Enters an occasion under a name that never changes: updates that wait in the inbox bear it."""

    def enter(happen: Happen) -> Happen:
        if name in _entered:
            raise ValueError(f"two occasions are called {name}")
        _entered[name] = Occasion(happen, times, writes)
        return happen

    return enter


@cache
def occasions() -> Mapping[str, Occasion]:
    """Every occasion of the programme by its name; to have them all, all of the programme is imported."""
    for found in pkgutil.walk_packages(programme.__path__, f"{programme.__name__}."):
        importlib.import_module(found.name)
    return MappingProxyType(_entered)


def due(plan: Plan, after: datetime, until: datetime) -> list[Due]:
    """What is to be done at `until` of all that falls into (after, until]; in quiet hours nobody is written to.

    Go on from `seen` the next time, so that what waits for the morning is found again then.
    """
    found, waits = planned(plan, after, until), quiet(plan, until)
    return [one for one in found if not (waits and occasions()[one.sort].writes)]


def seen(plan: Plan, after: datetime, until: datetime) -> datetime:
    """Up to when everything has been seen to once `due(plan, after, until)` is done."""
    return after if quiet(plan, until) else until


def planned(plan: Plan, after: datetime, until: datetime) -> list[Due]:
    """Everything of a drive that falls into (after, until], in order, whatever the hour."""
    timed = [one.times(plan, after, until) for one in occasions().values() if one.times is not None]
    return sorted(one for found in timed for one in found if after < one.at <= until)
