"""A whole number of things or people: "3", "3 chiếc", "hai cái", "chục", "1.200"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Option
from bot.chat.kinds.amounts import amounts
from bot.chat.kinds.figures import Token, tokens, whole
from bot.chat.kinds.number_words import ENGLISH, spelt, spoken
from bot.chat.kinds.typed import LONGEST_SHORT, core, deceptive, even, odd_digits, short
from bot.chat.kinds.units import HALF_BEFORE, HALF_BEHIND
from bot.chat.phrase import _

_THOUSAND: Final = spelt("nghìn ngàn thousand")
_HALVES: Final = HALF_BEFORE | HALF_BEHIND
_SOME: Final = ("vài", "vai", "mấy")  # not "may", which is a device typed without its tone mark
_NOTHING: Final = frozenset(("none", "no", "nothing", "chưa", "chua", "chưa có", "chua co"))
_PIECES: Final = spelt("cái chiếc bộ máy con thiết thùng gói thẻ sim laptop ipad điện pieces devices computers laptops")
"""Words behind a number that tell it counts things."""


class Number(Kind[int]):
    """A whole number from `least` to `most`."""

    numbered: bool = False

    def __init__(self, least: int = 1, most: int = 1000, suggested: Sequence[int] = ()):
        if least > most:
            raise ValueError(f"no number from {least} to {most}")
        self.least, self.most = least, most
        self._options = tuple(Option(number, str(number)) for number in suggested)
        self._example = {"example": suggested[0] if suggested else min(max(least, 3), most)}
        self._shape = ["Number", least, most, list(suggested)]

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> int | None:
        said = even(text).lower()
        if odd_digits(said) or deceptive(text) or len(text) > LONGEST_SHORT:
            return None
        counted = _counted(said)
        if len(counted) != 1:
            return None
        try:
            return self.read(Heard(text=counted[0]), today)
        except NotUnderstood:
            return None

    def read(self, heard: Heard, today: date) -> int:
        unreadable = _("Please write a whole number, for example: {example}.", **self._example)
        text = short(heard, unreadable)
        if odd_digits(text) or deceptive(heard.text or ""):
            raise NotUnderstood(unreadable)
        readings = _numbers(text.lower())
        if not readings or () in readings:
            raise NotUnderstood(unreadable)
        if len(set(readings)) > 1:
            raise NotUnderstood(
                _("I found more than one number. Please write only one, for example: {example}.", **self._example)
            )
        if len(readings[0]) > 1:
            one, other = sorted(readings[0])
            raise NotUnderstood(_("Do you mean {one} or {other}? Please write it in figures.", one=one, other=other))
        [number] = readings[0]
        if not self.least <= number <= self.most:
            raise NotUnderstood(
                _(
                    "The number must be from {least} to {most}. For example: {example}.",
                    least=self.least,
                    most=self.most,
                    **self._example,
                )
            )
        return number


def _counted(text: str) -> list[str]:
    """The numbers of a sentence that count things, each as it is written; all its numbers where none does so."""
    for amount in amounts(text):
        if amount.named:
            text = text.replace(amount.written, " ", 1)
    pieces = tokens(text)
    words = [piece.text if piece.sort in ("word", "figure") else "" for piece in pieces]
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(pieces):
        end, _values = _number(words, at)
        if end == at:
            at += 1
            continue
        counts = end < len(words) and words[end] in _PIECES
        found.append((text[pieces[at].start : pieces[end - 1].end], counts))
        at = end
    return [written for written, counts in found if counts] or [written for written, _counts in found]


def _numbers(text: str) -> list[tuple[int, ...]]:
    """The possible values of each number in a text; an empty one for a number that cannot be read."""
    if core(text) in _NOTHING:
        return [(0,)]
    pieces = tokens(text)
    words = [piece.text if piece.sort in ("word", "figure") else "" for piece in pieces]
    found: list[tuple[int, ...]] = []
    at = 0
    while at < len(pieces):
        end, values = _number(words, at)
        if end == at:
            at += 1
            continue
        if end < len(words) and (words[end] in _THOUSAND or (words[end] == "k" and _touch(pieces, end))):
            end, values = end + 1, tuple(value * 1000 for value in values)
        before, behind = words[at - 1] if at else "", words[end] if end < len(words) else ""
        if before in _HALVES or behind in _HALVES or behind in _SOME or text[pieces[end - 1].end :].startswith("%"):
            values = ()
        if at and pieces[at - 1].text in "-−" and _touch(pieces, at) and not (at > 1 and _touch(pieces, at - 1)):
            values = tuple(-value for value in values)
        found.append(values)
        at = end
    return found


def _number(words: Sequence[str], at: int) -> tuple[int, tuple[int, ...]]:
    """Where the number that begins here ends, and its possible values; `at` itself where none begins."""
    for end, values in spoken(words, at):
        return end, values
    if words[at][:1].isdigit():
        number = whole(words[at])
        return at + 1, () if number is None else (number,)
    if words[at] in ENGLISH:
        return at + 1, (ENGLISH[words[at]],)
    return at, ()


def _touch(pieces: Sequence[Token], at: int) -> bool:
    return pieces[at - 1].end == pieces[at].start
