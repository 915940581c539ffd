"""A small PNG reader, written apart from the writer it judges."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

Unpack = Callable[[bytes], list[bytes]]


@pytest.fixture(scope="session")
def unpack() -> Unpack:
    """The lines of a picture; one byte a pixel for 1-bit grey (0 or 255), else as many as the picture has channels."""
    return lines


def lines(png: bytes) -> list[bytes]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = [], 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + data)
        chunks.append((name, data))
        at += 12 + length
    assert at == len(png)
    assert chunks[0][0] == b"IHDR"
    assert chunks[-1] == (b"IEND", b"")
    width, height, depth, colour, *rest = struct.unpack(">2I5B", chunks[0][1])
    channels = {0: 1, 2: 3, 6: 4}[colour]
    assert depth == 8 or (depth, colour) == (1, 0)
    assert rest == [0, 0, 0]
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    stride = -(-width * channels * depth // 8)
    assert len(raw) == height * (stride + 1)
    found, above = [], bytes(stride)
    for start in range(0, len(raw), stride + 1):
        above = unfiltered(raw[start], raw[start + 1 : start + 1 + stride], above, max(1, channels * depth // 8))
        found.append(above)
    if depth == 1:
        return [bytes(255 * (line[x // 8] >> (7 - x % 8) & 1) for x in range(width)) for line in found]
    return found


def unfiltered(filter_: int, line: bytes, above: bytes, step: int) -> bytes:
    """One line before PNG's filter was applied to it (RFC 2083, section 6)."""
    if filter_ == 0:
        return line
    if filter_ == 2:
        return bytes((a + b) & 255 for a, b in zip(line, above, strict=True))
    done = bytearray(line)
    for x, value in enumerate(line):
        left, up, corner = (done[x - step], above[x], above[x - step]) if x >= step else (0, above[x], 0)
        if filter_ == 4:
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        else:
            near = left if filter_ == 1 else (left + up) // 2
        done[x] = (value + near) & 255
    return bytes(done)
