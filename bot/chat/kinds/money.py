"""A sum of money, read as people type it: "500k", "2tr5", "nửa triệu", "2.500.000 đ", "100 USD"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Option, Unsure
from bot.chat.kinds.amounts import Amount, amounts, minor
from bot.chat.kinds.currencies import DIGITS
from bot.chat.kinds.typed import LONGEST_SHORT, core, deceptive, even, odd_digits
from bot.chat.phrase import Cash, Phrase, _

HUGE: Final = 10**15
"""No sum is larger, whatever a drive allows: in minor units it must fit a database's integer with room to add up."""


_LETTERED: Final = re.compile(
    r"(?<![^\W_])(?=[\d.,oOlI]*[oOlI])(?=[.,oOlI]*\d)(?:\d|[lI](?=[0oO]))[\doOlI]{0,2}(?:[.,][\doOlI]{3})*"
    r"(?=(?:[kK]|[tT][rR])?(?:[^\w.,]|_|$)|[.,](?!\d))"
)
_LIKE_DIGITS: Final = str.maketrans("oOlI", "0011")


class TooLarge(NotUnderstood):
    """A sum beyond any that there is."""


class Money(Kind[Cash]):
    """A sum. Bounds and suggestions are in minor units of the first currency; foreign sums only have to be positive,
    and no larger than `foreign` says by currency."""

    numbered: bool = False

    def __init__(
        self,
        least: int = 1,
        most: int = 10**12,
        suggested: Sequence[int] = (),
        currencies: Sequence[str] = ("VND",),
        foreign: Mapping[str, int] | None = None,
    ):
        if not 0 < least <= most <= HUGE or not currencies or set(currencies) - set(DIGITS):
            raise ValueError(f"no such sums: {least} to {most} in {currencies}")
        self.least, self.most, self.currencies = least, most, tuple(currencies)
        self.foreign = dict(
            foreign or {}
        )  # no part of the shape: a talk that is open goes on, and the deed looks again
        main = self.currencies[0]
        sums = [Cash(units, main) for units in suggested]
        self._options = tuple(Option(self.keep(cash), _("{sum}", sum=cash)) for cash in sums)
        self._example = sums[0] if sums else Cash(min(max(_example(main).minor, least), most), main)
        self._shape = ["Money", least, most, list(suggested), list(currencies)]

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> Cash:
        if heard.text is None:
            raise NotUnderstood(_unreadable(self.currencies))
        largest = Cash(self.most, self.currencies[0])
        try:
            cash = read_money(heard.text, self.currencies)
        except TooLarge:
            raise self._beyond(largest) from None
        if cash.currency == self.currencies[0]:
            least = Cash(self.least, cash.currency)
            if cash < least:
                such = {"least": least, "example": self._example}
                raise NotUnderstood(_("The smallest sum is {least}. For example: {example}.", **such))
            if cash > largest:
                raise self._beyond(largest)
        elif cash.minor > self.foreign.get(cash.currency, HUGE):
            raise self._beyond(Cash(self.foreign[cash.currency], cash.currency))
        return cash

    def _beyond(self, most: Cash) -> NotUnderstood:
        return NotUnderstood(_("The largest sum is {most}. For example: {example}.", most=most, example=self._example))

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> Cash | None:
        """The one sum that is named as such: with its unit or currency."""
        said = even(text).lower()
        if odd_digits(said) or deceptive(text) or len(text) > LONGEST_SHORT:
            return None
        named = [amount for amount in amounts(said) if amount.named][:2]
        if len(named) != 1 or named[0].negative or named[0].doubtful:
            return None
        try:
            return self.read(Heard(text=named[0].written), today)
        except Unsure as doubt:
            if len(doubt.readings) == 1:
                raise  # "gửi 5 lít": one thing is probably meant, and one tap says so
            return None
        except NotUnderstood:
            return None

    def keep(self, value: Cash) -> Any:
        return [value.minor, value.currency]

    def load(self, kept: Any) -> Cash:
        return Cash(kept[0], kept[1])


