"""Phone numbers of guardians as cells hold them: without their zero, with signs, two in one, in the middle of words."""

from __future__ import annotations

import re
from typing import Final

from bot.lists.shape import Why
from bot.sheets.table import Cell, shown

_RUN: Final = re.compile(r"(?:\+?\s*\(?\+?84\)?|0|(?<![0-9]))[0-9oO](?:[ .\-()]{0,2}[0-9oO]){5,13}(?![0-9])")
_GOOD: Final = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}|02[0-9]{9}")
_OLD: Final = re.compile(r"01[2689][0-9]{8}")

Number = tuple[str, Why | None]


def phone_of(cell: Cell) -> Number:
    """("+84900000123", None) or ("", why not); of several numbers the first good one."""
    text = shown(cell).strip()
    if not text or not any(sign.isdigit() for sign in text):
        return "", "missing" if text.strip("-.xX…/ ") == "" else "not a number"
    whys: list[Why] = []
    for run in runs_in(text):
        digits = _home(run)
        if _GOOD.fullmatch(digits):
            return f"+84{digits[1:]}", None
        whys.append("old number" if _OLD.fullmatch(digits) else "too short" if len(digits) < 10 else "too long"
                    if len(digits) > 11 else "not a number")  # fmt: skip
    return "", whys[0] if whys else "too short"


def runs_in(text: str) -> list[str]:
    """The parts of a text that may be numbers of phones."""
    return _RUN.findall(text)


def without_numbers(text: str) -> str:
    """What is left of a cell of a name and a number once the number is gone."""
    return _RUN.sub(" ", text)


def _home(run: str) -> str:
    """Ten digits with a zero before them, as people at home write it."""
    digits = re.sub(r"[^0-9]", "", run.replace("o", "0").replace("O", "0"))
    if digits.startswith("84") and len(digits) in (11, 12):
        return f"0{digits[2:]}"
    if digits.startswith("0084"):
        return f"0{digits[4:]}"
    return digits if digits.startswith("0") else f"0{digits}" if len(digits) in (9, 10) else digits
