"""The number by which a device is known again: a maker's serial number, or the IMEI of a thing with a radio.

Stored folded, so that the same number typed in two ways is one: "s/n: c02-x 41" and "C02X41" are the same device.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from bot.chat.kind import NotUnderstood
from bot.chat.phrase import _
from bot.programme.devices.placeholders import is_placeholder

LEAST: Final = 4
LONGEST: Final = 40
IMEI_DIGITS: Final = 15
LONGEST_TYPED: Final = 120
_SAID_BEFORE: Final = re.compile(
    r"^\s*(?:imei ?[12]?|s/n|sn|serial(?: ?(?:number|no\.?))?|so (?:seri|serial|may)|iccid)\s*[:=#.]+\s*", re.IGNORECASE
)
_RADIO: Final = frozenset({"phone", "tablet", "wifi"})
"""Sorts of the taxonomy that have an IMEI where they have fifteen digits at all."""


def has_imei(sort: str) -> bool:
    """Whether fifteen digits on a thing of this sort are an IMEI."""
    return sort in _RADIO


def fold_serial(text: str) -> str:
    """Capital letters and digits only, without tone marks and without what the label says before the number."""
    bare = unicodedata.normalize("NFKD", text[:LONGEST_TYPED].replace("đ", "d").replace("Đ", "D"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return "".join(c for c in _SAID_BEFORE.sub("", bare).upper() if c.isascii() and c.isalnum())


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it (ISO/IEC 7812-1, as in every IMEI)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def read_serial(text: str, imei: bool) -> str:
    """The stored form of what was typed; raises NotUnderstood with a sentence that says what to look at.

    `imei`: whether fifteen digits must be a right IMEI.
    """
    serial = fold_serial(text)
    if not LEAST <= len(serial) <= LONGEST or len(text) > LONGEST_TYPED:
        raise NotUnderstood(
            _("A serial number has {least} to {longest} letters and digits, for example: C02X41KJ.",
              least=LEAST, longest=LONGEST)
        )  # fmt: skip
    if is_placeholder(serial):
        raise NotUnderstood(_("This does not look like a device's own number. Is there really one on it?"))
    if imei and serial.isdigit() and len(serial) in (IMEI_DIGITS - 1, IMEI_DIGITS + 1):
        raise NotUnderstood(
            _("An IMEI has {right} digits, this one has {n}. Dial *#06# on the phone to see it.",
              right=IMEI_DIGITS, n=len(serial))
        )  # fmt: skip
    if imei and serial.isdigit() and len(serial) == IMEI_DIGITS and not luhn(serial):
        raise NotUnderstood(
            _("One digit of this IMEI is not right. Please compare it once more, or dial *#06# on the phone.")
        )
    return serial


def sure_serial(serial: str) -> bool:
    """Whether it has a digit; a number of letters alone may be a word that was meant as an answer."""
    return any(c.isdigit() for c in serial)
