from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from bot.chat.kind import File, Heard, NotUnderstood
from bot.chat.kinds import PersonName

TODAY = date(2026, 11, 21)


def read(typed: str, words_least: int = 2) -> str:
    return PersonName(words_least).hear(Heard(text=typed), TODAY)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("Nguyễn văn an", "Nguyễn Văn An"),
        ("  Nguyễn \t Văn   An. ", "Nguyễn Văn An"),
        ("em Nguyễn Văn An", "Nguyễn Văn An"),
        ("Họ và tên: Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguyễn Văn Em", "Nguyễn Văn Em"),
        ("K'Brơi", "K'Brơi"),
        ("k'brơi", "K'Brơi"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("H’Hen Niê", "H'Hen Niê"),
        ("H' Hen Niê", "H'Hen Niê"),
        ("Y Moan Êban", "Y Moan Êban"),
        ("y moan êban", "Y Moan Êban"),
        ("Y Blơ̆ Niê", "Y Blơ̆ Niê"),
        ("Lê-Văn Tám", "Lê-Văn Tám"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven"),
        ("Ðỗ Thị Đào", "Đỗ Thị Đào"),
        ("Trần\u200b Thị\u202e Hoa\x00", "Trần Thị Hoa"),
    ],
)
def test_a_name_is_stored_as_given_but_for_spaces_marks_and_capitals(typed: str, name: str) -> None:
    assert read(typed) == read(unicodedata.normalize("NFD", typed)) == unicodedata.normalize("NFC", name)
    assert read(name) == name


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("An", "family name"),
        ("", "write the name"),
        ("\u200b\u200f", "write the name"),
        ("ㅤ ㅤ", "write the name"),
        ("Nguyễn Văn An 5A", "only letters"),
        ("Nguyễn Văn An 😀", "only letters"),
        ("an@truong.vn", "only letters"),
        ("www.truong.vn", "only letters"),
        ("Ng. V. An", "only letters"),
        ("Nguyễn (Văn) An", "only letters"),
        ("--- '''", "only letters"),
        ("\u0303Nguyễn An", "only letters"),
        ("N\u0303\u0303\u0303\u0303guyễn An", "only letters"),
        ("Nguyễn Văn An, Trần Thị Bình", "only one name"),
        ("Nguyễn Văn An và Trần Thị Bình", "only one name"),
        ("Nguyễn Văn An\nTrần Thị Bình", "only one name"),
        ("a" * 79 + " bc", "longer than"),
        ("a" * 5000, "longer than"),
    ],
)
def test_what_is_no_full_name_gets_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read(typed)
    assert says in refusal.value.why.source


def test_one_word_is_enough_where_the_flow_says_so() -> None:
    assert read("an", words_least=1) == "An"
    assert PersonName(1).shape() != PersonName(2).shape()


def test_a_picture_is_no_name() -> None:
    with pytest.raises(NotUnderstood):
        PersonName().hear(Heard(photo=File("x")), TODAY)


def test_any_words_may_be_a_name() -> None:
    assert PersonName().free_text
