"""No letter prints as a box: what the fonts lack is known beforehand, in every script and every style."""

from __future__ import annotations

import re
import unicodedata

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.letters import _SHAPED, STAND_IN, lacking, shaped
from bot.reports.press import printable

STYLES = ['weight: "regular"', 'style: "italic"', 'weight: "semibold"']
LACKING = ["김민수", "Nguyễn 李", "สมชาย", "ソン タイン", "ខ្មែរ", "राम"]
NAMES = [
    *LACKING,
    *("Nguyễn Thị Đào", "Анна Шевченко", "Ελένη", "Łukasz Żółć", "Ａｎ Ｂình", "Müller & Söhne №1", "𝓣𝓾𝓪̂́𝓷", "გიორგი"),
    "Hủ tiếu 🍜",
]


def glyphs(text: str, style: str) -> list[set[str]]:
    """The shapes by which typst itself draws each character of a text."""
    lines = "\n".join(f'#block(text("\\u{{{ord(character):x}}}"))' for character in text)
    head = f'#set page(width: 99pt, height: auto, margin: 5pt)\n#set text(font: "Libertinus Serif", {style})\n'
    fonts = typst.Fonts(include_system_fonts=False)
    drawn = typst.Compiler(font_paths=fonts).compile((head + lines).encode(), format="svg")
    assert isinstance(drawn, bytes)
    body = drawn.decode().split("<defs>")[0]
    parts = re.split(r'<g transform="translate\(5 [\d.]+\)">', body)[1:]
    return [set(re.findall(r'href="#(g[0-9A-F]+)"', part)) for part in parts]


@pytest.mark.parametrize("style", STYLES)
def test_every_letter_that_is_let_through_has_a_shape(style: str) -> None:
    boxes = set().union(*glyphs("中ก한", style))
    letters = "".join(sorted(one for one in _SHAPED if unicodedata.category(one)[0] in "LNPS"))
    shapes = glyphs(letters, style)
    assert len(shapes) == len(letters)
    assert "".join(one for one, shape in zip(letters, shapes, strict=True) if not shape or shape & boxes) == ""


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_script_are_printed_or_known_to_lack_letters(name: str) -> None:
    drawn = printable(name)
    assert bool(lacking(name)) == (STAND_IN in drawn) == (name in LACKING)
    assert not set(drawn) - _SHAPED


@given(st.text())
def test_nothing_without_a_shape_is_ever_printed(text: str) -> None:
    assert not set(shaped(text)) - _SHAPED
    assert not set(printable(text)) - _SHAPED
    assert shaped(shaped(text)) == shaped(text)