def read_money(text: str, currencies: Sequence[str] = ("VND",)) -> Cash:
    """The one sum in a text, in minor units; a sum without a currency is in the first of `currencies`.

    Raises NotUnderstood for none, several, unclear, negative, zero and huge sums, and for currencies not listed.
    """
    main = currencies[0]
    example = {"example": _example(main)}
    if len(text) > LONGEST_SHORT:
        raise NotUnderstood(_unreadable(currencies))
    if deceptive(text):
        raise NotUnderstood(_("There are hidden characters in the sum. Please type it afresh: {example}.", **example))
    said = even(text)
    if odd_digits(said):
        raise NotUnderstood(_unreadable(currencies))
    mended = _with_digits(said)
    if mended != said:
        cash = read_money(mended, currencies)
        raise _meant(cash)
    found = amounts(said)
    sums = [amount for amount in found if not amount.loose] or [a for a in found if a.written == core(said)]
    if not sums:
        raise NotUnderstood(_unreadable(currencies))
    if len(sums) > 1:
        _same(sums, main)
    cash = _one(sums[0], main)
    if cash.currency not in currencies:
        raise NotUnderstood(
            _(
                "Sums in {currency} are not taken here, only in {taken}. For example: {example}.",
                currency=cash.currency,
                taken=", ".join(currencies),
                **example,
            )
        )
    return cash


def _same(sums: Sequence[Amount], main: str) -> None:
    """Raises unless all sums are one, said several times: "500k (năm trăm nghìn)"."""
    try:
        if len({_one(amount, main) for amount in sums}) == 1:
            return
    except NotUnderstood:
        pass  # what cannot be read beside another number is no better than another number
    raise NotUnderstood(
        _("I found more than one number. Please write only the sum, for example: {example}.", example=_example(main))
    )


def _one(amount: Amount, main: str) -> Cash:
    """The only reading of an amount; raises NotUnderstood where it has none or several, or is no sum to give."""
    example = {"example": _example(main)}
    currency = amount.currency or main
    values = [minor(value, currency) for value in amount.values]
    if amount.negative or values == [0]:
        raise NotUnderstood(_("The sum must be more than zero. For example: {example}.", **example))
    if any(value > HUGE for value in amount.values):
        raise TooLarge(_("This sum is too large. Please check the zeros, for example: {example}.", **example))
    if amount.doubtful or not values or None in values:
        raise NotUnderstood(
            _(
                "I am not sure how to read {written}. Please write for example {example}.",
                written=amount.written[:30],
                example="2tr5" if currency == "VND" else "100",
            )
        )
    sums = sorted(Cash(value, currency) for value in values if value is not None)
    if len(sums) > 1:
        why = _("Do you mean {one} or {other}? Please write the whole sum.", one=sums[0], other=sums[-1])
        raise Unsure(why, _readings(sums[0], sums[-1]))
    [cash] = sums
    if amount.asked:
        raise _meant(cash)
    if cash.currency == "VND" and cash.minor < 1000 and not amount.named:
        if amount.counts:
            raise NotUnderstood(_unreadable((main,)))
        readings = _readings(Cash(cash.minor * 1_000), Cash(cash.minor * 1_000_000))
        raise Unsure(_thousands_or_millions(cash.minor), readings)
    return cash


def _meant(cash: Cash) -> Unsure:
    """Asks whether this sum is meant, which was written in slang or with letters that look like digits."""
    return Unsure(_("Do you mean {sum}?", sum=cash), _readings(cash))


def _with_digits(text: str) -> str:
    """A text with zeros and ones for the letters that look like them inside a figure: "50O.000" is "500.000"."""
    return _LETTERED.sub(lambda match: match[0].translate(_LIKE_DIGITS), text)


def _readings(*sums: Cash) -> list[tuple[str, Phrase]]:
    """Each sum as it would be written, and as it is shown."""
    return [(written(cash), _("{sum}", sum=cash)) for cash in sums]


def written(cash: Cash) -> str:
    """A sum as anybody may write it: "500000 VND"."""
    return f"{Decimal(cash.minor).scaleb(-DIGITS[cash.currency])} {cash.currency}"


def _thousands_or_millions(number: int) -> Phrase:
    return _(
        "Does {number} mean {thousands} or {millions}? Please write {k} or {m}.",
        number=number,
        thousands=Cash(number * 1_000),
        millions=Cash(number * 1_000_000),
        k=f"{number}k",
        m=f"{number}tr",
    )


def _example(currency: str) -> Cash:
    return Cash(500_000 if currency == "VND" else 100 * 10 ** DIGITS[currency], currency)


def _unreadable(currencies: Sequence[str]) -> Phrase:
    if currencies[0] == "VND":
        return _("I could not read a sum of money. Please write for example 500k, 2tr5 or 500.000.")
    return _("I could not read a sum of money. Please write for example {example}.", example=_example(currencies[0]))
