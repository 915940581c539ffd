"""An English program made 10 May of 5 October, and the statement was booked a second time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.statements import Statement, Unreadable
from bot.bank.statements.read import read
from tests.bank.statements.making import ACCOUNT, ZONE, left_out, text, workbook

TITLES: list[object] = ["Ngày", "Số bút toán", "Có", "Nội dung"]
TODAY = date(2021, 12, 1)


def take(rows: list[list[object]], opens: date | None = None, today: date | None = TODAY) -> Statement:
    return read(workbook(rows), "saoke.xlsx", ACCOUNT, ZONE, today=today, opens=opens)


def days(statement: Statement) -> list[date]:
    return [line.at.date() for line in statement.lines]


def refused(rows: list[list[object]], **known: date) -> str:
    with pytest.raises(Unreadable) as why:
        take(rows, **known)
    return why.value.reason


def numbered(day: date, number: int, told: date) -> list[object]:
    return [told, f"FT{day:%y}{day.timetuple().tm_yday:03}{number:06}", 5000, "ung ho"]


def exchanged(day: date) -> date:
    return date(day.year, day.day, day.month)


def test_the_banks_numbers_put_the_days_back() -> None:
    real = [date(2021, 10, day) for day in (5, 6, 7, 8)]
    rows = [TITLES, *[numbered(day, n, exchanged(day)) for n, day in enumerate(real)]]
    statement = take(rows)
    assert (days(statement), statement.turned) == (real, True)


@settings(deadline=None)
@given(
    st.lists(st.dates(date(2021, 1, 1), date(2021, 11, 30)).filter(lambda day: day.day <= 12), min_size=1, max_size=8)
)
def test_with_numbers_days_come_out_right_whether_or_not_they_were_swapped(real: list[date]) -> None:
    right = [TITLES, *[numbered(day, n, day) for n, day in enumerate(real)]]
    wrong = [TITLES, *[numbered(day, n, exchanged(day)) for n, day in enumerate(real)]]
    assert days(take(right)) == days(take(wrong)) == real


def test_the_period_puts_the_days_back() -> None:
    rows: list[list[object]] = [
        ["Từ ngày 01/10/2021 đến ngày 31/10/2021"],
        TITLES,
        [date(2021, 5, 10), "", 5000, ""],
        [date(2021, 6, 10), "", 5000, ""],
    ]
    statement = take(rows)
    assert (days(statement), statement.turned) == ([date(2021, 10, 5), date(2021, 10, 6)], True)


def test_without_a_proof_the_clerk_is_asked_for_the_banks_own_file() -> None:
    assert refused([TITLES, *[[date(2021, month, 10), "", 5000, ""] for month in (5, 6, 7, 8)]]) == "swapped days"


def test_a_day_to_come_that_would_be_past_if_turned_is_doubted() -> None:
    assert refused([TITLES, [date(2021, 12, 10), "", 5000, ""]]) == "swapped days"


def test_days_before_the_drive_that_would_be_within_it_if_turned_are_doubted() -> None:
    rows: list[list[object]] = [TITLES, [date(2021, 5, 10), "", 5000, ""]]
    assert refused(rows, opens=date(2021, 9, 23)) == "swapped days"
    assert days(take(rows)) == [date(2021, 5, 10)]


def test_days_of_one_month_are_believed() -> None:
    rows: list[list[object]] = [TITLES, *[[date(2021, 10, day), "", 5000, ""] for day in (5, 6, 7)]]
    assert days(take(rows)) == [date(2021, 10, day) for day in (5, 6, 7)]


def test_a_text_file_that_such_a_program_has_written() -> None:
    rows = [["Ngày", "Có"], *[[f"{day}/10/2021", "5000"] for day in (5, 6, 7)]]
    american = [["Ngày", "Có"], *[[f"10/{day}/2021", "5000"] for day in (5, 6, 7)]]
    assert [line.at.month for line in read(text(rows), "a.csv", ACCOUNT, ZONE).lines] == [10] * 3
    with pytest.raises(Unreadable) as why:
        read(text(american), "a.csv", ACCOUNT, ZONE)
    assert why.value.reason == "swapped days"


def test_days_to_come_are_left_out_and_told() -> None:
    rows: list[list[object]] = [TITLES, [date(2021, 11, 24), "", 5000, ""], [date(2021, 12, 24), "", 6000, ""]]
    statement = take(rows)
    assert (days(statement), left_out(statement)) == ([date(2021, 11, 24)], [(3, "future day")])


def test_half_turned_files_are_put_right_by_their_numbers() -> None:
    real = [date(2021, 10, 5), date(2021, 10, 6)]
    rows = [
        TITLES,
        *[numbered(day, n, exchanged(day)) for n, day in enumerate(real)],
        ["24/09/2021", "FT21267000009", 7000, ""],
    ]
    statement = take(rows)
    assert (days(statement), statement.turned) == ([*real, date(2021, 9, 24)], True)


def test_a_workbook_that_counts_from_1904() -> None:
    content = workbook([["Ngày", "Có"], [float((date(2021, 9, 24) - date(1904, 1, 1)).days), 5000]], from_1904=True)
    assert days(read(content, "a.xlsx", ACCOUNT, ZONE)) == [date(2021, 9, 24)]
    at = datetime(2021, 9, 24, 9, 45)
    assert days(read(workbook([["Ngày", "Có"], [at, 5000]], from_1904=True), "a.xlsx", ACCOUNT, ZONE)) == [at.date()]
    assert at.date() + timedelta(days=1462) > at.date()
