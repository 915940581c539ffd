"""A one-bit PNG put together from bands of rows, each packed by itself, so that what stays the same is packed once."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Final, NamedTuple

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BEGINNING: Final = b"\x78\x01"
_END: Final = b"\x03\x00"
"""Of a packed stream; between them the bands stand in any order, for none refers to another."""


class Band(NamedTuple):
    """Rows, each with its filter before it, and the same as a part of a packed stream."""

    rows: bytes
    packed: bytes


def band(rows: bytes, effort: int = zlib.Z_BEST_COMPRESSION) -> Band:
    """Packs rows; what is packed for one picture only is worth no effort but zlib's Z_BEST_SPEED."""
    press = zlib.compressobj(effort, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Band(rows, press.compress(rows) + press.flush(zlib.Z_SYNC_FLUSH))


def open_band(rows: bytes, length: int) -> Band:
    """Packs rows behind which `length` bytes stand as they are: in the empty block with which a band ends."""
    whole = band(rows)
    return Band(rows, whole.packed[:-4] + struct.pack("<HH", length, length ^ 0xFFFF))


def png(across: int, parts: Iterable[Band]) -> bytes:
    """The picture of bands one under the other, `across` bytes wide, eight pixels a byte, 1 for white."""
    stream, size, check = [_BEGINNING], 0, 1
    for part in parts:
        stream.append(part.packed)
        size += len(part.rows)
        check = zlib.adler32(part.rows, check)
    stream += (_END, check.to_bytes(4, "big"))
    head = struct.pack(">2I5B", across * 8, size // (across + 1), 1, 0, 0, 0, 0)  # one bit a pixel, grey
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"".join(stream)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
