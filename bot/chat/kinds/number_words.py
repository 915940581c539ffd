"""Vietnamese numbers below a thousand said in words: "năm trăm", "hai mươi mốt", "3 chục"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.chat.kind import folded


def _typed(**forms: str) -> dict[str, int]:
    """Each form with its tone marks and without any, as people type; half-typed marks are other words too often."""
    found: dict[str, int] = {}
    for name, spellings in forms.items():
        for word in spellings.split():
            found[word] = found[folded(word)] = int(name[1:])
    return found


def spelt(spellings: str) -> frozenset[str]:
    """The words of a list, each with its tone marks and without any."""
    return frozenset(spellings.split()) | frozenset(folded(word) for word in spellings.split())


DIGITS: Final = _typed(
    _0="không",
    _1="một mốt",
    _2="hai",
    _3="ba",
    _4="bốn tư",
    _5="năm lăm nhăm",
    _6="sáu",
    _7="bảy bẩy",
    _8="tám",
    _9="chín",
)
ENGLISH: Final = {
    word: number
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
} | {"twenty": 20, "fifty": 50}
"""English numbers, which count only before a unit or things."""
HUNDRED: Final = spelt("trăm")
TEN: Final = spelt("mười chục")
TIMES_TEN: Final = spelt("mươi chục")  # behind a digit; "năm mười" is none: "mỗi năm mười triệu"
SCORE: Final = spelt("chục")
ODD: Final = spelt("linh lẻ")
AFTER_TENS: Final = spelt("lăm nhăm tư") | {"mốt"}  # only these make tens of a digit before them: "hai lăm" = 25


def spoken(words: Sequence[str], at: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Every number that begins at `at`, longest first: where it ends, and its possible values.

    "một trăm hai" has two values, 120 as it is said and 102 as it is sometimes written. Digits 0–9 may stand
    for their words ("5 trăm"); a lone figure is no spoken number.
    """
    found: dict[int, tuple[int, ...]] = {}
    hundreds, start = _hundreds(words, at)
    if hundreds is None:
        found |= _tens(words, at)
        digit = _digit(words, at)
        if digit is not None and not words[at].isdigit():
            found.setdefault(at + 1, (digit,))
    else:
        found[start] = (hundreds,)
        found |= {end: tuple(hundreds + v for v in values) for end, values in _tens(words, start).items()}
        digit = _digit(words, start)
        if digit is not None and start + 1 not in found:
            found[start + 1] = (hundreds + 10 * digit, hundreds + digit) if digit else (hundreds,)
        odd = _digit(words, start + 1) if _at(words, start) in ODD else None
        if odd is not None:
            found[start + 2] = (hundreds + odd,)
    yield from sorted(found.items(), reverse=True)


def _at(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _digit(words: Sequence[str], at: int) -> int | None:
    word = _at(words, at)
    return int(word) if len(word) == 1 and word in "0123456789" else DIGITS.get(word)


def _hundreds(words: Sequence[str], at: int) -> tuple[int | None, int]:
    if _at(words, at) in HUNDRED:
        return 100, at + 1
    digit = _digit(words, at)
    if digit is not None and _at(words, at + 1) in HUNDRED:
        return digit * 100, at + 2
    return None, at


def _tens(words: Sequence[str], at: int) -> dict[int, tuple[int, ...]]:
    """Numbers from 10 to 99 that begin here, by where they end."""
    if _at(words, at) in TEN:
        tens, end = 10, at + 1
    else:
        digit = _digit(words, at)
        if not digit:
            return {}
        tens, end = digit * 10, at + 2
        if _at(words, at + 1) in AFTER_TENS and not words[at].isdigit() and digit > 1:
            return {end: (tens + DIGITS[words[at + 1]],)}
        if _at(words, at + 1) not in TIMES_TEN:
            return {}
    found: dict[int, tuple[int, ...]] = {end: (tens,)}
    unit = _digit(words, end)
    if unit and words[end - 1] not in SCORE:
        found[end + 1] = (tens + unit,)
    return found
