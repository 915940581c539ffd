"""The picture by which a gift is paid: the code to scan, and in letters what it says, for whoever types it by hand."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from bot.reports.bands import Band, band, open_band, png
from bot.reports.card_letters import figures, words
from bot.reports.qr import BORDER, modules_of
from bot.reports.vietqr import vietqr_text

WIDE: Final = 2
"""Bytes a module: 16 pixels of one bit."""
MOST_LINES: Final = 2
"""Of a long name."""
MEMO: Final = "Nội dung chuyển khoản"
TRIAL: Final = "DÙNG THỬ"


class PaymentCard(msgspec.Struct, tag_field="make", tag="vietqr", forbid_unknown_fields=True):
    """{"make": "vietqr", "bin": "970436", "account": "…", "amount": 500000, "memo": "…"}: see vietqr_text.

    `bank` and `holder` are only written beside the code, `note` above the memo.
    """

    bin: str
    account: str
    amount: int | None
    memo: str
    bank: str = ""
    holder: str = ""
    note: str = MEMO


def payment_card(wanted: PaymentCard, *, trial: bool = False) -> bytes:
    """A one-bit PNG, some 700 pixels wide; raises ValueError where vietqr_text does.

    What is written stays the same from gift to gift but for sum and memo, so it is put together and packed once.
    """
    side, modules = modules_of(vietqr_text(wanted.bin, wanted.account, wanted.amount, wanted.memo))
    across = WIDE * (side + 2 * BORDER)
    return png(across, (
        _top(across, trial),
        _sum(wanted.amount, across),
        _code(modules, side),
        _label(wanted.note, across),
        band(_written(figures(wanted.memo, across)), zlib.Z_BEST_SPEED),
        _account(wanted.bank, wanted.account, wanted.holder, across),
        _bottom(across, trial),
    ))  # fmt: skip


def _written(rows: Iterable[bytes]) -> bytes:
    return b"".join(b"\x00" + row for row in rows)


def _blank(across: int, high: int) -> bytes:
    return b"\x00" + b"\xff" * across + _again(across, high - 1)


def _again(across: int, times: int) -> bytes:
    return (b"\x02" + bytes(across)) * times  # "up": the same as the line above


def _code(modules: bytes, side: int) -> Band:
    """The code with its white border.

    A row of it stands in the packed stream as it is, since it is as long packed; between them is what all have.
    """
    pixels = bytearray(WIDE * len(modules))
    pixels[0::2] = pixels[1::2] = modules
    rows = [pixels[at : at + WIDE * side] for at in range(0, len(pixels), WIDE * side)]
    before, between, after = _around(side)
    return Band(*(b"".join((before[i], between[i].join(rows), after[i])) for i in (0, 1)))


@lru_cache(maxsize=8)
def _around(side: int) -> tuple[Band, Band, Band]:
    """What stands before, between and after the rows of a code."""
    margin, across = b"\xff" * (WIDE * BORDER), WIDE * (side + 2 * BORDER)
    border, again = _blank(across, 8 * WIDE * BORDER), _again(across, 8 * WIDE - 1)
    begin, end = b"\x00" + margin, margin + again
    return open_band(border + begin, WIDE * side), open_band(end + begin, WIDE * side), band(end + border)


@lru_cache(maxsize=64)
def _sum(amount: int | None, across: int) -> Band:
    said = "" if amount is None else f"{amount:,}".replace(",", ".") + " đ"
    return band(_written(figures(said, across)))


@lru_cache(maxsize=8)
def _top(across: int, trial: bool) -> Band:
    return band(_ribbon(across) if trial else _blank(across, 24))


@lru_cache(maxsize=8)
def _bottom(across: int, trial: bool) -> Band:
    return band(_blank(across, 24) + (_ribbon(across) if trial else b""))


def _ribbon(across: int) -> bytes:
    """White letters on black."""
    black = [bytes(across)] * 6
    rows = (bytes(byte ^ 0xFF for byte in row) for row in words(TRIAL, across))
    return _written([*black, *rows, *black]) + _blank(across, 12)


@lru_cache(maxsize=64)
def _label(said: str, across: int) -> Band:
    return band(_written(words(said, across)))


@lru_cache(maxsize=64)
def _account(bank: str, account: str, holder: str, across: int) -> Band:
    """Bank, number and name, one under the other."""
    name = words(holder, across - 2, MOST_LINES)
    lines = (words(bank, across), figures(account, across), (b"\xff" + row + b"\xff" for row in name))
    return band(_blank(across, 20) + b"".join(map(_written, lines)))
