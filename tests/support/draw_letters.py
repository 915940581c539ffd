"""Draws the letters of the payment card anew: python -m tests.support.draw_letters, after a change of LETTERS."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path

from bot.reports import card_letters
from bot.reports.card_letters import FIGURES, WORDS, Hand
from bot.reports.press import typesetter

PAGE = """
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)
#set text(font: "{font}", weight: "{weight}", size: {size}pt, top-edge: "ascender", bottom-edge: "descender")
#for (at, letter) in "{letters}".clusters().enumerate() {{
  place(top + left, dx: {wide}pt * at + {aside}pt, dy: {down}pt, letter)
}}
"""


def pixels(png: bytes) -> tuple[int, list[bytearray]]:
    """The width of a picture of 8-bit channels, and its rows as bytes of the first channel."""
    at, data = 8, b""
    width = channels = 0
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, channels = struct.unpack(">I", body[:4])[0], {0: 1, 2: 3, 4: 2, 6: 4}[body[9]]
        if name == b"IDAT":
            data += body
        at += 12 + length
    raw, stride = zlib.decompress(data), width * channels
    rows, above = [], bytearray(stride)
    for start in range(0, len(raw), stride + 1):
        row = bytearray(raw[start + 1 : start + 1 + stride])
        _unfilter(raw[start], row, above, channels)
        rows.append(row[::channels])
        above = row
    return width, rows


def _unfilter(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    for i in range(len(row)):
        left, up, corner = row[i - step] if i >= step else 0, above[i], above[i - step] if i >= step else 0
        if kind == 4:
            near = left + up - corner
            guess = min((left, up, corner), key=lambda one: abs(near - one))
        else:
            guess = (0, left, up, (left + up) // 2)[kind]
        row[i] = (row[i] + guess) & 255


def drawn(hand: Hand) -> bytes:
    """All letters side by side, a row after the other, eight pixels a byte: 1 is white."""
    escaped = hand.letters.replace("\\", "\\\\").replace('"', '\\"')
    mono = hand is FIGURES
    page = PAGE.format(
        width=hand.wide * len(hand.letters), height=hand.high, wide=hand.wide, letters=escaped, size=hand.points,
        font=hand.font, weight="bold" if mono else "semibold", aside=0 if mono else 6, down=8 if mono else 6,
    )  # fmt: skip
    compiler, lock = typesetter()
    with lock:
        png = compiler.compile(page.encode(), format="png", ppi=72)
    assert isinstance(png, bytes)
    width, rows = pixels(png)
    assert (width, len(rows)) == (hand.wide * len(hand.letters), hand.high), (width, len(rows))
    return b"".join(
        int("".join("1" if shade > 140 else "0" for shade in row), 2).to_bytes(width // 8, "big") for row in rows
    )


if __name__ == "__main__":
    made = b"".join(drawn(hand) for hand in (FIGURES, WORDS))
    Path(card_letters.__file__).with_suffix(".bin").write_bytes(zlib.compress(made, 9))
    sys.stdout.write(f"{len(made)} bytes\n")
