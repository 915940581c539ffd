"""The names of units as people type them: without tone marks, apostrophes or hyphens, and inside a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

from bot.chat.kind import folded
from bot.programme.plan import Plan

APOSTROPHES: Final = "'’‘ʼʹ`´′＇"
_DROPPED: Final = dict.fromkeys(map(ord, APOSTROPHES))
_BETWEEN: Final = re.compile(r"[^\w]+")
_KINDS: Final = (
    "uy ban nhan dan", "uy ban", "ubnd", "xa", "phuong", "thi tran", "thi xa", "dac khu", "quan", "huyen", "thanh pho",
    "tinh",
)  # fmt: skip
"""What stands before the name of a place and may be left out."""
_FEWEST_LETTERS: Final = 5
"""Of a name without its kind, so that it is no other word by chance."""


def searchable(text: str) -> str:
    """Text for comparison only: folded, apostrophes of any sort dropped, hyphens, dashes and marks as blanks."""
    return _BETWEEN.sub(" ", folded(text.translate(_DROPPED))).strip()


def named_in(text: str, names: Sequence[str]) -> list[int]:
    """Which of these names stand in a sentence: those of which the most words do."""
    said = f" {searchable(text)} "
    best: list[int] = []
    most = 0
    for at, name in enumerate(names):
        size = next((len(way.split()) for way in _ways(name) if f" {way} " in said), 0)
        if size and size >= most:
            best, most = [*(best if size == most else []), at], size
    return best


def _ways(name: str) -> list[str]:
    whole = searchable(name)
    place = whole[len(_kind_of(whole)) :].strip()
    return [whole, place] if len(place) >= _FEWEST_LETTERS else [whole]


def _kind_of(whole: str) -> str:
    return next((kind for kind in _KINDS if whole.startswith(f"{kind} ")), "")


def example_unit(plan: Plan) -> str:
    """The name of a unit many people know, typed without tone marks: the largest of the commonest kind."""
    kinds = Counter(unit.kind for unit in plan.units)
    if not kinds:
        return ""
    kind = max(kinds, key=lambda one: kinds[one])
    largest = max((unit for unit in plan.units if unit.kind == kind), key=lambda unit: unit.head_count or 0)
    bare = unicodedata.normalize("NFD", (largest.short or largest.name).replace("Đ", "D").replace("đ", "d"))
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    return plain[len(_kind_of(searchable(plain))) :].strip()
