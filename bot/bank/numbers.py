"""Numbers of movements as far as they can be compared: each bank, service and export spells them in its own way."""

from __future__ import annotations

import re
import string
import unicodedata
from typing import Final

SHORTEST: Final = 6
FEWEST_DIGITS: Final = 4
LONG: Final = 9
"""So many signs a number inside a memo must have: shorter ones are days, hours and counts."""
READ: Final = 500
"""Characters of a memo that are looked at."""

_OTHER: Final = re.compile(r"[^0-9A-Z]")
_TOKEN: Final = re.compile(r"[0-9A-Z]+")
_PHONE: Final = re.compile(r"0\d{9}|84\d{9}")


def bare(number: str) -> str:
    """Letters and digits alone, without the letters of a bank or channel around them and what follows a backslash.

    "MBVCB.3278907687" and "3278907687" are equal so, "5078 - 93023" and "5078.93023", "FT21270001\\BNK" and
    "FT21270001". Empty for what is too short to name one movement.
    """
    core = _OTHER.sub("", number.partition("\\")[0].upper()).strip(string.ascii_uppercase)
    return core if len(core) >= SHORTEST and sum(map(str.isdigit, core)) >= FEWEST_DIGITS else ""


def numbers_in(memo: str, account: str = "") -> frozenset[str]:
    """The bare numbers that stand in a memo; not the drive's own account, nor phones, which many movements share."""
    found = {bare(token) for token in _TOKEN.findall(memo[:READ].upper())}
    return frozenset(number for number in found if len(number) >= LONG and number != account.lstrip("0")
                     and number != account and not _PHONE.fullmatch(number))  # fmt: skip


def words_of(memo: str) -> str:
    """A memo's letters and digits, without marks, case and gaps."""
    text = memo[:READ]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).replace("Đ", "D").replace("đ", "d")
    return _OTHER.sub("", text.upper())
