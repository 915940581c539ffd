"""A QR code as a small black-and-white PNG, quick enough to be drawn for every message that needs one."""

from __future__ import annotations

import struct
import zlib

import zxingcpp

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def qr_png(text: str, scale: int = 8, border: int = 4) -> bytes:
    """A PNG of the text as a QR code that may lose 15 % (level M): `scale` pixels a module, `border` modules of white.

    The modules come from zxing-cpp, which picks the shortest mix of digits, capitals and bytes; so a VietQR takes
    37 modules a side where one mode for all of it takes 49, and a cheap camera reads it from further away.
    Raises ValueError for a text that is empty or too long (about 2,300 bytes), and for a size that cannot be.
    """
    if scale < 1 or border < 0:
        raise ValueError(f"a QR code cannot have scale {scale} and border {border}")
    told = {} if text.isascii() else {"eci": "UTF-8"}  # else readers guess, and take à for a Japanese letter
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **told)
    image = code.to_image(add_quiet_zones=False)
    side: int = image.shape[0]
    modules = bytes(image)  # type: ignore[call-overload]  # the stub forgets that it is a buffer
    pixels = modules.translate(_TO_BITS).decode("ascii")
    width = (side + 2 * border) * scale
    margin = "1" * (border * scale)
    rows = [_line(margin + _wide(pixels[at : at + side], scale) + margin) for at in range(0, side * side, side)]
    blank = [_line("1" * width)] * border
    again = b"\x02" + bytes(len(rows[0]) - 1)  # filter "up": the same as the line above
    picture = b"".join(line + again * (scale - 1) for line in (*blank, *rows, *blank))
    head = struct.pack(">2I5B", width, width, 1, 0, 0, 0, 0)  # one bit a pixel, grey, not interlaced
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(picture, 3)) + _chunk(b"IEND", b"")


_TO_BITS = b"0" + b"1" * 255  # the modules are bytes, 0 for black and 255 for white


def _wide(modules: str, scale: int) -> str:
    return modules.replace("0", "0" * scale).replace("1", "1" * scale)


def _line(bits: str) -> bytes:
    """One line of pixels as PNG has it: a filter byte, here none, and eight pixels to the byte, the last filled up."""
    length = -(-len(bits) // 8)
    return b"\x00" + int(bits.ljust(8 * length, "0"), 2).to_bytes(length, "big")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
