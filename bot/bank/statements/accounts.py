"""Which of the accounts that a file tells of is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable


def bare(number: str) -> str:
    """An account number in letters and digits only."""
    return "".join(c for c in number if c.isalnum())


def is_same(told: str, ours: str) -> bool:
    """Whether two numbers are of one account: noughts before it may be lost, and stars or x stand for any digit."""
    told, ours = (re.sub(r"[^0-9a-z*]", "", one.lower()).lstrip("0") for one in (told, ours))
    if told == ours:
        return True
    masked = re.fullmatch(r"([0-9]*)[x*]{2,}([0-9]*)", told)
    return (
        masked is not None and bool(masked[1] or masked[2]) and ours.startswith(masked[1]) and ours.endswith(masked[2])
    )


def others_in(told: Iterable[str], ours: str) -> set[str]:
    """The accounts whose lines are not ours: all but ours; none if the file tells of a single one, whatever its number.

    A file of one other account may be meant all the same, for an account can have two numbers: a person is asked.
    """
    known = {number for number in told if number}
    others = {number for number in known if not is_same(number, ours)}
    return set() if len(known) == len(others) == 1 else others


def of_lines(told: Iterable[str], ours: str) -> bool:
    """Whether a column of account numbers holds those of the lines, not those of whoever paid or was paid."""
    numbers = [number for number in told if number]
    return any(is_same(number, ours) for number in numbers) or (len(numbers) > 1 and len(set(numbers)) == 1)
