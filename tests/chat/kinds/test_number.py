from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import Heard, NotUnderstood, folded
from bot.chat.kinds import Number

TODAY = date(2026, 11, 21)


def read(typed: str, kind: Number | None = None) -> int:
    return (kind or Number(0, 10_000)).hear(Heard(text=typed), TODAY)


def why(typed: str, kind: Number | None = None) -> str:
    with pytest.raises(NotUnderstood) as refusal:
        read(typed, kind)
    return refusal.value.why.source


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("3 chiếc", 3),
        ("03 cái", 3),
        ("3c", 3),
        ("hai", 2),
        ("một cái ạ", 1),
        ("chục", 10),
        ("hai chục", 20),
        ("3 chục bộ", 30),
        ("mười lăm em", 15),
        ("hai lăm", 25),
        ("một trăm linh năm", 105),
        ("1.200", 1_200),
        ("1 200", 1_200),
        ("1 nghìn", 1_000),
        ("1k", 1_000),
        ("3 may tinh", 3),
        ("3 máy (ba máy)", 3),
        ("two", 2),
        ("９", 9),
        ("không", 0),
        ("không có", 0),
        ("chưa có", 0),
        ("none", 0),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: int) -> None:
    assert read(typed) == read(typed.upper()) == number


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "whole number"),
        ("nhiều", "whole number"),
        ("vài cái", "whole number"),
        ("một vài", "whole number"),
        ("2,5", "whole number"),
        ("2 rưỡi", "whole number"),
        ("½", "whole number"),
        ("2²", "whole number"),
        ("5%", "whole number"),
        ("\u202e12", "whole number"),
        ("5" * 5000, "whole number"),
        ("2 hoặc 3", "more than one"),
        ("hai ba cái", "more than one"),
        ("3 máy và 4 điện thoại", "more than one"),
        ("5/6", "more than one"),
        ("một trăm hai", "Do you mean"),
        ("-3", "must be from"),
        ("10001", "must be from"),
        ("0900000123", "must be from"),
    ],
)
def test_what_is_no_clear_number_gets_a_sentence(typed: str, says: str) -> None:
    assert says in why(typed)


def test_the_bounds_belong_to_the_range() -> None:
    kind = Number(1, 5)
    assert (read("1", kind), read("5", kind)) == (1, 5)
    assert "must be from" in why("0", kind)
    assert "must be from" in why("6", kind)


def test_a_typed_number_is_the_number_itself_not_the_place_of_a_suggestion() -> None:
    kind = Number(1, 100, suggested=(10, 20))
    assert read("2", kind) == 2
    assert kind.hear(Heard(pick=1), TODAY) == 20


def test_the_shape_holds_bounds_and_suggestions() -> None:
    assert Number(1, 5, (2,)).shape() == ["Number", 1, 5, [2]]
    with pytest.raises(ValueError, match="no number"):
        Number(2, 1)


@given(st.integers(0, 10_000))
def test_any_number_in_figures_is_read_back(number: int) -> None:
    assert read(str(number)) == read(f"{number:,}") == read(f"{number:,}".replace(",", ".")) == number


@given(st.integers(0, 999))
def test_any_number_in_words_is_read_back(number: int) -> None:
    names = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    hundred, ten, unit = number // 100, number // 10 % 10, number % 10
    words = [names[hundred], "trăm"] if hundred else []
    words += ["mười"] if ten == 1 else [names[ten], "mươi"] if ten else ["linh"] if hundred and unit else []
    words += [names[unit]] if unit or not words else []
    assert read(" ".join(words)) == read(folded(" ".join(words))) == number
