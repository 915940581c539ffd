"""What stands where a device's own number should be: many devices would be one by it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

_WORDS: Final = frozenset(
    {
        "ABC123", "ABCD", "ABCD1234", "ABCDEF", "ASSETTAG", "BASEBOARDSERIALNUMBER", "BLANK", "CHASSISSERIALNUMBER",
        "CHUACO", "DEFAULTSTRING", "EMPTY", "FILLBYOEM", "INVALID", "KHONG", "KHONGBIET", "KHONGCO", "KHONGCOSO",
        "KHONGRO", "MBSERIAL", "NIL", "NOASSETTAG", "NONE", "NOSERIAL", "NOSERIALNUMBER", "NOTAPPLICABLE",
        "NOTAVAILABLE", "NOTPRESENT", "NOTSPECIFIED", "NULL", "OEMSTRING", "SERIAL", "SERIALNUMBER", "STRING",
        "SYSTEMSERIALNUMBER", "TEST", "TOBEFILLEDBYOEM", "UNKNOWN",
    }
)  # fmt: skip
"""Makers' fillers and people's words for none, as `serials.fold_serial` writes them."""
_EMPTY: Final = re.compile(r"(SN|NO|IMEI)?0+1?|[0X]+|0123456789ABCDEF")
_STEPS: Final = ({1}, {9})
"""From each digit to the next, in numbers that only count up or down: 123456789, 987654321."""


def is_placeholder(serial: str) -> bool:
    """Whether a folded number is nobody's own: a filler, one sign repeated, or figures that count."""
    if serial in _WORDS or len(set(serial)) == 1 or _EMPTY.fullmatch(serial):
        return True
    return serial.isdigit() and {(int(after) - int(before)) % 10 for before, after in pairwise(serial)} in _STEPS
