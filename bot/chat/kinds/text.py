"""Any words: a message, an address, a reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood
from bot.chat.phrase import _, _n

_EMPTY: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")  # letters and signs that show nothing
_JOINER: Final = "\u200d"  # makes one emoji of two


_CLASS: Final = re.compile(r"^(?:lớp|lop|class)\s*:?\s*", re.IGNORECASE)
LONGEST_NAME: Final = 120
"""Characters; where more may be written, it is a remark."""


class Text(Kind[str]):
    """Words from `least` to `longest` characters; line breaks and emoji stay, other invisible characters go."""

    free_text: bool = True
    numbered: bool = False

    def __init__(self, longest: int = 500, least: int = 1):
        if not 1 <= least <= longest:
            raise ValueError(f"no text of {least} to {longest} characters")
        self.longest, self.least = longest, least
        self.remark = longest > LONGEST_NAME
        self._shape = ["Text", least, longest]

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> str:
        text = tidy(heard.text or "")
        if not text:
            raise NotUnderstood(_("Please answer with a few words."))
        if len(text) < self.least:
            raise NotUnderstood(_("Please write a little more: at least {least} characters.", least=self.least))
        if len(text) > self.longest:
            raise NotUnderstood(
                _n(
                    "This is {n} character too long. Please write {longest} at most.",
                    "This is {n} characters too long. Please write {longest} at most.",
                    len(text) - self.longest,
                    longest=self.longest,
                )
            )
        return text


class ClassName(Text):
    """A school class, without the word for it: "lớp 4A" is 4A."""

    def read(self, heard: Heard, today: date) -> str:
        written = super().read(heard, today)
        return _CLASS.sub("", written) or written


def tidy(text: str) -> str:
    """NFC without invisible and control characters; single spaces, at most one empty line in a row."""
    kept: list[str] = []
    for char in unicodedata.normalize("NFC", re.sub(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", text)):
        category = unicodedata.category(char)
        if char == "\n":
            kept.append(char)
        elif category in ("Cc", "Zs"):
            kept.append(" ")
        elif char == _JOINER:
            if kept and not (kept[-1].isascii() or kept[-1].isalpha()):
                kept.append(char)
        elif category not in ("Cf", "Cs") and char not in _EMPTY:
            kept.append(char)
    lines = [" ".join(line.split(" ")).strip() for line in re.sub(" +", " ", "".join(kept)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip().strip(_JOINER)
