"""Reads a VietQR picture back: the text by zxing, its fields by the rules of EMV QR (two digits, length, value)."""

from __future__ import annotations

from typing import NamedTuple

import zxingcpp

from tests.reports.conftest import lines


class Transfer(NamedTuple):
    """What a bank's app fills in."""

    bin: str
    account: str
    amount: int
    memo: str


def read_transfer(png: bytes) -> Transfer:
    """What the one QR code in a picture asks a bank's app to fill in."""
    rows = lines(png)
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    [code] = zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)
    whole = _fields(code.text)
    receiver = _fields(_fields(whole["38"])["01"])
    return Transfer(receiver["00"], receiver["01"], int(whole["54"]), _fields(whole["62"])["08"])


def _fields(text: str) -> dict[str, str]:
    fields = {}
    while text:
        size = int(text[2:4])
        fields[text[:2]], text = text[4 : 4 + size], text[4 + size :]
    return fields
