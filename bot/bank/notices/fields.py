"""The fields of a notice, each read by one rule whichever service wrote it."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any, Final

import msgspec

MOST: Final = 10**15
"""Đồng in one movement; more is a mistake, and would not fit a database's integers with room to add up."""
_YEARS: Final = range(2000, 2100)
_WHOLE: Final = re.compile(r"-?[0-9]{1,16}(\.00?)?")  # "500.000" would be half a million to whom it is 500
_LONGEST_ACCOUNT: Final = 40
_LONGEST_REFERENCE: Final = 100


class NotANotice(Exception):
    """What was posted cannot be read; says which field is at fault, never what stood in it."""


def decoded(body: bytes) -> dict[str, Any]:
    """The JSON object that a body must be."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotANotice("no JSON") from None
    return an_object(value, "body")


def an_object(value: Any, field: str) -> dict[str, Any]:
    """A value that must be an object."""
    if not isinstance(value, dict):
        raise NotANotice(f"{field}: no object")
    return value


def amount(value: Any, field: str) -> int:
    """Đồng, which have no fraction: a whole number, also as 500000.0 or "500000.00"; anything else is no notice."""
    if isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value.partition(".")[0])
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MOST:
        raise NotANotice(f"{field}: no sum")
    return value


def moment(value: Any, field: str, zone: tzinfo) -> datetime:
    """A time as ISO 8601 writes it, with a blank or a T, or a day (then its beginning); in `zone` if it names none."""
    try:
        at = datetime.fromisoformat(value.strip())
    except (AttributeError, ValueError):
        raise NotANotice(f"{field}: no time") from None
    if at.year not in _YEARS:
        raise NotANotice(f"{field}: no time of ours")
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def account(value: Any, field: str) -> str:
    """An account number without what people put between its digits."""
    number = "".join(sign for sign in words(value, field) if sign.isascii() and sign.isalnum())
    if not 0 < len(number) <= _LONGEST_ACCOUNT:
        raise NotANotice(f"{field}: no account")
    return number


def reference(value: Any, field: str, service: str, id: Any) -> str:
    """The bank's number of a movement, which its statements tell too; without one the service's own, so marked."""
    number = words(value, field)
    if not number and (own := words(id, "id")):
        number = f"{service}:{own}"
    if not 0 < len(number) <= _LONGEST_REFERENCE:
        raise NotANotice(f"{field}: no reference")
    return number


def balance(value: Any) -> int | None:
    """What the account held then, where the service says; it is a help only, so what cannot be read is nothing."""
    try:
        return amount(value, "balance") or None  # 0 is written where it is not known
    except NotANotice:
        return None


def own_id(value: Any, field: str = "id") -> str:
    """The service's own id of a movement, by which it is known when it is told again; empty where there is none."""
    return words(value, field, _LONGEST_REFERENCE)


def words(value: Any, field: str, longest: int = 1000) -> str:
    """What a person wrote, on one line, without signs that do not print (a database refuses some) and not endless."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
        value = str(value)
    if not isinstance(value, str):
        raise NotANotice(f"{field}: no text")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())[:longest].rstrip()
