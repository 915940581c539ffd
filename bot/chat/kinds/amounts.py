"""Finds sums of money in what people type: "2tr5", "năm trăm nghìn", "1 tỷ 200 triệu", "99.50 USD"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from bot.chat.kinds.currencies import DIGITS, DONG, LONGEST_NAME, MAYBE, NOT_BEFORE, SIGNS, SURE
from bot.chat.kinds.figures import decimal, tokens, whole
from bot.chat.kinds.number_words import DIGITS as DIGIT_WORDS
from bot.chat.kinds.number_words import ENGLISH, HUNDRED, ODD, TEN, spoken
from bot.chat.kinds.units import (
    ASKING,
    ENDS,
    HALF_BEFORE,
    HALF_BEHIND,
    MILLION,
    OTHER_THINGS,
    SLANG,
    UNITS,
    UNMARKED,
    VAGUE,
    YEAR,
    YEAR_BEHIND,
)

_BEHIND: Final = ENDS | ASKING
"""Words that may follow a number, and count nothing."""
_GLUED: Final = frozenset(UNITS) | HALF_BEHIND | {name[0] for name in SURE if len(name) == 1}


class Amount(NamedTuple):
    """A sum that was found; several values where it can be read in several ways, none where it cannot be read."""

    values: tuple[Fraction, ...]
    currency: str | None
    written: str
    named: bool  # has a unit or a currency, so that it means money by itself
    loose: bool = False  # a single number word, which is as often part of a name: "Việt Nam", "anh Ba"
    negative: bool = False
    doubtful: bool = False  # number words just before it may belong to it: "hai ba triệu"
    asked: bool = False  # slang: what is probably meant has to be asked
    counts: bool = False  # without a unit, and something is counted: "3 chai", "1 lượng vàng"


class _Part(NamedTuple):
    end: int
    values: tuple[Fraction, ...]
    unit: int  # 1 without a unit


def amounts(text: str) -> list[Amount]:
    """All sums and stray numbers of an evened text, in order."""
    return list(_Finder(text.lower()).found())


class _Finder:
    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens(text, _GLUED)
        self.words = [token.text if token.sort in ("word", "figure") else "" for token in self.tokens]

    def found(self) -> Iterator[Amount]:
        at = 0
        loose = (-1, 0)  # where the last number words without a unit ended, and how many they were
        while at < len(self.tokens):
            amount = self._amount(at)
            if amount is None:
                at += 1
                continue
            end, found = amount
            if not found.named and self._sort(at) == "word":
                loose = (end, end - at)
            elif loose[0] == at and (loose[1] > 1 or self._sort(at) == "word"):
                found = found._replace(doubtful=True)
            yield found
            at = end

    def _word(self, at: int) -> str:
        return self.words[at] if 0 <= at < len(self.words) else ""

    def _sort(self, at: int) -> str:
        return self.tokens[at].sort if 0 <= at < len(self.tokens) else ""

    def _touches(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def _amount(self, at: int) -> tuple[int, Amount] | None:
        before, start = self._currency(at, sure=True)
        if before and self._sort(start) != "figure":
            return None
        parts = list(self._first(start))
        if not parts:
            return None
        for part in parts:
            end, values = self._rest(part) if part.unit > 1 else (part.end, part.values)
            if end > part.end and any(value.denominator > 1 or value % part.unit for value in part.values):
                values = ()  # "1,5 triệu 5"
            behind, finish = self._currency(end, sure=False)
            if part.unit > 1 or before or behind:
                break
        else:
            part, behind, finish, values = parts[0], None, parts[0].end, parts[0].values
        named = bool(part.unit > 1 or before or behind)
        slang = SLANG.get(self._word(finish), 0) if not named else 0
        if slang:
            values, finish, named = tuple(value * slang for value in values), finish + 1, True
        currencies = {before, behind, self._currency(finish, sure=False)[0]} - {None}
        if len(currencies) > 1 or self._percent(finish) or self._scaled_again(finish) or self._misspelt(start, finish):
            values = ()
        return finish, Amount(
            values,
            behind or before,
            self.text[self.tokens[at].start : self.tokens[finish - 1].end],
            named,
            loose=not named and finish == at + 1 and self._sort(at) == "word",
            negative=self._negative(at) or (start > at and self._negative(start)),
            asked=bool(slang),
            counts=not named and self._sort(finish) == "word" and self._word(finish) not in _BEHIND,
        )

    def _percent(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].text == "%"

    def _scaled_again(self, at: int) -> bool:
        return self._unit(at) > 1 or self._word(at) in HALF_BEHIND  # "2tr5 rưỡi", "5k triệu tỷ"

    def _misspelt(self, at: int, end: int) -> bool:
        """Whether letters that look like digits touch the figure: "l50k", "5OOk"."""
        if self._sort(at) != "figure":
            return False
        if at and self._touches(at) and self._sort(at - 1) == "word" and not self._word(at - 1).strip("loi"):
            return True
        behind = self._word(end) if self._touches(end) else ""
        rest = behind.lstrip("loi")
        return rest != behind and (not rest or rest in _GLUED)

    def _first(self, at: int) -> Iterator[_Part]:
        """The ways in which the first part of a sum may be read here, longest first."""
        word = self._word(at)
        vague = self._word(at - 1) in VAGUE
        if word in HALF_BEFORE and self._unit(at + 1) > 1:
            unit = self._unit(at + 1)
            yield _Part(at + 2, (Fraction(unit, 2),), unit)
            return
        if self._unit(at) >= MILLION and not vague and self._sort(at - 1) != "figure":
            # "triệu rưỡi", "tỷ hai"; a bare "ty" is a firm ("công ty 5 triệu")
            if self._word(at + 1) in HALF_BEHIND or (word in ("triệu", "tỷ", "tỉ") and self._digit_ends(at + 1)):
                yield _Part(at + 1, (Fraction(self._unit(at)),), self._unit(at))
            return
        yield from self._number(at, vague)

    def _number(self, at: int, vague: bool = False) -> Iterator[_Part]:
        """A figure or number words, each with the unit behind it."""
        word = self._word(at)
        if word in ENGLISH and self._unit(at + 1) > 1:
            end, unit = self._scaled(at + 1)
            yield _Part(end, (Fraction(ENGLISH[word] * unit),), unit)
        if not (vague and (word in HUNDRED or word in TEN)):
            for end, readings in spoken(self.words, at):
                if self._word(end - 1) in HUNDRED and self._word(end) in HALF_BEHIND and self._unit(end + 1) > 1:
                    end, readings = end + 1, tuple(reading + 50 for reading in readings)  # "hai trăm rưỡi nghìn"
                end, unit = self._scaled(end)
                yield _Part(end, tuple(Fraction(r * unit) for r in readings), unit)
        if self._sort(at) == "figure":
            end, unit = self._scaled(at + 1)
            yield _Part(end, tuple(_readings(word, unit)), unit)

    def _unit(self, at: int) -> int:
        """The unit that stands here, or 1."""
        word = self._word(at)
        if word in UNMARKED and self._sort(at - 1) == "figure":
            return UNMARKED[word]
        return 1 if (word, self._word(at + 1)) in OTHER_THINGS else UNITS.get(word, 1)

    def _scaled(self, end: int) -> tuple[int, int]:
        """Where the units that begin at `end` end, and what they make together: "nghìn tỷ" is one."""
        unit = self._unit(end)
        if unit == 1:
            return end, 1
        larger = self._unit(end + 1)
        return (end + 2, unit * larger) if larger > unit else (end + 1, unit)

    def _rest(self, first: _Part) -> tuple[int, tuple[Fraction, ...]]:
        """What follows a part with its unit: "rưỡi", smaller parts ("500 nghìn"), a bare tail ("2tr5")."""
        end, sums, unit = first.end, first.values, first.unit
        while unit > 1:
            if self._word(end) in HALF_BEHIND:
                return end + 1, _plus(sums, (Fraction(unit, 2),))
            start = end + 1 if self._word(end) in ODD else end
            smaller = next((part for part in self._number(start) if 1 < part.unit < unit), None)
            if smaller is None:
                tail = self._tail(end, unit)
                return (tail.end, _plus(sums, tail.values)) if tail else (end, sums)
            end, sums, unit = smaller.end, _plus(sums, smaller.values), smaller.unit
        return end, sums

    def _tail(self, at: int, unit: int) -> _Part | None:
        """A number without a unit of its own: one digit is tenths, three are thousandths, two could be either."""
        if self._sort(at) == "figure" and not any(end > at + 1 for end, _ in spoken(self.words, at)):
            digits = self._word(at)
            if not (self._touches(at) or self._ends(at + 1)) or self._percent(at + 1):
                return None
            if not digits.isdigit() or len(digits) > 3:
                return _Part(at + 1, (), unit)
            return _Part(at + 1, _tail_values(int(digits), len(digits), unit), unit)
        for end, readings in spoken(self.words, at):
            if end > at + 1:
                values = [v for r in readings for v in _tail_values(r, len(str(r)), unit)]
                return _Part(end, tuple(values), unit)
            if self._word(at) in YEAR and self._word(at + 1) in YEAR_BEHIND:
                return None
            [value] = readings
            if value > 9:
                return _Part(end, _tail_values(value, len(str(value)), unit), unit)
            tenth = Fraction(value * unit, 10)
            return _Part(end, (tenth,) if self._ends(end) else (Fraction(0), tenth), unit)
        return None

    def _digit_ends(self, at: int) -> bool:
        return self._word(at) in DIGIT_WORDS and self._ends(at + 1)

    def _ends(self, at: int) -> bool:
        """Whether a sum may end here: at the end of the text, a mark, a currency or a word of politeness."""
        if at >= len(self.tokens) or self._sort(at) in ("mark", "sign") or self._word(at) in ENDS:
            return True
        return self._currency(at, sure=False)[0] is not None

    def _currency(self, at: int, sure: bool) -> tuple[str | None, int]:
        """The currency named here, and where its name ends."""
        if self._sort(at) == "sign":
            return SIGNS[self.tokens[at].text], at + 1
        for length in range(LONGEST_NAME, 0, -1):
            name = tuple(self.words[at : at + length])
            if len(name) < length:
                continue
            if name in DONG and self._word(at + 1) in NOT_BEFORE:
                continue
            if name in SURE and not (sure and SURE[name] != name[0].upper()):
                return SURE[name], at + length
            if not sure and name in MAYBE and self._closed(at + length):
                return MAYBE[name], at + length
        return None, at

    def _closed(self, at: int) -> bool:
        return at >= len(self.tokens) or self._sort(at) == "mark" or self._word(at) in _BEHIND

    def _negative(self, at: int) -> bool:
        if self._word(at - 1) in ("âm", "minus"):
            return True
        if at == 0 or self.tokens[at - 1].text not in "-−–":
            return False
        apart = at == 1 or self.tokens[at - 2].end < self.tokens[at - 1].start
        return apart and (self._touches(at) or at == 1)


def _readings(figure: str, unit: int) -> Iterable[Fraction]:
    """The values of a figure before a unit. "1.500 triệu" has two: officials mean 1,5 tỷ, others 1,5 triệu."""
    if unit == 1 and len(figure) > 1 and figure.startswith("0") and figure.isdigit():
        return  # an account, a phone, a code: no sum begins with a zero
    number, part = whole(figure), decimal(figure)
    if number is not None:
        if unit > 1 and " " in figure:
            return  # "2 500k" may be two gifts of 500k
        yield Fraction(number * unit)
        if unit >= MILLION and figure.count(".") + figure.count(",") == 1:
            yield Fraction(number * unit, 1000)
    elif part is not None:
        yield part * unit


def _tail_values(value: int, digits: int, unit: int) -> tuple[Fraction, ...]:
    readings = {1: (10,), 2: (100, 1000), 3: (1000,)}[digits]
    return tuple(Fraction(value * unit, share) for share in readings)


def _plus(sums: tuple[Fraction, ...], more: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(dict.fromkeys(a + b for a in sums for b in more))


def minor(value: Fraction, currency: str) -> int | None:
    """A value in minor units; None where it has finer parts than the currency."""
    scaled = value * 10 ** DIGITS[currency]
    return int(scaled) if scaled.denominator == 1 else None
