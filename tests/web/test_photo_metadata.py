"""No picture that comes in tells where, when or with what it was taken; it looks as it did, and stands as upright."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode
from contextlib import suppress

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from bot.web.photo_metadata import OddPicture, _turned, without_metadata

PICTURES = {
    "image/jpeg": b64decode(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYn"
        "KSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo"
        "KCgoKCgoKCj/wAARCAAEAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAaEAADAAMBAAAAAAAAAAAAAAAAAQMC"
        "ERIx/8QAFQEBAQAAAAAAAAAAAAAAAAAABgf/xAAcEQEBAAICAwAAAAAAAAAAAAABAgADESExQVH/2gAMAwEAAhEDEQA/AJFGWEZq"
        "clzgvFvYADd3Wym7eV7V8r9cuUROuSIOA6A9Z//Z"
    ),
    "image/png": b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAECAYAAACzzX7wAAAAKklEQVR4AYTMNw0AAAwDwVcwhT8Cc0rZUyzd9rKBogliUgHnTDht"
        "q96HBAAA//8uINEDAAAABklEQVQDAPPCEGHA7dOWAAAAAElFTkSuQmCC"
    ),
    "image/webp": b64decode(
        "UklGRnAAAABXRUJQVlA4WAoAAAAAAAAABwAAAwAAVlA4IFIAAABQAgCdASoIAAQAAUAmJbACdLoB+ACAAPKACAAA/veJjdHPLqcy"
        "P+9fxSdtM/jCb2Rox9++NKpRpldFm27f/gf1/3k5/+3SDSo/GVPjKn/FzAAA"
    ),
}
"""Red, eight wide and four high, with a blue corner."""
SECRETS = (b"20.8561N", b"Kin Dao", b"CANON-7", b"<x:xmpmeta")


def exif(turn: int, order: str = "<") -> bytes:
    """As cameras write it: some fields, how it is turned, and below them the place as text."""
    fields = [(0x010F, 2, 4, b"CAN\0"), (0x0112, 3, 1, struct.pack(f"{order}HH", turn, 0))]
    block = b"II*\0" if order == "<" else b"MM\0*"
    block += struct.pack(f"{order}IH", 8, len(fields))
    for tag, sort, many, value in fields:
        block += struct.pack(f"{order}HHI", tag, sort, many) + value
    return block + struct.pack(f"{order}I", 0) + b"".join(SECRETS[:3])


def told(picture: bytes, mime: str, block: bytes) -> bytes:
    """The picture with all that a telephone may put beside it."""
    xmp = SECRETS[3] + b" Kin Dao"
    if mime == "image/jpeg":
        parts = [(0xE1, b"Exif\0\0" + block), (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp), (0xFE, SECRETS[0]),
                 (0xED, b"Photoshop 3.0\0" + SECRETS[1]), (0xE2, b"MPF\0" + SECRETS[2])]  # fmt: skip
        between = b"".join(struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body for marker, body in parts)
        return picture[:2] + between + picture[2:] + b"a second picture of " + SECRETS[1]
    if mime == "image/png":
        parts_ = [(b"eXIf", block), (b"tEXt", b"Author\0" + SECRETS[1]), (b"iTXt", b"XML:com.adobe.xmp\0" + xmp),
                  (b"tIME", b"\x07\xe5\x09\x1b\x09\x00\x00")]  # fmt: skip
        chunks = b"".join(
            struct.pack(">I4s", len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in parts_
        )
        return picture[:33] + chunks + picture[33:] + SECRETS[0]
    flagged = picture[:20] + bytes([picture[20] | 0x0C]) + picture[21:]
    more = b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in ((b"EXIF", block), (b"XMP ", xmp))
    )
    return b"RIFF" + struct.pack("<I", len(picture) - 8 + len(more)) + flagged[8:] + more


def seen(picture: bytes) -> bytes:
    """How somebody else's reader shows it."""
    files = {"main": b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(%s))"}
    numbers = ",".join(str(byte) for byte in picture)
    shown = typst.compile(files["main"] % f"({numbers},)".encode(), format="png")
    assert isinstance(shown, bytes)
    return shown


@pytest.mark.parametrize("mime", PICTURES)
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_nothing_is_told_and_it_looks_the_same(mime: str, turn: int, order: str) -> None:
    whole = told(PICTURES[mime], mime, exif(turn, order))
    bare = without_metadata(whole, mime)
    assert not [secret for secret in SECRETS if secret in bare]
    assert seen(bare) == seen(whole)
    assert (_turned(turn) in bare) == (turn != 1)
    assert without_metadata(bare, mime) == bare


def test_a_photo_taken_upright_stays_upright() -> None:
    lying = PICTURES["image/jpeg"]
    upright = without_metadata(told(lying, "image/jpeg", exif(6)), "image/jpeg")
    assert seen(upright) != seen(lying)


@pytest.mark.parametrize("mime", PICTURES)
def test_a_picture_without_metadata_stays_as_it_is(mime: str) -> None:
    assert without_metadata(PICTURES[mime], mime) == PICTURES[mime]


@given(st.sampled_from(sorted(PICTURES)), st.data())
def test_an_odd_picture_is_refused_or_bare_and_never_a_crash(mime: str, data: st.DataObject) -> None:
    whole = bytearray(told(PICTURES[mime], mime, exif(6)))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    with suppress(OddPicture):
        assert len(without_metadata(cut, mime)) <= len(cut) + 64


@given(st.sampled_from(sorted(PICTURES)), st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(mime: str, data: bytes) -> None:
    starts = {"image/jpeg": b"\xff\xd8\xff", "image/png": PICTURES["image/png"][:8], "image/webp": b"RIFF"}
    with suppress(OddPicture):
        without_metadata(starts[mime] + data, mime)
