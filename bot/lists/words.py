"""Vietnamese words as they are compared in lists: without marks, but for the few that only their marks tell apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_APART: Final = {
    "hộ": "hogd",  # a household; "họ" is a family name
    "năm": "year",  # "nam" is a boy
    "bộ": "ministry",  # "bố" is a father
    "mã": "code",  # "má" is a mother
    "bản": "village",
    "cần": "needs",  # "cận" is near (poverty)
    "đt": "dien thoai",  # "dt" is the people, dân tộc
    "đđ": "di dong",
    "đtdđ": "dien thoai",
    "sđt": "sdt",
    "sdt": "sdt",
    "đtpt": "dien thoai",
}
_WORD: Final = re.compile(r"[^\W\d_]+|[0-9]+|#")


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """Words in small letters without marks, one space before, between and behind; signs are gone."""
    found = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    return f" {' '.join(_APART.get(word) or _bare(word) for word in found)} "


def has(said: str, *any_of: str) -> bool:
    """Whether one of these words, or runs of words, stands in what `words` gave."""
    return any(f" {one} " in said for one in any_of)


@lru_cache(maxsize=8192)
def _bare(word: str) -> str:
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
