"""Which letters the paper's fonts have a shape for: the others would print as boxes."""

from __future__ import annotations

import unicodedata
from typing import Final

_RANGES: Final = (
    (0x20, 0x7E),
    (0xA0, 0x4FF),  # Latin with all its marks, Greek, Cyrillic
    (0x531, 0x58F),  # Armenian
    (0x5D0, 0x5EA),  # Hebrew
    (0x10D0, 0x10FF),  # Georgian
    (0x1E00, 0x1FFF),  # Vietnamese letters with two marks, old Greek
    (0x2010, 0x2040),
    (0x2044, 0x2052),
    (0x2054, 0x205E),
    (0x2070, 0x20BF),  # small figures, currencies
    (0x2100, 0x211E),
    (0x2126, 0x214F),
    (0x2190, 0x22FF),  # arrows, mathematics
)
"""First and last characters, as far as the fonts that typst brings along have them in each style we print."""
_SHAPED: Final = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
STAND_IN: Final = "?"


def shaped(text: str) -> str:
    """The text with what has a shape: letters in other clothes are put into plain ones, unknown ones are one sign."""
    kept: list[str] = []
    for character in text:
        if character in _SHAPED:
            kept.append(character)
            continue
        plain = unicodedata.normalize("NFKC", character)
        if _SHAPED.issuperset(plain):
            kept.append(plain)
        elif unicodedata.category(character)[0] in "LNM" and kept[-1:] != [STAND_IN]:
            kept.append(STAND_IN)
    return "".join(kept)


def lacking(text: str) -> str:
    """The letters of a text that have no shape, each once; empty where all can be printed."""
    found = dict.fromkeys(
        character
        for character in unicodedata.normalize("NFC", text)
        if character not in _SHAPED
        and unicodedata.category(character)[0] in "LN"
        and not _SHAPED.issuperset(unicodedata.normalize("NFKC", character))
    )
    return "".join(found)
