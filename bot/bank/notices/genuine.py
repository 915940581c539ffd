"""What it takes to tell a service's post from a stranger's, whatever the stranger sends."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

import msgspec

_WINDOW: Final = 300
"""Seconds between a signing and its arrival; the clocks of both sides may differ by that much."""
_DEEPEST: Final = 4
"""Objects within one another that are sorted; a notice has two. A stranger's nine hundred cost a third of a second."""


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how far."""
    return hmac.compare_digest(octets(given), octets(wanted))


def octets(text: str) -> bytes:
    """The bytes of a header or key, also of one that was no UTF-8 and holds half characters."""
    return text.encode("utf-8", "surrogatepass")


def signed(key: str, stamp: str, payload: bytes, method: str) -> str:
    """The signature in hex over the time of signing, a full stop and the payload."""
    return hmac.new(octets(key), octets(stamp) + b"." + payload, getattr(hashlib, method)).hexdigest()


def recent(stamp: str, now: datetime, per_second: int) -> bool:
    """Whether a time, counted since 1970 with so many to a second, is about now."""
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 16):
        return False
    return abs(int(stamp) / per_second - now.timestamp()) <= _WINDOW


def in_order(body: bytes, depth: int = _DEEPEST) -> bytes | None:
    """A JSON object with its keys from A to Z and nothing between them; None if it is none.

    Numbers and texts stay letter by letter as they were sent, since languages write the same value differently.
    """
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    parts = []
    for name in sorted(fields):
        value: bytes | None = bytes(fields[name]).strip()
        if value and value.startswith(b"{") and depth > 1:
            value = in_order(value, depth - 1)
        if value is None:
            return None
        parts.append(msgspec.json.encode(name) + b":" + value)
    return b"{" + b",".join(parts) + b"}"
