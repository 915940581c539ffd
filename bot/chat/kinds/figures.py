"""Cuts what people type into figures, words and marks, and reads a figure with its points and commas."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from bot.chat.kinds.currencies import SIGNS

Sort = Literal["figure", "word", "sign", "mark"]


class Token(NamedTuple):
    sort: Sort
    text: str
    start: int
    end: int


_LETTERED: Final = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True) if len(sign) > 1)
_BARE: Final = "".join(sign for sign in SIGNS if len(sign) == 1)
_TOKEN: Final = re.compile(
    r"(?P<figure>\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)*|\d+(?:[.,]\d+)*)"
    rf"|(?P<sign>(?<![^\W\d_])(?:{_LETTERED})|[{_BARE}])"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>\S)"
)
_SORTS: Final[Mapping[str | None, Sort]] = {"figure": "figure", "sign": "sign", "word": "word", "mark": "mark"}
"""By the groups of _TOKEN, one of which is what matched."""
_GROUPS: Final = re.compile(r"([1-9]\d{0,2})([., ])\d{3}(?:\2\d{3})*")
_PARTS: Final = re.compile(r"(?P<whole>.+?)(?P<point>[.,])(?P<part>\d{1,2}|(?<=^0[.,])\d{3})")


def tokens(text: str, glued: Collection[str] = ()) -> list[Token]:
    """The pieces of an evened text in lower case; `glued` words are cut off a figure's word: "trvnđ" → "tr", "vnđ"."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = Token(_SORTS[match.lastgroup], match[0], match.start(), match.end())
        touches = bool(found) and found[-1].sort == "figure" and found[-1].end == token.start
        if token.sort == "word" and touches and token.text not in glued:
            cut = _seam(token.text, glued)
            if cut:
                found.append(Token("word", token.text[:cut], token.start, token.start + cut))
                token = Token("word", token.text[cut:], token.start + cut, token.end)
        found.append(token)
    return found


def whole(figure: str) -> int | None:
    """A whole number: plain digits, or groups of three with one sort of separator, even with ",00" behind them."""
    if figure.isdigit():
        return int(figure)
    if _GROUPS.fullmatch(figure):
        return int(re.sub(r"\D", "", figure))
    parts = _PARTS.fullmatch(figure)
    if parts and not parts["part"].strip("0") and parts["point"] not in parts["whole"] and not parts["whole"].isdigit():
        return whole(parts["whole"])
    return None


def decimal(figure: str) -> Fraction | None:
    """A number with one or two digits behind its point or comma ("2,5", "1.234,50"), or three behind a lone zero."""
    parts = _PARTS.fullmatch(figure)
    if parts is None or parts["point"] in parts["whole"]:
        return None
    before = whole(parts["whole"])
    if before is None:
        return None
    return before + Fraction(int(parts["part"]), 10 ** len(parts["part"]))


def _seam(word: str, glued: Collection[str]) -> int:
    return next((cut for cut in range(len(word) - 1, 0, -1) if word[:cut] in glued and word[cut:] in glued), 0)
