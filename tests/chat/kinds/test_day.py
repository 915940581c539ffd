from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.chat.kind import File, Heard, NotUnderstood, Unsure
from bot.chat.kinds import BirthDay, Day

TODAY = date(2026, 11, 21)
SCHOOL = Day(date(2014, 1, 1), date(2016, 12, 31))
SEASON = Day(date(2026, 11, 1), date(2027, 3, 31))
STUDENT = BirthDay(5, 18)


def read(kind: Day | BirthDay, typed: str) -> date:
    return kind.hear(Heard(text=typed), TODAY)


def refusal(kind: Day | BirthDay, typed: str) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as refused:
        read(kind, typed)
    return refused.value


@pytest.mark.parametrize(
    "typed",
    [
        "5/6/2014",
        "05/06/2014",
        "05-06-2014",
        "5.6.2014",
        "5 6 2014",
        "5 / 6 / 2014",
        "5/6 năm 2014",
        "5 tháng 6 năm 2014",
        "ngày 05 tháng 06 năm 2014 ạ",
        "ngay 5 thang 6 nam 2014",
        "NGÀY 5 THÁNG 6 NĂM 2014",
        "5 thg 6, 2014",
        "sinh ngày 5/6/2014",
        "05062014",
        "20140605",
        "2014-06-05",
        "5 June 2014",
        "5th of June 2014",
        "June 5, 2014",
        "5 Jun 2014",
        "５/６/２０１４",
        "5/6/\u200f2014",
    ],
)
def test_a_day_is_read_day_first(typed: str) -> None:
    assert read(SCHOOL, typed) == read(STUDENT, typed) == date(2014, 6, 5)


@pytest.mark.parametrize("typed", ["5.6.14", "5/6/14", "050614", "5 tháng 6 năm 14"])
def test_two_digits_are_the_year_in_bounds_but_of_a_birth_it_is_asked(typed: str) -> None:
    assert read(SCHOOL, typed) == date(2014, 6, 5)
    asked = refusal(STUDENT, typed)
    assert isinstance(asked, Unsure)
    assert [read(STUDENT, reading) for reading, _label in asked.readings] == [date(2014, 6, 5)]


def test_a_birth_year_alone_is_asked_about_and_no_year_gets_a_way_through() -> None:
    asked = refusal(STUDENT, "2014")
    assert isinstance(asked, Unsure)
    assert [read(STUDENT, reading) for reading, _label in asked.readings] == [date(2014, 1, 1)]
    assert "year alone" in refusal(STUDENT, "không nhớ").why.source


def test_two_digits_that_fit_two_years_are_asked_back() -> None:
    assert "add the year" in refusal(Day(date(1910, 1, 1), date(2020, 1, 1)), "5/6/14").why.source


def test_a_missing_year_is_the_only_one_in_bounds_or_asked_for() -> None:
    assert read(SEASON, "ngày 5/12") == date(2026, 12, 5)
    assert read(SEASON, "5 tháng 1") == date(2027, 1, 5)
    assert read(SCHOOL, "29/2") == date(2016, 2, 29)
    assert "add the year" in refusal(SCHOOL, "5/6").why.source
    assert "must be from" in refusal(SEASON, "5/6").why.source
    assert "year in four digits" in refusal(STUDENT, "5/6").why.source


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("hôm nay", 0),
        ("hom nay a", 0),
        ("today", 0),
        ("mai", 1),
        ("Ngày mai nhé", 1),
        ("tomorrow", 1),
        ("ngày kia", 2),
        ("mốt", 2),
        ("hôm qua", -1),
    ],
)
def test_near_days_are_read_by_their_names_but_are_no_birth_days(typed: str, days: int) -> None:
    assert read(SEASON, typed) == TODAY + timedelta(days)
    assert "year in four digits" in refusal(STUDENT, typed).why.source


@pytest.mark.parametrize(
    "typed", ["30/2/2014", "29/2/2015", "31/4/2014", "5/13/2014", "0/0/0000", "99/99/9999", "32012014"]
)
def test_a_day_that_does_not_exist_is_named(typed: str) -> None:
    for kind in (SCHOOL, STUDENT):
        assert "There is no {date} in the calendar" in refusal(kind, typed).why.source


def test_the_month_never_comes_first() -> None:
    assert refusal(SCHOOL, "6/15/2014").why.values["date"] == "6/15/2014"


@pytest.mark.parametrize(
    "typed", ["", "abc", "2014", "6/2014", "5/6/2014 8h", "5//6//2014", "5/6/2014/7", "0900000123", "1" * 500]
)
def test_what_is_no_date_gets_an_example(typed: str) -> None:
    for kind in (SCHOOL, STUDENT):
        asked = refusal(kind, typed)
        example = asked.readings[0][0] if isinstance(asked, Unsure) else asked.why.values["example"]
        assert kind.read(Heard(text=example), TODAY)


def test_a_day_outside_the_bounds_gets_them_named() -> None:
    values = refusal(SCHOOL, "5/6/2020").why.values
    assert (values["first"], values["last"]) == (SCHOOL.first, SCHOOL.last)


def test_a_birth_date_of_an_adult_is_refused_with_the_age() -> None:
    why = refusal(STUDENT, "1/1/1980").why
    assert (why.n, why.values["youngest"], why.values["oldest"]) == (46, 5, 18)
    assert "still to come" in refusal(STUDENT, "5/6/2030").why.source


def test_ages_are_full_years_on_the_day_itself() -> None:
    assert read(STUDENT, "21/11/2021") == date(2021, 11, 21)
    assert refusal(STUDENT, "22/11/2021").why.n == 4
    assert read(STUDENT, "22/11/2007") == date(2007, 11, 22)
    assert refusal(STUDENT, "21/11/2007").why.n == 19


def test_a_leap_day_is_a_birth_day_and_a_day_to_give_examples_on() -> None:
    assert read(STUDENT, "29/2/2016") == date(2016, 2, 29)
    with pytest.raises(NotUnderstood) as refused:
        STUDENT.read(Heard(text="?"), date(2028, 2, 29))
    assert STUDENT.read(Heard(text=refused.value.why.values["example"]), date(2028, 2, 29))


def test_a_picture_is_no_day() -> None:
    for kind in (SCHOOL, STUDENT):
        with pytest.raises(NotUnderstood):
            kind.hear(Heard(photo=File("x")), TODAY)


def test_shapes_hold_the_bounds() -> None:
    assert SCHOOL.shape() == ["Day", "2014-01-01", "2016-12-31"]
    assert STUDENT.shape() == ["BirthDay", 5, 18]
    for nonsense in (lambda: Day(date(2015, 1, 1), date(2014, 1, 1)), lambda: BirthDay(9, 8), lambda: BirthDay(-1, 8)):
        with pytest.raises(ValueError, match="no"):
            nonsense()


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back_in_every_form_and_kept(day: date) -> None:
    kind = Day(date(1900, 1, 1), date(2099, 12, 31))
    forms = [f"{day:%d/%m/%Y}", f"{day:%d%m%Y}", f"{day:%Y%m%d}", day.isoformat(), f"{day.day}.{day.month}.{day.year}"]
    for typed in (*forms, texts.day(day, "vi"), texts.day(day, "en"), f"{day.day} tháng {day.month} năm {day.year}"):
        assert read(kind, typed) == day
    for either in (kind, STUDENT):
        assert either.load(json.loads(json.dumps(either.keep(day)))) == day
