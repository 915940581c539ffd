"""A sentence still to be put into a language: its English source and the values it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec


class Phrase(msgspec.Struct, frozen=True):
    """One translatable sentence; `n` chooses between `source` and `plural` where a plural is given."""

    source: str
    values: dict[str, Any] = {}
    plural: str | None = None
    n: int = 1


class Example(str):
    """A value that only shows how something is written; a question stays the same whatever it says."""


class Cash(msgspec.Struct, frozen=True, order=True):
    """A sum in integer minor units of its currency (đồng has none, so 1 = 1 đ; for USD 100 = $1)."""

    minor: int
    currency: str = "VND"


Line = Phrase | str
Lines = Line | Sequence[Line]
"""What may be said: one line or several, each a phrase or text that is the same in every language."""


def _(source: str, **values: Any) -> Phrase:
    """Marks a sentence for translation; values are shown in the reader's language."""
    return Phrase(source, values)


def _n(one: str, many: str, n: int, **values: Any) -> Phrase:
    """Marks a sentence that counts something; `{n}` shows the number."""
    return Phrase(one, {"n": n, **values}, many, n)


def as_lines(said: Lines) -> tuple[Line, ...]:
    """The lines of what is said, as a flat tuple."""
    return (said,) if isinstance(said, (Phrase, str)) else tuple(said)


def given(value: Any) -> Phrase:
    """A value that needs no sentence around it: a plan's own words, a sum, a day."""
    return Phrase("{value}", {"value": value})


def joined(parts: Sequence[Phrase | str], between: str = ", ") -> Phrase:
    """Parts in one line, with commas or something else between them."""
    names = [f"p{i}" for i in range(len(parts))]
    return Phrase(between.join("{" + name + "}" for name in names), dict(zip(names, parts, strict=True)))


def kept(phrase: Phrase) -> dict[str, Any]:
    """The JSON form of a phrase, from which `loaded` makes the same phrase again with values of the same types."""
    values = {name: _kept(value) for name, value in phrase.values.items()}
    return {"source": phrase.source, "values": values, "plural": phrase.plural, "n": phrase.n}


def loaded(form: Mapping[str, Any]) -> Phrase:
    """The phrase of a JSON form."""
    values = {name: _loaded(value) for name, value in form["values"].items()}
    return Phrase(form["source"], values, form["plural"], form["n"])


def _kept(value: Any) -> Any:
    match value:
        case Phrase():
            return {"phrase": kept(value)}
        case Cash():
            return {"cash": [value.minor, value.currency]}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Mapping():
            return {"words": dict(value)}
        case list() | tuple():
            return {"list": [_kept(one) for one in value]}
    return value


def _loaded(form: Any) -> Any:
    match form:
        case {"phrase": phrase}:
            return loaded(phrase)
        case {"cash": [minor, currency]}:
            return Cash(minor, currency)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"words": words}:
            return words
        case {"list": values}:
            return [_loaded(one) for one in values]
    return form
