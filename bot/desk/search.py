"""What somebody looks for: a code, a sum as people type it, or words; words need every row opened, so only so many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from bot.chat.kind import NotUnderstood
from bot.chat.kinds.money import read_money
from bot.chat.phrase import Cash, Phrase
from bot.chat.row_number import row_number
from bot.programme import codes
from bot.programme.people.unit_names import searchable
from bot.programme.plan import Plan

AT_MOST: Final = 5_000
"""So many rows are opened for one search by words."""
BATCH: Final = 200
PAGE: Final = 20


class Wanted(msgspec.Struct, frozen=True):
    """A search. `trouble` says why the sum could not be read; then it is left out."""

    state: str
    code: str | None = None
    words: tuple[str, ...] = ()
    cash: Cash | None = None
    after: int = 0
    trouble: Phrase | None = None

    def fits(self, *texts: str) -> bool:
        """Whether all the words stand in these texts, tone marks or not."""
        there = searchable(" ".join(texts))
        return all(word in there for word in self.words)


def wanted(plan: Plan, part: Mapping[str, str]) -> Wanted:
    """Reads what was typed into a search form, the part of a list; whatever looks like a whole code is one."""
    text, sum, after = (part.get(name, "").strip() for name in ("text", "sum", "after"))
    code = codes.read_code(text, plan.code_prefix) if text else None
    cash, trouble = None, None
    if sum:
        try:
            cash = read_money(sum, plan.cash.currencies if plan.cash else ("VND",))
        except NotUnderstood as unread:
            trouble = unread.why
    return Wanted(
        part["state"],
        code,
        () if code else tuple(searchable(text).split()[:6]),
        cash,
        row_number(after),
        trouble,
    )
