"""What people type, evened out before it is read: letters in one form, plain digits, nothing invisible."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from bot.chat.kind import Heard, NotUnderstood
from bot.chat.phrase import Phrase

LONGEST_SHORT: Final = 200
"""No sum, number, date, name or phone needs a longer text, whatever politeness surrounds it."""

_ALIKE: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x00D0: "Đ",  # the Icelandic and African letters that look the same, left over from old Vietnamese fonts
    0x0189: "Đ",
    **dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x034F)),  # letters and signs that show nothing
    0x20E3: None,  # the frame of keycap emoji, so that a keycap five reads as a five
    0xFE0E: None,
    0xFE0F: None,
}
_TURNERS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e")
_BEFORE: Final = frozenset(("dạ", "da", "thưa"))
_AFTER: Final = frozenset(("ạ", "a", "à", "ah", "nhé", "nhe", "nha", "nhá", "nghen", "please", "pls"))


def short(heard: Heard, why: Phrase) -> str:
    """The evened text of a short answer; NotUnderstood(why) for anything that is no text, blank or too long."""
    if heard.text is None or len(heard.text) > LONGEST_SHORT:
        raise NotUnderstood(why)
    text = even(heard.text)
    if not text:
        raise NotUnderstood(why)
    return text


@lru_cache(maxsize=256)  # within a turn the same words are looked at several times
def even(text: str) -> str:
    """NFC, digits and wide letters as ASCII, no invisible marks, control characters and runs of spaces as one space."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = []
    for char in unicodedata.normalize("NFC", text).translate(_ALIKE):
        category = unicodedata.category(char)
        if category in ("Cc", "Zs", "Zl", "Zp"):
            kept.append(" ")
        elif category == "Nd":
            kept.append(str(unicodedata.decimal(char)))
        elif category not in ("Cf", "Cs"):
            kept.append(char)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def deceptive(text: str) -> bool:
    """Whether it holds marks that make it look other than it reads: text turned around, control characters."""
    return any(c in _TURNERS or (unicodedata.category(c) == "Cc" and not c.isspace()) for c in text)


def odd_digits(text: str) -> bool:
    """Whether it holds numbers that no reader may take for digits: ½, ², Ⅳ, ①."""
    return any(unicodedata.category(char) in ("No", "Nl") for char in text)


def core(text: str) -> str:
    """An answer in lower case without the politeness and punctuation around it: "Dạ, số 2 ạ." → "số 2"."""
    words = even(text).lower().strip(" .,;:!?()[]\"'“”…-").split()
    while len(words) > 1 and words[-1].strip(".,!") in _AFTER:
        words.pop()
    while len(words) > 1 and words[0].strip(".,!") in _BEFORE:
        words.pop(0)
    return " ".join(words).strip(" .,;:!?")
