"""The digest's picture: bars as long as their sums, every Vietnamese letter, and texts that stay texts."""

from __future__ import annotations

import struct
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.chart import MOST, Bar, bars_png, plain

Unpack = Callable[[bytes], list[bytes]]
ACCENT, GREY = bytes.fromhex("0b6b8a"), bytes.fromhex("8a979f")
HOSTILE = [
    '#panic("executed")', "#rect(fill: red, width: 100%)", '#eval("1+1") $ x $ *b* _i_ `r` @ref <label> [c] {d}',
    '"); #panic(); ("', "\\u{41} \\ // c /* d */", "{{ 7*7 }} ${7*7} %s {0}", '#read("/etc/hostname")', "a\nb\r\tc",
    "K" * 300, "tên rất dài " * 40, "\u202eotsrever\u202c", "\0\x1b[31m", "Z" + "\u0351\u033e" * 40, "💙🎉👩‍🏫🏽",
    "", " \n ", "\ud800", "Москва 北京 กรุง عربى",
]  # fmt: skip


def bar(value: int, label: str = "Hội Chữ thập đỏ", rest: bool = False) -> Bar:
    return Bar(label, value, f"{value} ₫", "", rest)


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">2I", png[16:24])
    return width, height


def lengths(lines: list[bytes], colour: bytes) -> list[int]:
    """How many pixels of that colour each bar has on its middle line, from the top bar to the bottom one."""
    runs = [sum(line[x : x + 3] == colour for x in range(0, len(line), 4)) for line in lines]
    bars = [list(run) for drawn, run in groupby(runs, key=lambda run: run > 0) if drawn]
    return [run[len(run) // 2] for run in bars if len(run) >= 5]  # letters of the same colour are no solid lines


def test_bars_are_as_long_as_their_sums(unpack: Unpack) -> None:
    values = [1_000_000_000, 500_000_000, 250_000_000, 0, -3]
    lines = unpack(bars_png("", "", [bar(value) for value in values], "", 320))
    track = 320 * 320 // 360
    drawn = lengths(lines, ACCENT)
    assert drawn == pytest.approx([track, track / 2, track / 4], abs=3)


def test_a_small_sum_still_shows_and_the_others_are_grey(unpack: Unpack) -> None:
    lines = unpack(bars_png("", "", [bar(10**15), bar(1), bar(10**14, "38 đơn vị khác", rest=True)], "", 320))
    assert lengths(lines, ACCENT)[1] >= 2
    assert lengths(lines, GREY) == pytest.approx([28], abs=3)


@pytest.mark.parametrize("width", [320, 500, 1080, 1279, 4000])
def test_the_picture_is_as_wide_as_asked(width: int) -> None:
    assert size(bars_png("Kết quả", "", [bar(1)], "", width))[0] == width


def test_eleven_rows_of_two_lines_fit_what_messengers_take() -> None:
    name = "Ủy ban Mặt trận Tổ quốc Việt Nam xã Hưng Thạnh"
    rows = [Bar(f"{name} {i}", 10**9, "1.000.000.000 ₫", "12 lượt ủng hộ") for i in range(MOST)]
    png = bars_png("Kết quả tuần 3: Sóng và máy tính cho em", "Từ 16/11 đến 22/11/2026", rows, "Tổng 11 tỷ ₫")
    width, height = size(png)
    assert width + height <= 10_000  # the Bot API's bounds for a photo
    assert height <= 20 * width
    assert len(png) < 1_000_000


def test_the_same_figures_give_the_same_bytes_and_composed_or_decomposed_letters_do_too() -> None:
    title, label = "Kết quả: ắẳẵặờởỡợỉỹỵ Đ ₫", "Trường Nguyễn Thị Diệu"
    png = bars_png(title, title, [bar(5, label)], title)
    apart = unicodedata.normalize("NFD", title)
    assert apart != title
    assert bars_png(apart, apart, [bar(5, unicodedata.normalize("NFD", label))], apart) == png


def test_every_vietnamese_letter_has_a_shape_of_its_own() -> None:
    letters = [v + tone for v in "aăâeêioôơuưy" for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")]
    small = [unicodedata.normalize("NFC", letter) for letter in (*letters, "d", "đ")]
    alphabet = [*small, *map(str.upper, small), "₫", "字"]  # the last has no glyph: nobody else may look like it
    shapes = {bars_png(letter, letter, [], "", 320) for letter in alphabet}
    assert len(shapes) == len(alphabet) == 150


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_neither_breaks_nor_runs(text: str, unpack: Unpack) -> None:
    png = bars_png(text, text, [Bar(text, 3, text, text), Bar(text, 2, "2 ₫", text)], text, 320, text)
    width, height = size(png)
    assert width == 320
    assert height < 1500
    assert not any(line[x : x + 3] == b"\xff\x41\x36" for line in unpack(png) for x in range(0, len(line), 4))


@settings(max_examples=25)
@given(st.text(), st.integers(-(10**30), 10**30))
def test_any_text_and_any_sum_gives_a_picture(text: str, value: int) -> None:
    assert size(bars_png(text, text, [Bar(text, value, text, text)], text, 320))[0] == 320


def test_markup_is_shown_as_it_was_typed() -> None:
    assert bars_png("*a*", "", [], "", 320) != bars_png("a", "", [], "", 320)
    assert bars_png("#sym.arrow", "", [], "", 320) != bars_png("→", "", [], "", 320)


def test_without_figures_the_picture_says_so() -> None:
    bare = bars_png("Kết quả tuần 1", "", [], "")
    told = bars_png("Kết quả tuần 1", "", [], "", empty="Số liệu sẽ hiện ở đây sau báo cáo đầu tiên.")
    assert size(told)[1] > size(bare)[1] > 100


def test_more_bars_than_can_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 11 bars"):
        bars_png("", "", [bar(i) for i in range(MOST + 1)], "")


@pytest.mark.parametrize("width", [0, -1, 319, 4001])
def test_a_width_nobody_can_read_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="pixels wide"):
        bars_png("", "", [], "", width)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("  a\n\tb\u2028c ", "a b c"),
        ("5\u00a0₫", "5\u00a0₫"),  # a sum must not part from its sign
        ("xin\u200b chào 💙👍🏽!", "xin chào !"),
        ("a" * 30, "a" * 19 + "…"),
        ("một hai ba bốn năm sáu bảy tám chín", "một hai ba bốn năm sáu bảy…"),
        ("e\u0302\u0301", "ế"),
        ("a\u0301\u0302\u0303\u0304\u0305", "á\u0302\u0303"),
        ("20 °C ± 1 № 5", "20 °C ± 1 5"),
    ],
)
def test_text_is_made_plain(text: str, drawn: str) -> None:
    assert plain(text, 28) == drawn


@given(st.text(), st.integers(1, 50))
def test_plain_text_is_one_line_and_no_longer_than_asked(text: str, longest: int) -> None:
    drawn = plain(text, longest)
    assert len(drawn) <= longest
    assert len(drawn.splitlines()) <= 1
    assert all(len(word) <= 20 for word in drawn.split())


def test_the_typesetter_is_loaded_with_the_first_picture_only() -> None:
    told = "import sys, bot.reports.picture; print('typst' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
