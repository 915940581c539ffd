from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import Text

TODAY = date(2026, 11, 21)


def read(typed: str, kind: Text | None = None) -> str:
    return (kind or Text()).hear(Heard(text=typed), TODAY)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Xin   chào\t bạn ", "Xin chào bạn"),
        ("một\r\nhai\n\n\n\n ba", "một\nhai\n\nba"),
        ("Cảm ơn 👨‍👩‍👧 ❤️", "Cảm ơn 👨‍👩‍👧 ❤️"),
        ("a\u200d\u200b\u202eb\x00c", "ab c"),
        ("\ud800chào", "chào"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
    ],
)
def test_words_stay_and_what_cannot_be_seen_goes(typed: str, kept: str) -> None:
    assert read(typed) == kept


@pytest.mark.parametrize("typed", ["", "  \n ", "\u200b\u200f", "ㅤ", "\x00\x01"])
def test_an_answer_without_words_is_asked_again(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read(typed)


def test_too_long_a_text_is_told_by_how_much() -> None:
    assert read("x" * 20, Text(20)) == "x" * 20
    with pytest.raises(NotUnderstood) as refusal:
        read("x" * 23, Text(20))
    assert (refusal.value.why.n, refusal.value.why.values["longest"]) == (3, 20)


def test_too_short_a_text_is_told_how_much_is_wanted() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read("ngắn", Text(least=10))
    assert refusal.value.why.values == {"least": 10}


def test_a_number_in_a_text_is_never_an_option() -> None:
    assert Text().or_skip().hear(Heard(text="1"), TODAY, ("Bỏ qua",)) == "1"


def test_a_picture_is_no_text() -> None:
    with pytest.raises(NotUnderstood):
        Text().hear(Heard(photo=File("x")), TODAY)


def test_the_shape_holds_the_bounds() -> None:
    assert Text(20, 2).shape() == ["Text", 2, 20]
    with pytest.raises(ValueError, match="no text"):
        Text(longest=1, least=2)


@given(st.text(max_size=100))
def test_a_tidied_text_is_storable_and_stays_as_it_is(typed: str) -> None:
    try:
        kept = read(typed)
    except NotUnderstood:
        return
    assert read(kept) == kept
    assert "\x00" not in kept
    assert kept.encode()
    assert kept == unicodedata.normalize("NFC", kept)
