"""Whether two pupils may be the same child: blind to tone marks, typing slips and swapped words; twins are two."""

from __future__ import annotations

from datetime import date

import msgspec
from rapidfuzz.distance import OSA

from bot.chat.kind import folded


class Seen(msgspec.Struct, frozen=True):
    """What is compared of a pupil."""

    name: str
    birth: date
    phone: str


def bare(name: str) -> str:
    """A name for comparison: no tone marks, y as i, no hyphens or apostrophes."""
    return folded(name).replace("y", "i").replace("-", " ").replace("'", "").replace("’", "")


def name_key(name: str) -> str:
    """A name's words in alphabetical order, so that swapped words find each other."""
    return " ".join(sorted(bare(name).split()))


def alike(one: Seen, other: Seen) -> bool:
    """Whether two entries may be one child, so that a person should look."""
    if one.birth == other.birth:
        return _names_alike(one.name, other.name) and not _twins(one, other)
    return name_key(one.name) == name_key(other.name) and (
        one.phone == other.phone or _days_alike(one.birth, other.birth)
    )


def _twins(one: Seen, other: Seen) -> bool:
    """Born on one day, one guardian, the same family names, but called differently."""
    mine, yours = bare(one.name).split(), bare(other.name).split()
    return one.phone == other.phone and mine[-1] != yours[-1] and sorted(mine) != sorted(yours)


def _names_alike(one: str, other: str) -> bool:
    mine, yours = bare(one).split(), bare(other).split()
    if sorted(mine) == sorted(yours):
        return True
    if OSA.distance(" ".join(mine), " ".join(yours), score_cutoff=1) <= 1:
        return True
    if mine[-1] != yours[-1] or mine[0][0] != yours[0][0]:
        return False
    # the same given name, and the words before it abbreviated or left out: "Ng. V. An", "Nguyễn An"
    short, long = sorted((mine[:-1], yours[:-1]), key=lambda words: (len(words), sum(map(len, words))))
    rest = iter(long)
    return all(any(word.startswith(part.rstrip(".")) for word in rest) for part in short)


def _days_alike(one: date, other: date) -> bool:
    """Day and month swapped, or one digit mistyped."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    return OSA.distance(one.strftime("%d%m%Y"), other.strftime("%d%m%Y"), score_cutoff=1) <= 1
