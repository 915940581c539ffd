"""The picture by which a gift is paid: the code to scan, and in letters what it says, for whoever types it by hand."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from bot.reports.card_letters import figures, words
from bot.reports.qr import BORDER, modules_of, png
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

    What is written stays the same from gift to gift but for sum and memo, so it is put together once.
    """
    side, modules = modules_of(vietqr_text(wanted.bin, wanted.account, wanted.amount, wanted.memo))
    across = WIDE * (side + 2 * BORDER)
    dong = "" if wanted.amount is None else f"{wanted.amount:,}".replace(",", ".") + " đ"
    parts = [
        _top(across, trial),
        _written(figures(dong, across)),
        _code(modules, side),
        _label(wanted.note, across),
        _written(figures(wanted.memo, across)),
        _account(wanted.bank, wanted.account, wanted.holder, across),
        _bottom(across, trial),
    ]
    return png(across * 8, b"".join(parts))


def _written(rows: Iterable[bytes]) -> bytes:
    return b"".join(b"\x00" + row for row in rows)


def _blank(across: int, high: int) -> bytes:
    return b"\x00" + b"\xff" * across + (b"\x02" + bytes(across)) * (high - 1)  # "up": the same as the line above


def _code(modules: bytes, side: int) -> bytes:
    """The code with its white border."""
    margin, across = b"\xff" * (WIDE * BORDER), WIDE * (side + 2 * BORDER)
    again = (b"\x02" + bytes(across)) * (8 * WIDE - 1)
    rows = []
    for at in range(0, side * side, side):
        row = bytearray(WIDE * side)
        row[0::2] = row[1::2] = modules[at : at + side]
        rows.append(b"\x00" + margin + row + margin + again)
    border = _blank(across, 8 * WIDE * BORDER)
    return b"".join((border, *rows, border))


@lru_cache(maxsize=8)
def _top(across: int, trial: bool) -> bytes:
    return _band(across) if trial else _blank(across, 24)


@lru_cache(maxsize=8)
def _bottom(across: int, trial: bool) -> bytes:
    return _blank(across, 24) + (_band(across) if trial else b"")


def _band(across: int) -> bytes:
    """White letters on black."""
    black = [bytes(across)] * 6
    rows = (bytes(byte ^ 0xFF for byte in row) for row in words(TRIAL, across))
    return _written([*black, *rows, *black]) + _blank(across, 12)


@lru_cache(maxsize=64)
def _label(said: str, across: int) -> bytes:
    return _written(words(said, across))


@lru_cache(maxsize=64)
def _account(bank: str, account: str, holder: str, across: int) -> bytes:
    """Bank, number and name, one under the other."""
    name = words(holder, across - 2, MOST_LINES)
    lines = (words(bank, across), figures(account, across), (b"\xff" + row + b"\xff" for row in name))
    return _blank(across, 20) + b"".join(map(_written, lines))
