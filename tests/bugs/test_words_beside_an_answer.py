"""What stands beside an answer was kept as a part of it, or made it unreadable, without a way on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat.kind import Heard, NotUnderstood, Unsure
from bot.chat.kinds import ClassName, GiftSum, PersonName, Text
from bot.chat.kinds.money import read_money

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("em Lò Thị Mai ạ", "Lò Thị Mai"),
        ("Dạ, Lò Thị Mai nhé", "Lò Thị Mai"),
        ("Giàng A", "Giàng A"),
        ("Giàng A Lử ạ", "Giàng A Lử"),
        ("Vàng Thị Nha", "Vàng Thị Nha"),
    ],
)
def test_politeness_is_no_part_of_a_name(said: str, name: str) -> None:
    assert PersonName().read(Heard(text=said), TODAY) == name


def test_a_name_of_one_word_has_a_way_through() -> None:
    with pytest.raises(Unsure) as asked:
        PersonName().read(Heard(text="mai"), TODAY)
    [(reading, _label)] = asked.value.readings
    assert PersonName().read(Heard(text=reading), TODAY) == "Mai"


@pytest.mark.parametrize(
    ("said", "kept"), [("lớp 4A", "4A"), ("Lớp: 5B", "5B"), ("class 6", "6"), ("4A", "4A"), ("lớp", "lớp")]
)
def test_the_word_for_a_class_is_no_part_of_its_name(said: str, kept: str) -> None:
    assert ClassName(longest=20).read(Heard(text=said), TODAY) == kept


def test_a_class_is_asked_as_before() -> None:
    assert ClassName(longest=20).shape() == Text(longest=20).shape()


@pytest.mark.parametrize(
    ("said", "sum"),
    [
        ("50O.000", 500_000),
        ("1.OOO.OOO", 1_000_000),
        ("5 xị", 500_000),
        ("2 lít", 200_000),
        ("3 chai", 3_000_000),
        ("5OOk", 500_000),
        ("l00k", 100_000),
        ("I00K nhé", 100_000),
        ("5o0k", 500_000),
        ("2Otr", 20_000_000),
    ],
)
def test_slang_and_letters_like_digits_are_asked_about(said: str, sum: int) -> None:
    with pytest.raises(Unsure) as asked:
        read_money(said)
    [(reading, _label)] = asked.value.readings
    assert read_money(reading).minor == sum


@pytest.mark.parametrize("said", ["1 lượng vàng", "2 thùng mì", "5 laptop"])
def test_what_counts_things_is_no_sum_of_thousands(said: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        GiftSum().read(Heard(text=said), TODAY)
    assert not isinstance(refused.value, Unsure)


@pytest.mark.parametrize(
    ("said", "sum"), [("một vạn", 10_000), ("hai trăm rưỡi nghìn", 250_000), ("two million dong", 2_000_000)]
)
def test_numbers_are_read_as_they_are_said(said: str, sum: int) -> None:
    assert read_money(said).minor == sum
