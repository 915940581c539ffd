"""Whom to call about a child: of father, mother and guardian, in one cell or several, the first with a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from bot.lists.phones import Number, phone_of, without_numbers
from bot.lists.shape import Role
from bot.sheets.table import Cell, shown

Get = Callable[[Role], Cell]

_WHO: Final = r"(?:bố|cha|ba|mẹ|má|ông|bà|ph|phụ huynh|người giám hộ|anh|chị|chú|cô|bác|con ông|con bà)"
_CALLED: Final = re.compile(rf"^(?:{_WHO}\s*[:.]\s*|{_WHO}\s+(?=\S+\s+\S+\s+\S))", re.IGNORECASE)
"""What a parent is called before the name; "Ông Ích Khiêm" is a name."""
_LABEL: Final = re.compile(r"(?:số\s*)?(?:điện thoại|đt|sđt|sdt|tel|phone)\s*[:.]?", re.IGNORECASE)
_SIGNS: Final = " \t\n-–—,;:./()|"


def guardian_of(get: Get, roles: frozenset[Role] | set[Role]) -> tuple[str, Number]:
    """(name, number) of the person to call; either may be missing."""
    found = [_one(get, roles, *three) for three in (
        ("guardian", "phone", "contact"), ("father", "father phone", "father contact"),
        ("mother", "mother phone", "mother contact"),
    )]  # fmt: skip
    shared = get("phone") if "phone" in roles else ""
    best = next((one for one in found if one[0] and one[1][0]), None) or next((one for one in found if one[0]), None)
    name, number = best or ("", ("", None))
    if not number[0] and number[1] in (None, "missing"):
        others = [one[1] for one in found if one[1][0]] if not name or best is found[0] else []
        number = others[0] if others else phone_of(shared) if shown(shared) else number
    return name, number if number != ("", None) else ("", "missing")


def _one(get: Get, roles: frozenset[Role] | set[Role], named: Role, numbered: Role, both: Role) -> tuple[str, Number]:
    if both in roles:
        cell = shown(get(both))
        return name_in(_LABEL.sub(" ", without_numbers(cell))), phone_of(cell)
    cell = shown(get(named)) if named in roles else ""
    number: Number = phone_of(get(numbered)) if numbered in roles else ("", None)
    if any(sign.isdigit() for sign in cell):  # a number behind the name, whatever the heading said
        own = phone_of(cell)
        number = number if number[0] else own
        cell = _LABEL.sub(" ", without_numbers(cell))
    return name_in(cell), number


def name_in(text: str) -> str:
    """A guardian's name without what they are to the child and what is left of signs."""
    bare = " ".join(text.split()).strip(_SIGNS)
    return _CALLED.sub("", bare).strip(_SIGNS)
