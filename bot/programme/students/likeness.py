"""Whether two students may be the same child: blind to tone marks, typing slips and swapped words; twins are two.

An entry is asked about where its name agrees and one thing more does:

| name                                     | birth date                 | guardian's phone |
|------------------------------------------|----------------------------|------------------|
| same, abbreviated, words left out, slip  | same                       | any (*)          |
| same                                     | any                        | same             |
| abbreviated, words left out, slip        | a slip of the other        | same             |
| same                                     | day and month swapped      | any              |
| same, of four words or more              | a slip of the other        | any              |

(*) Where the day is 1 January, which papers say when nobody knows the day, a slip needs the same phone.
Where either guardian has no phone, the same full name of the guardian says what the same phone says.
Two names that differ in one word by one letter, both real words (An and Anh), are two children where the guardian is
the same: parents give brothers, sisters and twins such names. A common name alone is no sign, nor is a birth date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final

import msgspec

from bot.chat.kind import folded

DISTINCT: Final = 4
"""Words from which on a full name is so rare that it says as much as a phone number."""
WIDEST: Final = 20
"""Years by which a mistyped birth year may be off; the bounds of the question keep out the rest."""

_JOINTS: Final = str.maketrans(dict.fromkeys("-‐‑–.,_", " ") | dict.fromkeys("'’‘ʼ`´", ""))
_STROKES: Final = str.maketrans("ðɖƀ", "ddb")  # Đ from old fonts, and an Ê Đê letter: no marks to take off
_SYLLABLE: Final = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|[bcdghklmnpqrstvx])?"
    "(?:a[iouy]?|e[ou]?|i[au]?|ieu|o[aei]?|oa[ioy]|oeo|u[aeiouy]?|ua[iouy]|uo[iu]|uy[au]|y|yeu"
    "|(?:[aeiou]|ie|ye|oa|oe|oo|ua|ue|uo|uy|uye)(?:ch|c|m|nh|ng|n|p|t))"
)
"""A Vietnamese syllable without its marks: how it begins, and its rhyme."""


class Features(msgspec.Struct, frozen=True):
    """What is compared of a student."""

    name: str
    birth: date
    phone: str
    guardian: str = ""
    bare: str = ""  # the name for comparison; filled in once, as one new student is compared with many

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "bare", bare(self.name))


def bare(name: str) -> str:
    """A name for comparison: no tone marks, capitals, hyphens, dots or apostrophes, and y as i where both are written.

    "Vy" and "Vi" are one, as are "Quý" and "Quí"; "Mây" and "Mai" are two.
    """
    text = unicodedata.normalize("NFC", name.lower().replace("đ", "d"))
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    if len(plain) != len(text):  # letters without an ASCII base, or with two marks: rare, so they may take longer
        plain = folded(text.translate(_STROKES))
    words = plain.split()
    if not all(map(str.isalpha, words)):
        words = plain.translate(_JOINTS).split()
    plain = " ".join(words)
    if "y" in plain:
        plain = " ".join([_as_i(word) if word[-1] == "y" else word for word in words])
    return plain


def _as_i(word: str) -> str:
    alone = word[-2:-1] not in ("", "a", "u") or word[-3:] == "quy"  # not "ay", "uy", nor the initial of "Yến"
    return word[:-1] + "i" if alone else word


def found_by(student: Features) -> dict[str, str]:
    """What an entry is found by again: one text each for the blind indexes "birth", "name", "phone" and "guardian".

    The name stands together with the birth date: of a million students thousands have the commonest names. So does the
    guardian's with the student's; it is empty where the guardian's is not known in full.
    """
    birth, name = student.birth.isoformat(), _ordered(student.bare)
    guardian = _full(student.guardian)
    return {
        "birth": birth,
        "name": f"{name}|{birth}",
        "phone": student.phone,
        "guardian": f"{guardian}|{name}" if guardian else "",
    }


def looked_for(student: Features) -> dict[str, list[str]]:
    """The texts of `found_by` under which every entry stands that may be this child, and few others."""
    birth, name, guardian = student.birth.isoformat(), _ordered(student.bare), _full(student.guardian)
    days = [day.isoformat() for day in _other_days(student)]
    return {
        "birth": [birth],
        "name": [f"{name}|{day}" for day in days],
        "phone": [student.phone] if student.phone else [],
        "guardian": [f"{guardian}|{name}"] if guardian else [],
    }


def alike(one: Features, other: Features) -> bool:
    """Whether two entries may be one child, so that a person should look; the order of the two does not matter."""
    mine, yours, guardian = one.bare, other.bare, _one_guardian(one, other)
    if one.birth == other.birth:
        unknown = one.birth.month == one.birth.day == 1
        return mine == yours or _close(mine, yours, guardian, slips=guardian or not unknown)
    if mine == yours or _turned(mine, yours):
        if guardian or _swapped(one.birth, other.birth):
            return True
        return mine.count(" ") >= DISTINCT - 1 and _days_alike(one.birth, other.birth)
    return guardian and _days_alike(one.birth, other.birth) and _close(mine, yours, guardian, slips=True)


def identical(one: Features, other: Features) -> bool:
    """Whether two entries are the same to the letter, tone marks included: no answer makes two children of it."""
    if (one.birth, one.phone, _written(one.name)) != (other.birth, other.phone, _written(other.name)):
        return False
    return bool(one.phone) or _written(one.guardian) == _written(other.guardian)


def _one_guardian(one: Features, other: Features) -> bool:
    """The same phone; where either has none, the same full name."""
    if one.phone and other.phone:
        return one.phone == other.phone
    return bool(one.guardian and other.guardian) and _full(one.guardian) == _full(other.guardian) != ""


def _full(guardian: str) -> str:
    """A guardian's name for comparison; empty where there is only one word of it, which says nothing."""
    plain = bare(guardian)
    return plain if " " in plain else ""


