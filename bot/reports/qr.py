"""A QR code as a small PNG, quickly: a pledge is paid by scanning it."""

from __future__ import annotations

import zlib
from typing import Any, Final

import zxingcpp

from bot.reports.bands import band, png

SCALE: Final = 8
"""Pixels a module: as many as a byte of a one-bit picture holds, so that a module is a byte, 0 black, 255 white."""
MASK: Final = 3
"""The pattern laid over the modules. Every reader takes it from the code itself; trying all eight for the evenest one,
as zxing-cpp does by itself, is four fifths of its work, and the texts of payments are even enough under any."""
BORDER: Final = 4
"""Modules of white around, as the standard asks."""


def qr_png(text: str) -> bytes:
    """A QR code with error correction M as a one-bit PNG.

    The modules come from zxing-cpp, which picks the shortest mix of digits, capitals and bytes; so a VietQR takes
    37 modules a side where one mode for all of it takes 49, and a cheap camera reads it from further away.
    Raises ValueError for a text that is empty or too long (about 2,300 bytes).
    """
    side, modules = modules_of(text)
    across = side + 2 * BORDER
    margin = b"\xff" * BORDER
    again = (b"\x02" + bytes(across)) * (SCALE - 1)  # filter "up": the same as the line above
    blank = b"\x00" + b"\xff" * across + again
    rows = [b"\x00" + margin + modules[at : at + side] + margin + again for at in range(0, side * side, side)]
    picture = b"".join((blank * BORDER, *rows, blank * BORDER))
    return png(across, [band(picture, zlib.Z_BEST_SPEED)])


def modules_of(text: str) -> tuple[int, bytes]:
    """How many modules a side the code of a text has, and each of them, row by row: 0 black, 255 white."""
    told = {} if text.isascii() else {"eci": "UTF-8"}  # else readers guess, and take à for a Japanese letter
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", dataMask=MASK, **told)
    image: Any = code.to_image(add_quiet_zones=False)  # the stub forgets that it is a buffer
    return image.shape[0], bytes(image)
