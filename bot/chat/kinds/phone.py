"""A phone number, typed or shared as a contact; kept as E.164 ("+84900000123")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood
from bot.chat.kinds.typed import LONGEST_SHORT, even
from bot.chat.phrase import Phrase, _

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

EXAMPLE: Final = "0900 000 123"
_HOME: Final = "VN"
_HOME_CODE: Final = 84
_ZERO: Final = str.maketrans("oO", "00")
_LETTER_O: Final = re.compile(r"(?<![^\W\d_])[oO\d](?:[ .\-]?[oO\d]){7,}(?![^\W\d_])")


class Phone(Kind[str]):
    """A number somebody can be called on: Vietnamese, mobile or (unless `landline` is off) fixed.

    The world's numbering plans are loaded with the first number.
    """

    takes = frozenset(("phone",))

    def __init__(self, foreign: bool = False, landline: bool = True):
        self.foreign, self.landline = foreign, landline
        self._shape = ["Phone", foreign, landline]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> str:
        from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number

        unreadable = _("I could not read a phone number. Please write it like {example}.", example=EXAMPLE)
        if heard.phone is not None:
            text = _international(heard.phone[:LONGEST_SHORT])
        elif heard.text is not None and len(heard.text) <= LONGEST_SHORT:
            text = _LETTER_O.sub(lambda run: run[0].translate(_ZERO), even(heard.text))
        else:
            raise NotUnderstood(unreadable)
        matches = PhoneNumberMatcher(text, _HOME)
        numbers = {format_number(match.number, PhoneNumberFormat.E164): match.number for match in matches}
        if len(numbers) > 1:
            raise NotUnderstood(
                _("I found more than one phone number. Please write only one: {example}.", example=EXAMPLE)
            )
        if not numbers:
            raise NotUnderstood(_wrong_length(text) or unreadable)
        [(kept, number)] = numbers.items()
        self._check(number, unreadable)
        return kept

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> str | None:
        try:
            return self.read(Heard(text=text), today)
        except NotUnderstood:
            return None

    def _check(self, number: PhoneNumber, unreadable: Phrase) -> None:
        from phonenumbers import PhoneNumberType as Sort
        from phonenumbers import number_type

        sort = number_type(number)
        if number.country_code != _HOME_CODE:
            if not self.foreign:
                raise NotUnderstood(
                    _(
                        "This number is not from Viet Nam. Please give a Vietnamese one, like {example}.",
                        example=EXAMPLE,
                    )
                )
        elif sort in (Sort.FIXED_LINE, Sort.VOIP):
            if not self.landline:
                raise NotUnderstood(
                    _("This is a landline. Please give a mobile number, like {example}.", example=EXAMPLE)
                )
        elif sort not in (Sort.MOBILE, Sort.FIXED_LINE_OR_MOBILE):
            raise NotUnderstood(unreadable)  # a hotline or a premium number is nobody's own

    def show(self, value: str) -> Any:
        return national(value)


def national(kept: str) -> str:
    """A kept number as people at home write it ("0900 000 123"); a foreign one with its country's code."""
    from phonenumbers import PhoneNumberFormat, format_number, parse

    number = parse(kept)
    home = number.country_code == _HOME_CODE
    return format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)


def _international(shared: str) -> str:
    """A contact's number; some messengers leave out the plus before the country's code."""
    from phonenumbers import NumberParseException, is_valid_number, parse

    text = even(shared)
    if not text.startswith(("+", "0")):
        try:
            if is_valid_number(parse("+" + text)):
                return "+" + text
        except NumberParseException:
            return text
    return text


def _wrong_length(text: str) -> Phrase | None:
    """What to say where digits are missing or too many, the commonest slips; mobiles have 9 behind 0 or +84."""
    found = re.fullmatch(r"(?:0|\+?84|0084)([1-9]\d{3,14})", re.sub(r"[^\d+]", "", text))
    if found is None:
        return None
    if re.fullmatch(r"1[2689]\d{8}", found[1]):  # became 03x to 08x in 2018
        return _("This is an old number. Please write the new one with 10 digits, like {example}.", example=EXAMPLE)
    if found[1][0] not in "35789" or len(found[1]) == 9:
        return None
    if len(found[1]) < 9:
        return _("This phone number has too few digits. Please write it like {example}.", example=EXAMPLE)
    return _("This phone number has too many digits. Please write it like {example}.", example=EXAMPLE)
