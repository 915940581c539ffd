"""The picture holds the text: another library reads it, a third draws the same modules."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import segno
import zxingcpp
from hypothesis import assume, given
from hypothesis import strategies as st
from segno import consts

from bot.reports.qr import BORDER, SCALE, qr_png
from bot.reports.vietqr import vietqr_text

Unpack = Callable[[bytes], list[bytes]]
VIETQR = vietqr_text("970436", "0011001932418", 2_500_000, "SM7K2PQXR")
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def read(lines: list[bytes]) -> list[zxingcpp.Barcode]:
    picture = memoryview(b"".join(lines)).cast("B", (len(lines), len(lines[0])))
    return zxingcpp.read_barcodes(picture, text_mode=zxingcpp.TextMode.Plain)


def modules(lines: list[bytes], scale: int, border: int) -> list[list[int]]:
    """The modules inside the border, 1 for black, after seeing that each is one square and the border is white."""
    across = len(lines) // scale
    squares = [[lines[y * scale][x * scale] for x in range(across)] for y in range(across)]
    assert lines == [bytes(square for square in row for _ in range(scale)) for row in squares for _ in range(scale)]
    inside = range(border, across - border)
    assert all(squares[y][x] for y in range(across) for x in range(across) if y not in inside or x not in inside)
    return [[int(squares[y][x] == 0) for x in inside] for y in inside]


def mask_of(text: str, unpack: Unpack) -> int:
    """The mask that our picture was drawn with, as zxing reads it."""
    extra: Any = read(unpack(qr_png(text)))[0].extra
    return int(extra["DataMask"])


def drawn_by_segno(segments: list[tuple[str, int, None]], side: int, mask: int) -> list[list[int]]:
    code = segno.make(
        segments,  # type: ignore[arg-type]  # its stub knows no segments with modes
        version=(side - 17) // 4,
        error="M",
        mask=mask,
        boost_error=False,
        micro=False,
    )
    return [list(row) for row in code.matrix]


@pytest.mark.parametrize("text", [VIETQR, "Xin chào, ắẳẵ ₫ 💙", "x", "0" * 300, "https://vi.example/?start=SM7K2PQXR"])
def test_the_picture_reads_back_as_its_text(text: str, unpack: Unpack) -> None:
    found = read(unpack(qr_png(text)))
    assert [code.text for code in found] == [text]
    assert found[0].format == zxingcpp.BarcodeFormat.QRCode
    assert found[0].ec_level == "M"


@given(text=st.text(min_size=1, max_size=150).filter(lambda text: "\0" not in text))
def test_any_text_reads_back(text: str, unpack: Unpack) -> None:
    assert [code.text for code in read(unpack(qr_png(text)))] == [text]


@given(text=st.text(CAPITALS, min_size=1, max_size=200) | st.text("0123456789", min_size=1, max_size=300))
def test_the_modules_equal_those_of_another_library(text: str, unpack: Unpack) -> None:
    drawn = modules(unpack(qr_png(text)), SCALE, BORDER)
    if text.isdigit():
        mode, bits = consts.MODE_NUMERIC, 14 + 10 * (len(text) // 3) + (0, 4, 7)[len(text) % 3]
    else:
        mode, bits = consts.MODE_ALPHANUMERIC, 13 + 11 * (len(text) // 2) + 6 * (len(text) % 2)
    assume((bits + 2 * (len(drawn) >= 57) + 4) % 8)  # segno 1.6.6 pads a byte too many at a byte's edge
    mask = mask_of(text, unpack)
    assert drawn == drawn_by_segno([(text, mode, None)], len(drawn), mask)


@pytest.mark.parametrize(
    ("account", "amount", "parts"),
    [
        (
            "0011001932418", None,
            "00020101021138570010|A|00000072701270006970436011300110019324180208|"
            "QRIBFTTA53037045802VN62130809SM7K2PQXR6304025F",
        ),
        (
            "0011001932418", 2_500_000,
            "00020101021238570010|A|00000072701270006970436011300110019324180208|QRIBFTTA|5303704540725000005802|"
            "VN62130809SM7K2PQXR|63041668",
        ),
        (
            "19012345678", 250_000,
            "00020101021238550010|A|000000727012500069704360111190123456780208|QRIBFTTA|530370454062500005802|"
            "VN62130809SM7K2PQXR630451B2",
        ),
    ],
)  # fmt: skip
def test_the_modules_of_a_vietqr_equal_those_of_another_library(
    account: str, amount: int | None, parts: str, unpack: Unpack
) -> None:
    # the bars show where digits and capitals change, for that is the shortest way; segno must be told, zxing finds it
    text = vietqr_text("970436", account, amount, "SM7K2PQXR")
    assert parts.replace("|", "") == text
    modes = {True: consts.MODE_NUMERIC, False: consts.MODE_ALPHANUMERIC}
    drawn = modules(unpack(qr_png(text)), SCALE, BORDER)
    mask = mask_of(text, unpack)
    segments = [(part, modes[part.isdigit()], None) for part in parts.split("|")]
    assert drawn == drawn_by_segno(segments, len(drawn), mask)


def test_a_vietqr_has_37_modules_a_side_and_few_bytes(unpack: Unpack) -> None:
    assert len(modules(unpack(qr_png(VIETQR)), SCALE, BORDER)) == 37
    assert len(qr_png(VIETQR)) < 1500


@pytest.mark.parametrize("text", ["", "x" * 2400])
def test_a_text_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"empty|too long"):
        qr_png(text)


def test_drawing_is_quick() -> None:
    qr_png(VIETQR)
    runs = []
    for _ in range(30):
        start = time.process_time()
        qr_png(VIETQR)
        runs.append(time.process_time() - start)
    assert min(runs) < 0.003  # measured: 0.7 ms; the margin is for slow machines
