"""What people may write, and where it should lead: the sets of `tests/wishes`, and whether a message is understood."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from bot.programme.people.roles import Held, menu_roles
from bot.programme.plan import Plan, load_plan
from bot.turn import likelihood
from bot.turn.likelihood import STEERING
from bot.turn.wished import wished_inside
from bot.wishes.book import QUESTION
from bot.wishes.understand import Understood, understand

FOLDER: Final = Path(__file__).parent.parent / "tests" / "wishes"
NAME: Final = "name"
"""The question that takes any words; what is said there is asked about, not understood."""
VALUE: Final = "value"
"""Wanted of what only answers an open question; `tests/wishes/test_values.py` hears it."""
FILLS: Final = " →"
"""Between a message and the value that has to be filled in."""


class Said(NamedTuple):
    """One message: any of `wants` is right, none at all where it is empty; `fills` is the value it bears."""

    text: str
    wants: frozenset[str]
    role: str
    inside: str
    fills: str = ""

    @property
    def is_wish(self) -> bool:
        """Whether it leads somewhere, and is neither a name nor the value of an open question."""
        return self.inside != NAME and VALUE not in self.wants


@cache
def said(pattern: str) -> tuple[Said, ...]:
    """Every message of the files that match."""
    return tuple(one for path in sorted(FOLDER.glob(pattern)) for one in _of(path))


def _of(path: Path) -> Iterator[Said]:
    for group in tomllib.loads(path.read_text())["group"]:
        for line in group["says"].strip().splitlines():
            text, _arrow, fills = line.partition(FILLS)
            yield Said(text, frozenset(group["wants"]), group.get("role", ""), group.get("inside", ""), fills.strip())


@cache
def plan() -> Plan:
    """The plan they are heard in."""
    return load_plan("thanh-oai")


def heard(one: Said) -> Understood:
    """What the bot makes of a message, for a person with that role, with the choices it would offer."""
    roles = menu_roles([Held(one.role, 1, "", "/", reports=True)])
    likely = likelihood.likely(roles, plan().modules)
    weight = likelihood.inside(likely) if one.inside else likelihood.outside(likely)
    found = understand(likelihood.index_of(plan()), one.text, weight)
    return replace(found, near=tuple(wish for wish in found.near if likely(wish) >= 1 or one.inside))


def right(one: Said, found: Understood) -> bool:
    """Whether it leads where it should, or one of the choices does; where it asks for nothing, nothing is begun.

    A question that the plan does not answer leads to a person.
    """
    if not one.wants:
        return found.sure is None
    led = {found.sure} if found.sure else {*found.near}
    if one.inside:
        led = {wish for wish in (wished_inside(found),) if wish}
    if "people_to_call" in led or any(wish.startswith(QUESTION) and wish not in _answered() for wish in led):
        led.add("person")
    if not one.inside and not led.isdisjoint(STEERING):
        led.add("my_gifts")  # nothing is open that could be stopped
    return not one.wants.isdisjoint(led)


@cache
def _answered() -> frozenset[str]:
    return frozenset(f"{QUESTION}{faq.key}" for faq in plan().faq)
