"""The Vietnamese alphabet's order, the same on every machine: a database's own order is bytes, or another one's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]

_MARKS: Final = {"\N{COMBINING BREVE}": 1, "\N{COMBINING CIRCUMFLEX ACCENT}": 2, "\N{COMBINING HORN}": 3}
"""They make another letter, which comes after the bare one: a ă â, e ê, o ô ơ, u ư."""
_TONES: Final = {
    "\N{COMBINING GRAVE ACCENT}": 1,
    "\N{COMBINING HOOK ABOVE}": 2,
    "\N{COMBINING TILDE}": 3,
    "\N{COMBINING ACUTE ACCENT}": 4,
    "\N{COMBINING DOT BELOW}": 5,
}
"""They are looked at where all letters are the same."""
_PIECES: Final = re.compile(r"[0-9]{1,15}|\w")
_SPACE, _NUMBER, _LETTER = range(3)


def alphabetical(name: str) -> Key:
    """What to sort a name by: its words' letters, then their tones; numbers in it by their value; case is last."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for number, word in enumerate(unicodedata.normalize("NFC", name.lower()).split()):
        if number:
            letters.append((_SPACE, 0))
        more, marked = _word(word)
        letters += more
        tones += marked
    return tuple(letters), tuple(tones), name


@lru_cache(maxsize=8192)  # a list of names has few words, each of them often
def _word(word: str) -> tuple[Sequence[tuple[int, int]], Sequence[int]]:
    """A word's letters and numbers, and the tones of its letters."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for piece in _PIECES.findall(word):
        if piece.isascii() and piece.isdigit():
            letters.append((_NUMBER, int(piece)))
        else:
            base, mark, tone = _taken_apart(piece)
            letters.append((_LETTER, ord(base) * 4 + mark))
            tones.append(tone)
    return letters, tones


def _taken_apart(letter: str) -> tuple[str, int, int]:
    """A letter as (bare letter, its mark's place behind it, its tone)."""
    if letter == "đ":
        return "d", 1, 0
    base, *rest = list(unicodedata.normalize("NFD", letter))
    return base, sum(_MARKS.get(one, 0) for one in rest), sum(_TONES.get(one, 0) for one in rest)
