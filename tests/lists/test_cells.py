"""Birthdays, phones, names and words in cells: what a careful person reads, or nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.births import birth_in_parts, birth_of
from bot.lists.classes import class_in, class_of_sheet
from bot.lists.guardians import name_in
from bot.lists.marks import household_of, needs_of, ticked
from bot.lists.phones import phone_of

TODAY = date(2021, 9, 24)
DAYS = st.dates(date(1995, 1, 1), TODAY)
WRITTEN = ("{0:%d/%m/%Y}", "{0:%d-%m-%Y}", "{0:%d.%m.%Y}", "{0:%Y-%m-%d}", "ngày {0.day} tháng {0.month} năm {0.year}",
           "{0.day}/{0.month}/{0:%y}", "{0:%d%m%Y}", "'{0:%d/%m/%Y}", "{0:%d/%m/%Y} 00:00:00",
           "{0.day} / {0.month} / {0.year}")  # fmt: skip


@given(DAYS, st.sampled_from(WRITTEN))
def test_a_day_is_read_however_it_is_written(day: date, how: str) -> None:
    assert birth_of(how.format(day), TODAY) == (day, None)


@given(DAYS)
def test_a_day_is_read_as_a_date_as_a_number_and_in_three_parts(day: date) -> None:
    assert birth_of(day, TODAY) == (day, None)
    assert birth_of(float((day - date(1899, 12, 30)).days), TODAY) == (day, None)
    assert birth_of((day - date(1904, 1, 1)).days, TODAY, from_1904=True) == (day, None)
    assert birth_in_parts(float(day.day), str(day.month), day.year, TODAY) == (day, None)


@given(DAYS)
def test_a_day_that_was_exchanged_is_put_back(day: date) -> None:
    turned = day.replace(day=day.month, month=day.day) if day.day <= 12 else day
    assert birth_of(turned, TODAY, exchanged=True) == (day, None)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/2012", "no such day"), ("29/2/2011", "no such day"), ("13/13/2012", "no such day"),
        ("2012", "only the year"),
        (2012.0, "only the year"), ("9/2012", "only the year"), ("năm 2012", "only the year"), ("", "missing"),
        ("-", "missing"), ("1/1/2031", "a day to come"), ("1/1/1961", "long ago"), ("không rõ", "not a day"),
        (True, "not a day"), (12.5, "not a day"), (7, "not a day"), ("5/9/12/2012", "not a day"),
    ],
)  # fmt: skip
def test_no_day_is_made_up(cell: Any, why: str) -> None:
    assert birth_of(cell, TODAY) == (None, why)


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_reason(text: str) -> None:
    day, why = birth_of(text, TODAY)
    assert (day is None) != (why is None)


@given(st.integers(0, 10**12), st.sampled_from(["{}", "0{}", "+84{}", "84{}", "ĐT: 0{}", "0{} (bố)"]))
def test_a_phone_is_one_that_exists_or_none(number: int, how: str) -> None:
    kept, why = phone_of(how.format(number))
    assert bool(kept) != bool(why)
    if kept:
        found = phonenumbers.parse(kept)
        assert found.country_code == 84
        assert phonenumbers.is_possible_number(found)
        assert kept.removeprefix("+84") in str(number) or kept.removeprefix("+84") in how.format(number)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        (900000123, "+84900000123"), (900000123.0, "+84900000123"), ("0900.000.123", "+84900000123"),
        ("0900 000 123 - 0900 000 456", "+84900000123"), ("0900000123/0900000456", "+84900000123"),
        ("(+84) 900 000 123", "+84900000123"), ("0084900000123", "+84900000123"), ("O900000123", "+84900000123"),
        ("0243 000 0123", "+842430000123"), ("", ""), ("không có", ""), ("0900 000", ""),
        ("01690000123", ""), ("09000001234", ""), ("001206000001", ""),
    ],
)  # fmt: skip
def test_phones_as_schools_write_them(cell: Any, kept: str) -> None:
    assert phone_of(cell)[0] == kept


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Bố: Nguyễn Văn Hùng", "Nguyễn Văn Hùng"), ("Mẹ Trần Thị Lan", "Trần Thị Lan"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Chu Văn An", "Chu Văn An"), ("  Lò  Thị Mơ -", "Lò Thị Mơ"), ("Bà Lê Thị Tư", "Lê Thị Tư"),
        ("Ba Niê", "Ba Niê"),
    ],
)  # fmt: skip
def test_a_guardian_is_called_by_name(cell: str, name: str) -> None:
    assert name_in(cell) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("DANH SÁCH HỌC SINH LỚP: 6A - GVCN: Đỗ Thị Hường", "6A"), ("LỚP 4A", "4A"), ("Lớp 5/2", "5/2"),
        ("lớp 10A12", "10A12"),
        ("Lớp 1", "1"), ("Năm học 2021-2022", ""), ("LỚP HỌC TRỰC TUYẾN", ""), ("Lớp 12", "12"),
    ],
)  # fmt: skip
def test_a_class_in_a_title(text: str, found: str) -> None:
    assert class_in(text) == found


def test_a_class_that_is_a_sheets_name() -> None:
    assert [class_of_sheet(one) for one in ("1A", "Lớp 1A", "5/2", "Sheet1", "2021", "8A3")] == [
        "1A", "1A", "5/2", "", "", "8A3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "yes"),
    [("x", True), ("X", True), ("có", True), ("Không", False), ("", False), (1.0, True), (0, False), ("?", None),
     ("đang xét", None), ("✓", True)],
)  # fmt: skip
def test_ticks(cell: Any, yes: bool | None) -> None:
    assert ticked(cell) is yes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hộ nghèo", "poor"), ("nghèo", "poor"), ("HN", "poor"), ("Con hộ nghèo", "poor"),
        ("Hộ cận nghèo", "near-poor"),
        ("HCN", "near-poor"), ("Hoàn cảnh khó khăn", "hardship"), ("KK", "hardship"), ("Gia đình khó khăn", "hardship"),
        ("Mồ côi cha", "Mồ côi cha"), ("Thoát nghèo", "Thoát nghèo"), ("Không nghèo", "Không nghèo"), ("Không", "none"),
        ("Không thuộc hộ nghèo", "Không thuộc hộ nghèo"), ("Mới thoát nghèo", "Mới thoát nghèo"), ("", ""), ("-", ""),
    ],
)  # fmt: skip
def test_classes_of_household(text: str, found: str) -> None:
    assert household_of(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Máy tính", (True, False)), ("Mạng", (False, True)), ("máy tính bảng + sim 4G", (True, True)),
        ("Cả hai", None),
        ("máy và mạng", (True, True)), ("Chưa có máy", (True, False)), ("Đã có máy, thiếu mạng", None),
        ("Không cần máy", None),
        ("Sách vở", None), ("Điện thoại", (True, False)), ("Device and internet", (True, True)),
    ],
)  # fmt: skip
def test_needs_in_words(text: str, found: tuple[bool, bool] | None) -> None:
    assert needs_of(text) == found


@given(DAYS.filter(lambda day: day.day > 12), st.integers(1, 60))
def test_days_of_which_one_lies_above_twelve_are_not_asked_about(day: date, more: int) -> None:
    from bot.lists.births import may_be_swapped

    assert not may_be_swapped([day, *(day + timedelta(days=one) for one in range(more))])
