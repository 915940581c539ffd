"""Long text is cut into well-formed pieces that lose nothing."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.telegram.markup import fits, split
from tests.telegram_api import markup


def seen(text: str) -> str:
    return html.unescape(re.sub(r"</?(?:b|i|code)>", "", text))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", seen(text))


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert split("one <b>two</b>\nthree") == ["one <b>two</b>\nthree"]
    assert split("x" * 4096) == ["x" * 4096]
    assert split("<b>" + "&amp;" * 4096 + "</b>") == ["<b>" + "&amp;" * 4096 + "</b>"]


def test_a_longer_text_is_cut_at_line_ends() -> None:
    lines = [f"{n}. " + "tổng " * 20 for n in range(100)]
    pieces = split("\n".join(lines))
    assert "\n".join(pieces) == "\n".join(lines)
    assert len(pieces) == 3


def test_a_line_that_is_too_long_is_cut_at_a_space_and_a_word_that_is_in_the_middle() -> None:
    assert split("aaa bbb ccc", 7) == ["aaa bbb", "ccc"]
    assert split("aaa bbb ccc", 8) == ["aaa bbb", "ccc"]
    assert split("abcdefgh", 3) == ["abc", "def", "gh"]


def test_tags_open_at_a_cut_are_closed_and_opened_again() -> None:
    assert split("<b>aaa <i>bbb ccc</i></b>", 8) == ["<b>aaa <i>bbb</i></b>", "<b><i>ccc</i></b>"]
    assert split("<b>aaa</b>\n<code>bbb</code>", 4) == ["<b>aaa</b>", "<code>bbb</code>"]


def test_an_entity_counts_as_one_and_is_never_cut() -> None:
    assert split("&lt;&gt;&amp;&#39;", 2) == ["&lt;&gt;", "&amp;&#39;"]


def test_an_emoji_counts_as_two_as_telegram_counts() -> None:
    assert fits("🎒" * 2048, 4096)
    assert not fits("🎒" * 2049, 4096)
    assert [len(piece) for piece in split("🎒" * 3000)] == [2048, 952]


@pytest.mark.parametrize("blank", ["\n" * 9000, " " * 9000, "<b>" + "\n" * 9000 + "</b>"])
def test_blank_pieces_are_left_out(blank: str) -> None:
    assert split(blank + "x")[-1].endswith(("x", "x</b>"))
    assert len(split(blank + "x")) == 1


words = st.sampled_from(["a", "đồng", "🎒", "&amp;", "&lt;", " ", "\n", "\n\n", "xxxxxxxxxx", "2 tr", "<", "&"])
marked = st.recursive(
    words,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "code"]),
        st.lists(inner, max_size=6),
    ),
    max_leaves=30,
)


@given(st.lists(marked, max_size=40).map("".join), st.integers(2, 40))
def test_every_piece_is_well_formed_and_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    sound = not markup.read(text)[1]
    pieces = split(text, limit)
    assert squeezed("".join(pieces)) == squeezed(text) or not sound
    for piece in pieces:
        visible, faults = markup.read(piece)
        assert fits(piece, limit)
        if sound:
            assert faults == []
            assert markup.length(visible) <= limit
