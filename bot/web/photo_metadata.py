"""Takes out of a picture what it tells besides what is seen: place, time, camera, owner, comments, thumbnails.

The picture itself is not decoded: its container is walked through, and only parts that are needed to show it are kept.
How it is to be turned is one of them. Sources: ITU T.81 and Exif 2.32 (JPEG), W3C PNG, Google's WebP container.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

PNG: Final = b"\x89PNG\r\n\x1a\n"
PNG_KEPT: Final = frozenset(
    (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"IDAT", b"IEND")
)
WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
EXIF: Final = b"Exif\0\0"
TURN: Final = 0x0112
"""The Exif field that says how a picture is to be turned: 1 to 8."""
SOI, EOI, SOS, APP0, APP1, APP14, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xFE
BARE_MARKERS: Final = frozenset((0x01, *range(0xD0, 0xD8)))
"""Markers of a JPEG that no length follows."""
HAS_EXIF, HAS_XMP, HAS_ICC = 0x08, 0x04, 0x20


class OddPicture(Exception):
    """The container does not hold together, so nothing of it is trusted."""


def without_metadata(data: bytes, mime: str) -> bytes:
    """The same picture, as upright as before, with nothing else in it; raises OddPicture."""
    try:
        return {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[mime](data)
    except (struct.error, IndexError) as error:
        raise OddPicture("cut off") from error


def _jpeg(data: bytes) -> bytes:
    out, turn, at, scans = [b"\xff\xd8"], 1, 2, 0
    while True:
        while data[at] != 0xFF:
            raise OddPicture("no marker where one must be")
        while data[at] == 0xFF:
            at += 1
        marker, at = data[at], at + 1
        if marker == EOI:
            break
        if marker in BARE_MARKERS:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        body = data[at + 2 : at + length]
        if length < 2 or len(body) != length - 2:
            raise OddPicture("a part is cut off")
        at += length
        if marker == APP1 and body.startswith(EXIF):
            turn = _turn(body[len(EXIF) :])
        if marker == APP0 and body.startswith(b"JFIF\0"):
            body = body[:12] + b"\0\0"  # its thumbnail, if it has one, is left out
        elif (APP0 <= marker <= 0xEF and marker != APP14) or marker == COM:
            continue
        out.append(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body)
        if marker == SOS:
            end = _end_of_scan(data, at)
            out.append(data[at:end])
            at, scans = end, scans + 1
            if at >= len(data):
                break  # the last marker is missing: it shows all the same
    if not scans:
        raise OddPicture("nothing to see in it")
    if turn != 1:
        exif = EXIF + _turned(turn)
        out.insert(1, struct.pack(">BBH", 0xFF, APP1, len(exif) + 2) + exif)
    return b"".join((*out, b"\xff\xd9"))


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that ends a scan; the end of the data where there is none."""
    while (at := data.find(b"\xff", at)) != -1 and at + 1 < len(data):
        if data[at + 1] == 0xFF:
            at += 1
        elif data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at
    return len(data)


def _png(data: bytes) -> bytes:
    out, turn, seen = [PNG], 1, False
    at = len(PNG)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        whole = data[at : at + length + 12]
        if len(whole) != length + 12:
            raise OddPicture("a part is cut off")
        at += length + 12
        if name == b"eXIf":
            turn = _turn(body)
        if name == b"IDAT" and not seen:
            seen = True
            if turn != 1:
                out.append(_chunk(b"eXIf", _turned(turn)))
        if name in PNG_KEPT:
            out.append(whole)
        if name == b"IEND":
            break
    if not seen or out[1][4:8] != b"IHDR":
        raise OddPicture("nothing to see in it")
    return b"".join(out)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def _webp(data: bytes) -> bytes:
    parts, turn = [], 1
    for name, body in _riff(data):
        if name == b"EXIF":
            turn = _turn(body.removeprefix(EXIF))
        elif name in WEBP_KEPT:
            parts.append((name, body))
    if not any(name in (b"VP8 ", b"VP8L", b"ANMF") for name, _body in parts):
        raise OddPicture("nothing to see in it")
    if parts[0][0] == b"VP8X":
        flags = parts[0][1][0] & ~(HAS_EXIF | HAS_XMP | HAS_ICC)
        parts[0] = (b"VP8X", bytes([flags | (HAS_EXIF if turn != 1 else 0)]) + parts[0][1][1:])
        if turn != 1:
            parts.append((b"EXIF", _turned(turn)))
    whole = b"".join(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in parts)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a WebP file."""
    (size,) = struct.unpack_from("<I", data, 4)
    end, at = size + 8, 12
    if end > len(data):
        raise OddPicture("cut off")
    while at < end:
        name, length = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + length]
        if len(body) != length:
            raise OddPicture("a part is cut off")
        yield name, body
        at += 8 + length + length % 2


def _turn(exif: bytes) -> int:
    """How an Exif block says the picture is to be turned; 1, which is upright, where it says nothing readable."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2], "")
    if not order:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, first)
        for field in range(min(count, 1_000)):
            tag, sort, _many, value = struct.unpack_from(f"{order}HHIH", exif, first + 2 + 12 * field)
            if tag == TURN:
                return value if sort == 3 and 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1


def _turned(turn: int) -> bytes:
    """An Exif block that says this alone."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, TURN, 3, 1, turn, 0, 0)
