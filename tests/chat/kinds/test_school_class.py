"""A class's name tells its grade, and one of grades that are not taught is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat.kind import Heard, NotUnderstood
from bot.chat.kinds import Either, Named, Phone, SchoolClass
from bot.chat.kinds.school_class import grade_of
from bot.chat.phrase import _
from bot.programme.students.levels import grades_of, level_by_age, level_of

TODAY = date(2021, 9, 27)


@pytest.mark.parametrize(
    ("written", "grade"),
    [("5A", 5), ("lớp 10A1", 10), ("6/2", 6), ("9.1", 9), ("Khối 12", 12), ("12", 12), ("Lá 2", None),
     ("5 tuổi A", None), ("Mầm", None), ("13A", None), ("0A", None), ("123", None), ("A5", None), ("class 7b", 7)],
)  # fmt: skip
def test_the_grade_of_a_class(written: str, grade: int | None) -> None:
    assert grade_of(written) == grade


@pytest.mark.parametrize("written", ["5A", "10A1", "lớp 5", "05092010", "0900 000 401"])
def test_a_class_of_another_grade_or_none_at_all_is_asked_about(written: str) -> None:
    with pytest.raises(NotUnderstood):
        SchoolClass(range(6, 10)).hear(Heard(text=written), TODAY)


@pytest.mark.parametrize("written", ["6A", "9/12", "Chuyên Toán", "lớp 8 chọn"])
def test_a_class_of_the_school_is_taken(written: str) -> None:
    assert SchoolClass(range(6, 10)).hear(Heard(text=written), TODAY)


def test_levels_follow_from_school_class_and_age() -> None:
    both = ("primary", "lower_secondary")
    assert level_of(("primary",), "Chồi") == "primary"
    assert (level_of(both, "5A"), level_of(both, "6A"), level_of(both, "Năng khiếu")) == (*both, None)
    assert (level_by_age(both, 8), level_by_age(both, 12), level_by_age(both, 40)) == (*both, "lower_secondary")
    assert grades_of(both) == tuple(range(1, 10))
    assert grades_of(("kindergarten", "primary")) == ()


@pytest.mark.parametrize("written", ["không", "không có", "ko có", "no"])
def test_no_phone_is_an_answer(written: str) -> None:
    asked = Either(Phone(), {"none": _("No phone")}, no="none")
    assert asked.hear(Heard(text=written), TODAY) == Named("none")
    assert asked.hear(Heard(text="0900 000 401"), TODAY) == "+84900000401"
