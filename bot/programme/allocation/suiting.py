"""Which kinds of things meet a need, and which of them suit a level of school best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from bot.chat.phrase import Phrase, _
from bot.programme.plan import Plan
from bot.programme.plan.gifts import Item
from bot.programme.plan.terms import Lack, Level

Need = Literal["device", "line"]
NEEDS: Final[tuple[Need, ...]] = get_args(Need)
MET_BY: Final[Mapping[str, Lack]] = {"device": "device", "line": "connection"}
"""What a plan's things are said to meet, by the need on record."""
NEED_NAMES: Final[Mapping[str, Phrase]] = {"device": _("devices"), "line": _("connections")}
LEVELS: Final[tuple[Level, ...]] = get_args(Level)

_FOR_THE_YOUNGER: Final = ("tablet", "laptop", "computer", "desktop", "phone")
_FOR_THE_OLDER: Final = ("laptop", "computer", "desktop", "tablet", "phone")
BEST_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "kindergarten": _FOR_THE_YOUNGER,
    "primary": _FOR_THE_YOUNGER,
    "lower_secondary": _FOR_THE_OLDER,
    "upper_secondary": _FOR_THE_OLDER,
}
"""Sorts of devices, the best for a level first: the older ones write more; a phone is for where nothing else is."""


def needs_met(plan: Plan) -> list[Need]:
    """The needs for which a drive has anything to give at all."""
    return [need for need in NEEDS if items_for(plan, need)] if plan.students is not None else []


def items_for(plan: Plan, need: str) -> list[Item]:
    """The things of the catalogue that meet a need, in its order."""
    return [item for item in plan.catalogue if item.meets == MET_BY[need]]


def suiting(plan: Plan, need: str) -> dict[str, list[str]]:
    """By level, the keys of the things that suit it, the best first; connections in the catalogue's own order."""
    return {level: [item.key for item in _sorted(items_for(plan, need), level, need)] for level in LEVELS}


def levels_of(plan: Plan, item: str) -> tuple[str, ...]:
    """The levels of school a thing of the catalogue suits."""
    found = next((one for one in plan.catalogue if one.key == item), None)
    return tuple(found.levels or LEVELS) if found is not None else ()


def _sorted(items: list[Item], level: str, need: str) -> list[Item]:
    fitting = [item for item in items if not item.levels or level in item.levels]
    if need == "device":
        fitting.sort(key=lambda item: BEST_FIRST[level].index(item.sort))
    return fitting