def _written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _ordered(plain: str) -> str:
    return " ".join(sorted(plain.split()))


def _other_days(student: Features) -> list[date]:
    """The other birth dates under which an entry of this name is alike whoever the guardian is: up to about 40."""
    birth = student.birth
    if student.bare.count(" ") >= DISTINCT - 1:
        return _slips_of(birth)
    if birth.day > 12 or birth.day == birth.month:
        return []
    return [birth.replace(day=birth.month, month=birth.day)]


def _turned(mine: str, yours: str) -> bool:
    """The same words with the family name elsewhere; "Hoàng Tuấn" and "Tuấn Hoàng" of one family are two."""
    return len(mine) == len(yours) and mine.split()[:1] != yours.split()[:1] and _same_words(mine, yours)


def _same_words(mine: str, yours: str) -> bool:
    return len(mine) == len(yours) and sorted(mine.split()) == sorted(yours.split())


def _close(mine: str, yours: str, guardian: bool, *, slips: bool) -> bool:
    """Whether two names differ no more than by swapped words, words left out or abbreviated, or one slip."""
    left, right = mine.replace(" ", "").replace("y", "i"), yours.replace(" ", "").replace("y", "i")
    if -1 <= len(left) - len(right) <= 1:
        if _same_words(mine, yours):
            return True
        if slips and _distance()(left, right, score_cutoff=1) <= 1:
            return not (guardian and _two_names(mine.split(), yours.split()))
    return mine[-1:] == yours[-1:] and _shortened(mine.split(), yours.split(), guardian)


def _shortened(mine: list[str], yours: list[str], guardian: bool) -> bool:
    """Of one given name, and the words before it abbreviated or left out: "Ng. V. An", "Nguyễn An"."""
    if mine[-1] != yours[-1]:
        return False
    short, long = (mine, yours) if len(mine) <= len(yours) else (yours, mine)
    if not guardian and (len(short) == 1 != len(long) or not _stands_for(short[0], long[0])):
        return False
    rest = iter(long[:-1])
    return all(any(_stands_for(part, word) for word in rest) for part in short[:-1])


def _stands_for(part: str, word: str) -> bool:
    return part == word or (part.startswith(word) and _initial(word)) or (word.startswith(part) and _initial(part))


def _initial(part: str) -> bool:
    """One letter, or consonants only: "V", "Ng", "Tr"."""
    return len(part) == 1 or not any(letter in "aeiouy" for letter in part)


def _two_names(mine: list[str], yours: list[str]) -> bool:
    """Whether the one word that differs, not the family name, is a real word in both: An and Anh, not Nam and Namm."""
    if len(mine) != len(yours) or mine[:1] != yours[:1]:
        return False
    differing = [pair for pair in zip(mine, yours, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and all(_SYLLABLE.fullmatch(word) for word in differing[0])


def _swapped(one: date, other: date) -> bool:
    return one.day == other.month and one.month == other.day and one.year == other.year


def _days_alike(one: date, other: date) -> bool:
    """Day and month swapped, one digit mistyped, or two neighbouring digits swapped."""
    return abs(one.year - other.year) <= WIDEST and (
        _swapped(one, other) or _distance()(_digits(one), _digits(other), score_cutoff=1) <= 1
    )


@cache
def _distance() -> Callable[..., Any]:
    """Counts slips; loaded with the first two names that need it."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _digits(day: date) -> str:
    return f"{day.day:02}{day.month:02}{day.year:04}"


def _slips_of(day: date) -> list[date]:
    """All other days that `_days_alike` takes for this one."""
    digits = _digits(day)
    typed = {digits[2:4] + digits[:2] + digits[4:]}
    for place in range(8):
        typed.update(f"{digits[:place]}{digit}{digits[place + 1 :]}" for digit in range(10))
        typed.add(digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :])
    days = []
    for text in typed - {digits}:
        try:
            other = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:  # the thirteenth month, the thirtieth of February
            continue
        if abs(other.year - day.year) <= WIDEST:
            days.append(other)
    return days
