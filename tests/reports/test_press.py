"""The press: texts stay texts, and the letters it prints are whole ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.press import press, printable
from bot.reports.qr_drawing import qr_svg
from tests.reports.pdf_reading import pdf_text

TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
TONED = [(unicodedata.normalize("NFC", v + tone), v) for v in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in TONES]
ALPHABET = [letter for pair in TONED for letter in pair] + ["đ", "Đ"]
STYLES = ['weight: "regular"', 'style: "italic"', 'weight: "semibold"']
WIDTHS = """
  #let wide(it) = measure(text(STYLE, size: 100pt, it)).width
  #context for (letter, bare) in facts.pairs {
    assert(calc.abs(wide(letter) - wide(bare)) < 6pt, message: "misplaced: " + letter)
  }
"""


@pytest.mark.parametrize("style", STYLES)
def test_a_letter_with_a_tone_is_as_wide_as_without(style: str) -> None:
    assert press(WIDTHS.replace("STYLE", style), {"language": "vi", "pairs": TONED})


def test_where_a_font_misplaces_its_tones_that_is_seen() -> None:
    with pytest.raises(RuntimeError, match="misplaced: "):
        press(WIDTHS.replace("STYLE", 'weight: "bold", style: "italic"'), {"language": "vi", "pairs": TONED})


@pytest.mark.parametrize("style", STYLES)
def test_every_vietnamese_letter_has_a_shape(style: str) -> None:
    text = "".join(ALPHABET) + "₫–“”…"
    assert pdf_text(press(f"#text({style}, facts.text)", {"language": "vi", "text": text})) == text


def test_a_letter_without_a_shape_does_not_stop_the_press() -> None:
    assert pdf_text(press("#facts.text", {"language": "vi", "text": "Lý 李 Đức"})) == "Lý ? Đức"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("  a\n\tb\u2028c ", "a b c"),
        ("5\u00a0₫", "5\u00a0₫"),
        ("xin\u200b chào 💙👍🏽!", "xin chào !"),
        ("e\u0302\u0301", "ế"),
        ("a\u0301\u0302\u0303\u0304\u0305", "á\u0302\u0303"),
        ("1\ufe0f\u20e3 №\u00a05", "1 №\u00a05"),
        ("\u202eNguyễn\u202c\0\x1b\ud800\ue000", "Nguyễn"),
    ],
)
def test_text_is_made_printable(text: str, drawn: str) -> None:
    assert printable(text) == drawn


@given(st.text())
def test_printable_text_is_one_line_and_is_not_changed_again(text: str) -> None:
    drawn = printable(text)
    assert len(drawn.splitlines()) <= 1
    assert printable(drawn) == drawn


def test_a_drawn_code_has_one_path_and_nothing_from_the_text() -> None:
    drawn = qr_svg('https://tiepsong.example/"/><script>')
    assert drawn.count("<") == 3
    assert "script" not in drawn
    with pytest.raises(ValueError, match=r"\w"):
        qr_svg("")
