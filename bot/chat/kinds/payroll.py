"""One day's pay of a whole unit: from a pasted column of pays, or from the average; nobody's own pay is kept."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import msgspec

from bot.chat.kind import File, Heard, Kind, NotUnderstood, folded
from bot.chat.kinds.amounts import amounts
from bot.chat.kinds.money import Money
from bot.chat.kinds.typed import deceptive, even, odd_digits
from bot.chat.phrase import Cash, Phrase, _, _n

MOST_PEOPLE: Final = 5_000
LEAST_PAY: Final = 100_000
"""No month's pay is lower, in đồng: smaller numbers in a row are its place, a year, a day."""
MOST_PAY: Final = 1_000_000_000
FEWEST: Final = 3
"""The sum of fewer pays would tell what somebody earns."""
_LONGEST: Final = 300_000
_PLAIN: Final = re.compile(
    r"(\d{1,3}(?:([.,\xa0 ])\d{3})(?:\2\d{3})*|\d{6,10}) ?(?:đ|d|₫|đồng|dong|vnd|vnđ)?", re.IGNORECASE
)
_TOTALS: Final = ("tong", "cong", "total", "sum")
_APART: Final = re.compile(r"[;\t|]|, ")


class Pays(msgspec.Struct, frozen=True):
    """How many pays were read, and their sum in đồng."""

    people: int
    total: int


def one_day(total: int, divisor: int) -> int:
    """A day's share of a sum of monthly pays, in đồng, half a đồng and more rounded up."""
    return (2 * total + divisor) // (2 * divisor)


class Payroll(Kind[Pays | File]):
    """A column of monthly pays in đồng, pasted as one message, of which only their number and sum are kept; or a file.

    `before` is what earlier messages of the same column held; the value is all of it together. No file is refused
    here, whatever it is: only what is taken is read, and forgotten.
    """

    private = True
    takes = frozenset(("document",))

    def __init__(self, before: Pays | None = None):
        self.before = before or Pays(0, 0)
        self._shape = ["Payroll", self.before.people, self.before.total]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> Pays | File:
        if heard.document is not None:
            return heard.document
        pays = read_column(heard.text or "")
        people = self.before.people + len(pays)
        if people < FEWEST:
            raise NotUnderstood(
                _n("I read {n} sum. Of fewer than {least} people it would tell what somebody earns; "
                   "please choose the average instead.",
                   "I read {n} sums. Of fewer than {least} people they would tell what somebody earns; "
                   "please choose the average instead.", people, least=FEWEST)
            )  # fmt: skip
        if people > MOST_PEOPLE:
            raise NotUnderstood(_("I can add up {most} people at most. Please choose the average instead.",
                                  most=MOST_PEOPLE))  # fmt: skip
        return Pays(people, self.before.total + sum(pays))

    def keep(self, value: Pays | File) -> Any:
        return msgspec.to_builtins(value) if isinstance(value, File) else [value.people, value.total]

    def load(self, kept: Any) -> Pays | File:
        return msgspec.convert(kept, File) if isinstance(kept, dict) else Pays(*kept)

    def show(self, value: Pays | File) -> Any:
        if isinstance(value, File):
            return _("a file")
        return _n("{n} person", "{n} people", value.people)


class AverageDay(Kind[Cash]):
    """The average pay of `people` in đồng, as their day's pay together; `divisor` is 1 where it is a day's already."""

    numbered: bool = False
    private = True

    def __init__(self, people: int, divisor: int):
        self.people, self.divisor = people, divisor
        self._average = Money(least=LEAST_PAY if divisor > 1 else 10_000, most=MOST_PAY)
        self._shape = ["AverageDay", people, divisor]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> Cash:
        return Cash(one_day(self._average.read(heard, today).minor * self.people, self.divisor))

    def keep(self, value: Cash) -> Any:
        return [value.minor, value.currency]

    def load(self, kept: Any) -> Cash:
        return Cash(*kept)


def read_column(text: str) -> list[int]:
    """The pays of a pasted column in đồng, in its order; raises NotUnderstood, naming the line, for what is unclear.

    Lines hold one pay each, whatever number of the row or name stands before it; titles, empty lines and the line of
    the total are left out. A text of a single line may hold several, apart by semicolons, tabs or spaces.
    """
    if len(text) > _LONGEST or deceptive(text.replace("\n", " ").replace("\r", " ").replace("\t", " ")):
        raise NotUnderstood(_unreadable())
    lines = [line for line in re.split(r"[\r\n\u2028\u2029]+", text) if line.strip()]
    if len(lines) == 1:
        lines = _parts(lines[0])
    pays: list[int] = []
    for number, line in enumerate(lines, 1):
        pay = _pay(line, number, begun=bool(pays))
        if pay is not None:
            pays.append(pay)
    if not pays:
        raise NotUnderstood(_unreadable())
    return pays


def _pay(line: str, number: int, begun: bool) -> int | None:
    """The one pay in a line; None for a title, an empty line or a total."""
    said = even(line)
    plain = _PLAIN.fullmatch(said)
    if plain:
        pay = int(re.sub(r"\D", "", plain[1]))
        if LEAST_PAY <= pay <= MOST_PAY:
            return pay
    if begun and folded(said).lstrip(" .:-").startswith(_TOTALS):
        return None
    if odd_digits(said):
        raise NotUnderstood(_unclear(number))
    if not any(char.isdigit() for char in said):
        return None
    found = [values for values in map(_fitting, amounts(said[:400])) if values]
    if len(found) == 1 and len(found[0]) == 1:
        return found[0][0]
    if not found and not begun:
        return None  # a title: "Lương tháng 9/2021"
    raise NotUnderstood(_unclear(number))


def _fitting(amount: Any) -> list[int]:
    """What an amount may be as somebody's monthly pay, in đồng."""
    if amount.negative or amount.doubtful or amount.currency not in (None, "VND"):
        return []
    return sorted({int(v) for v in amount.values if v.denominator == 1 and LEAST_PAY <= v <= MOST_PAY})


def _parts(line: str) -> list[str]:
    """The pays of a text without line breaks."""
    parts = [part for part in _APART.split(line) if part.strip()]
    if len(parts) > 1:
        return parts
    words = line.split()
    whole = all(len(word) > 3 and any(char.isdigit() for char in word) for word in words)  # not "8 500 000"
    return words if whole and len(words) > 1 else parts


def _unclear(number: int) -> Phrase:
    return _(
        "I cannot tell the pay in line {number}. Please write one sum in each line, for example 8.500.000 or 8,5tr.",
        number=number,
    )


def _unreadable() -> Phrase:
    return _("I found no pays. Please paste the column with one sum in each line, for example 8.500.000 or 8,5tr.")
