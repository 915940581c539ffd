"""A sentence still to be put into a language: its English source and the values it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec


class Phrase(msgspec.Struct, frozen=True):
    """One translatable sentence; `n` chooses between `source` and `plural` where a plural is given."""

    source: str
    values: dict[str, Any] = {}
    plural: str | None = None
    n: int = 1


class Cash(msgspec.Struct, frozen=True, order=True):
    """A sum in integer minor units of its currency (đồng has none, so 1 = 1 đ; for USD 100 = $1)."""

    minor: int
    currency: str = "VND"


type_of_line = Phrase | str
Lines = type_of_line | Sequence[type_of_line]
"""What may be said: one line or several, each a phrase or text that is the same in every language."""


def _(source: str, **values: Any) -> Phrase:
    """Marks a sentence for translation; values are shown in the reader's language."""
    return Phrase(source, values)


def _n(one: str, many: str, n: int, **values: Any) -> Phrase:
    """Marks a sentence that counts something; `{n}` shows the number."""
    return Phrase(one, {"n": n, **values}, many, n)


def as_lines(said: Lines) -> tuple[type_of_line, ...]:
    """The lines of what is said, as a flat tuple."""
    return (said,) if isinstance(said, (Phrase, str)) else tuple(said)


def given(value: Any) -> Phrase:
    """A value that needs no sentence around it: a plan's own words, a sum, a day."""
    return Phrase("{value}", {"value": value})
