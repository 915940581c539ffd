"""Which of the accounts that a file tells of is the one asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


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


def own_of(told: str, own: Sequence[str]) -> str:
    """Which of our accounts, today's first, a told number is; "" if none."""
    return next((ours for ours in own if is_same(told, ours)), "")


def others_in(told: Iterable[str], own: Sequence[str]) -> set[str]:
    """The accounts whose lines are not ours: all but those that the drive has or had."""
    return {number for number in told if number and not own_of(number, own)}


def of_lines(told: Iterable[str], own: Sequence[str]) -> bool:
    """Whether a column of account numbers holds those of the lines, not those of whoever paid or was paid."""
    numbers = [number for number in told if number]
    return any(own_of(number, own) for number in numbers) or (len(numbers) > 1 and len(set(numbers)) == 1)
