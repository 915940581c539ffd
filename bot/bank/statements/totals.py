"""Rows that are no movements but sums of them or balances, in Vietnamese, English or both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from bot.sheets.table import Cell, folded

Kind = Literal["total", "opening", "closing", ""]

LONGEST = 120

_OF_WHAT = (
    r"(?: (?:phat sinh|ps|cuoi|so|tien|ghi|no|co|vao|ra|giao dich|gd|thu|chi|trang|cong|trong|ky|ngay|thang|nam|tu|den|"
    r"doanh so|debits?|credits?|amounts?|transactions?|in|out|of|for|the|period|turnover|day|page|month|from|to|"
    r"vnd|dong)\b)*"
)
_PERIOD = r"(?: (?:ky|ngay|thang|trang|nam|truoc|period|day|page|month|of|the|at|on|tai|den|vnd|dong|sang|sau)\b)*"
_TERMS: tuple[tuple[Kind, str], ...] = (
    ("opening", rf"(?:so )?du (?:dau|truoc|ban dau|ky truoc|mang sang|chuyen sang){_PERIOD}|ton dau{_PERIOD}"
                rf"|(?:opening|beginning|previous|prior|initial) balance{_PERIOD}|balance (?:brought )?forward"
                rf"|brought forward|mang sang|so du mang sang"),
    ("closing", rf"(?:so )?du (?:cuoi|hien tai|kha dung){_PERIOD}|ton cuoi{_PERIOD}"
                rf"|(?:closing|ending|current|available|final) balance{_PERIOD}|balance carried forward"
                rf"|carried forward|chuyen sang{_PERIOD}"),
    ("total", rf"(?:tong|cong|luy ke|doanh so){_OF_WHAT}|(?:grand |sub ?)?totals?{_OF_WHAT}|subtotals?{_OF_WHAT}"
              rf"|(?:less debit|plus credit){_OF_WHAT}|(?:phat sinh|ps) (?:trong|cua){_OF_WHAT}"),
)  # fmt: skip
_ONE = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _TERMS))
_BEGINS = re.compile(
    r"\W*[0-9]*\W*(t[oôổồ]n?g?|c[oộ]ng|l[uũ][yỹ]|s[oố]|d[uư]|doanh|ph[aá]t|ps|mang|chuy[eể]n|open|clos|begin|end|prev|prior|"
    r"init|balance|brought|carried|curr|avail|final|grand|sub|less|plus)",
    re.IGNORECASE,
)
"""How a cell begins that may say so; nearly all others are known by it at once."""
_EXCEPT_MARKED = re.compile(r"\bcộng tác|\bcông\b|\btống\b", re.IGNORECASE)


@lru_cache(maxsize=2048)
def said(text: str) -> Kind:
    """What a cell says its row is, if it says nothing else."""
    if len(text) > LONGEST or not re.search(r"[^\W\d_]", text) or _EXCEPT_MARKED.search(text):
        return ""
    words = re.sub(r"\b[0-9]+\b", " ", folded(text))
    words = " ".join(words.split())
    kind: Kind = ""
    while words:
        found = _ONE.match(words)
        if found is None or (found.end() < len(words) and words[found.end()] != " "):
            return ""
        kind = kind or next(term for term, _words in _TERMS if term == found.lastgroup)
        words = words[found.end() :].strip()
    return kind


def kind_of(cells: Sequence[Cell]) -> Kind:
    """What a row is by the first of its words that tell; "" for a row like any other."""
    for cell in cells:
        if isinstance(cell, str) and _BEGINS.match(cell) and (kind := said(cell)):
            return kind
    return ""
