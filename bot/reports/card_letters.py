"""The letters of the payment card, drawn beforehand, so that a card costs no typesetting.

`card_letters.bin` holds two hands, packed: all letters of a hand side by side, row after row, eight pixels a byte, 1
for white. `tests/support/draw_letters.py` draws them.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import msgspec

ASCII: Final = "".join(map(chr, range(32, 127)))
MARKED: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


class Hand(msgspec.Struct, frozen=True):
    """A font and its letters, each in a cell so many pixels wide and high."""

    font: str
    points: float
    letters: str
    wide: int
    high: int


FIGURES: Final = Hand("DejaVu Sans Mono", 24 / 0.602, ASCII + "đ", 24, 56)
"""For sums, codes and numbers: each as wide as the others and of whole bytes, put together without shifting."""
WORDS: Final = Hand("Libertinus Serif", 32, ASCII + MARKED + MARKED.upper() + "–·…", 48, 44)
"""For names: each as wide as its ink."""
BESIDE: Final = 3
"""Pixels of white between the ink of two letters."""
SPACE: Final = 9


def figures(text: str, across: int) -> list[bytes]:
    """The rows of a sum, code or number in the middle of `across` bytes; what has no room is left out."""
    step = FIGURES.wide // 8
    known = _cells()[FIGURES.font]
    shown = [known[letter] for letter in text if letter in known][: across // step]
    left = (across - step * len(shown)) // 2
    before, after = b"\xff" * left, b"\xff" * (across - step * len(shown) - left)
    return [before + b"".join(row) + after for row in zip(*shown, strict=True)] if shown else []


@lru_cache(maxsize=256)
def words(text: str, across: int, most: int = 1) -> tuple[bytes, ...]:
    """The rows of a text in the middle of `across` bytes, in at most so many lines; what is too long ends in “…”.

    A letter that was not drawn loses its marks, or is a question mark.
    """
    lines: list[str] = [""]
    for word in unicodedata.normalize("NFC", text).split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer) <= 8 * across or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] += " …"
            break
    return tuple(row for line in lines if line for row in _set(line, across))


def _set(text: str, across: int) -> list[bytes]:
    while _width(text) > 8 * across:
        text = text[:-2].rstrip() + "…"
    room, wide = 8 * across, _width(text)
    left = (room - wide) // 2
    rows = []
    for row in range(WORDS.high):
        pixels = (1 << left) - 1
        for letter in text:
            ink, width = _glyph(letter)
            pixels = pixels << width | ink[row]
        right = room - wide - left
        rows.append((pixels << right | (1 << right) - 1).to_bytes(across, "big"))
    return rows


def _width(text: str) -> int:
    return sum(_glyph(letter)[1] for letter in text)


@cache
def _glyph(letter: str) -> tuple[Sequence[int], int]:
    """A letter's rows of pixels, and how many those are."""
    bare = unicodedata.normalize("NFKD", letter)[:1]
    if bare == " ":
        return [(1 << SPACE) - 1] * WORDS.high, SPACE
    known = _cells()[WORDS.font]
    cell = known.get(letter) or known.get(bare) or known["?"]
    rows = [int.from_bytes(row, "big") for row in cell]
    ink = 0
    for row in rows:
        ink |= row ^ (1 << WORDS.wide) - 1
    right = (ink & -ink).bit_length() - 1
    width = ink.bit_length() - right
    full = (1 << width) - 1
    gap = (1 << BESIDE) - 1
    return [(row >> right & full) << BESIDE | gap for row in rows], width + BESIDE


@cache
def _cells() -> dict[str, dict[str, list[bytes]]]:
    """Each letter's rows, by the font of its hand."""
    raw, start = zlib.decompress(Path(__file__).with_suffix(".bin").read_bytes()), 0
    found = {}
    for hand in (FIGURES, WORDS):
        step = hand.wide // 8
        stride = step * len(hand.letters)
        rows = [raw[start + row * stride : start + (row + 1) * stride] for row in range(hand.high)]
        found[hand.font] = {
            letter: [row[at * step : (at + 1) * step] for row in rows] for at, letter in enumerate(hand.letters)
        }
        start += stride * hand.high
    return found
