"""A person's name, stored as given: NFC, single spaces, and capitals where the keyboard had none or only capitals."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Unsure, folded
from bot.chat.kinds.typed import LONGEST_SHORT, even
from bot.chat.phrase import _

LONGEST: Final = 80

_APOSTROPHES: Final = dict.fromkeys(map(ord, "’‘ʼʹ`´′＇"), "'") | dict.fromkeys(map(ord, "‐‑–－"), "-")
_SEVERAL: Final = re.compile(r"[,;/&+|]| và | and ")
_LABELS: Final = (
    "chi co ten",
    "only the name",
    "ho ten",
    "ho va ten",
    "ten",
    "ten em",
    "ten chau",
    "hs",
    "hoc sinh",
    "name",
    "full name",
)
ONLY: Final = "chỉ có tên"
"""Before a name of one word that is all there is."""
_ONLY: Final = re.compile(r"(?:chi co ten|only the name):")
_AFTER: Final = frozenset(("ạ", "nhé", "nha", "nhá", "nghen"))
"""Politeness behind a name; only with its marks, since a bare "A" is a name of the Hmong: "Giàng A"."""
_CALLED: Final = ("em", "cháu", "bé", "bạn", "con", "cô", "thầy", "anh", "chị", "ông", "bà")


class PersonName(Kind[str]):
    """A name of at least `words_least` parts; 2 asks for the family name too ("K'Brơi" has two parts)."""

    free_text = True

    def __init__(self, words_least: int = 2):
        self.words_least = words_least
        self._shape = ["PersonName", words_least]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> str:
        example = {"example": "Nguyễn Văn An"}
        if heard.text is None or not heard.text.strip():
            raise NotUnderstood(_("Please write the name, for example: {example}.", **example))
        if len(heard.text) > LONGEST_SHORT:
            raise NotUnderstood(_("This name is longer than {most} letters. Please write only the name.", most=LONGEST))
        name = _tidy(heard.text)
        if "\n" in heard.text.strip() or _SEVERAL.search(name):
            raise NotUnderstood(_("Please write only one name, for example: {example}.", **example))
        words = name.split()
        if not words:
            raise NotUnderstood(_("Please write the name, for example: {example}.", **example))
        if not all(_is_word(word) for word in words):
            raise NotUnderstood(
                _("A name has only letters, no digits and no signs. Please write it like {example}.", **example)
            )
        if len(name) > LONGEST:
            raise NotUnderstood(_("This name is longer than {most} letters. Please write only the name.", most=LONGEST))
        if len(re.split(r"[ '-]", name)) < self.words_least and not _ONLY.match(folded(heard.text)):
            name = _capitals(name)
            why = _("Please write the full name with the family name, for example: {example}.", **example)
            raise Unsure(why, [(f"{ONLY}: {name}", _("There is only the name {name}", name=name))])
        return _capitals(name)


def _tidy(text: str) -> str:
    """Without invisible marks, a label ("Họ tên: …"), an address ("em Nguyễn Văn An") or a full stop."""
    name = even(text.translate(_APOSTROPHES)).strip(" .,;")
    label, colon, rest = name.partition(":")
    if colon and folded(label) in _LABELS:
        name = rest.strip()
    name = re.sub(r"(?<=\w)' (?=\w)", "'", name)  # "H' Hen"
    words = name.split()
    while len(words) > 1 and words[-1] in _AFTER:
        words.pop()
    while len(words) > 1 and words[0].strip(",").lower() == "dạ":
        words.pop(0)
    name = " ".join(words).strip(" .,;")
    first, _space, rest = name.partition(" ")
    if first in _CALLED and rest[:1].isupper() and " " in rest:
        name = rest
    return name


def _is_word(word: str) -> bool:
    """Whether these are letters joined by ' or -, with marks where Unicode has no letter of its own ("Blơ̆")."""
    return all(_is_letters(part) for part in re.split("['-]", word))


def _is_letters(part: str) -> bool:
    marks = 0
    for char in part:
        marks = marks + 1 if unicodedata.category(char) == "Mn" else 0
        if marks > 2 or not (marks or char.isalpha()):
            return False
    return part[:1].isalpha()


def _capitals(name: str) -> str:
    """Capitals at the beginnings where all letters are small, all are large, or only the first one is large."""
    if not (name.isupper() or name.islower() or (" " in name and name[0].isupper() and name[1:].islower())):
        return name
    return unicodedata.normalize("NFC", "".join(p[:1].upper() + p[1:].lower() for p in re.split("([ '-])", name)))
