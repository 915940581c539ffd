"""Finds a ready answer inside a sentence: "tặng 2 cái laptop cũ" names a laptop."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.chat.kind import folded
from bot.chat.kinds.typed import LONGEST_SHORT

_WORD: Final = re.compile(r"[^\W_]+")
_DENIAL: Final = frozenset(("khong", "ko", "k", "chua", "not", "no", "dung"))
_FEWEST_LETTERS: Final = 3


def option_named(text: str, names: Sequence[Sequence[str]]) -> int | None:
    """Which option a sentence names, or None for none, several, a denied one, or a question.

    `names` are the ways to say each option; the longest words that fit win ("máy tính bảng" is no "máy tính"), and of
    options with the same words the first.
    """
    if "?" in text or len(text) > LONGEST_SHORT:
        return None
    said = _WORD.findall(folded(text))
    spans = [
        (at, at + len(words), option)
        for option, ways in enumerate(names)
        for words in {tuple(_WORD.findall(folded(way))) for way in ways}
        if len("".join(words)) >= _FEWEST_LETTERS
        for at in range(len(said) - len(words) + 1)
        if tuple(said[at : at + len(words)]) == words
    ]
    longest = [
        span
        for span in spans
        if not any(o[0] <= span[0] and span[1] <= o[1] and o[1] - o[0] > span[1] - span[0] for o in spans)
    ]
    named = {(start, end): option for start, end, option in sorted(longest, reverse=True)}
    if len(set(named.values())) != 1:
        return None
    (start, _end), option = min(named.items())
    return None if _DENIAL.intersection(said[max(0, start - 2) : start]) else option
