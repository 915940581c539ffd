"""An English program turned the days it could and wrote the rest as they were: 1 October became 10 January."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.statements import Unreadable
from bot.bank.statements.read import read
from tests.bank.statements.making import ZONE, text, workbook

TODAY, OPENS = date(2021, 10, 20), date(2021, 9, 12)
TOLD = ["25/09/2021", "30/09/2021", "10/01/2021", "10/02/2021", "13/10/2021"]
MEANT = [date(2021, 9, 25), date(2021, 9, 30), date(2021, 10, 1), date(2021, 10, 2), date(2021, 10, 13)]


def rows_of(days: list[str] | list[str | date]) -> list[list[str | date]]:
    lines: list[list[str | date]] = [["Ngày giao dịch", "Ghi có", "Số dư", "Nội dung"]]
    for n, day in enumerate(days, 1):
        lines.append([day, "100000", str(100_000 * n), f"ung ho {n}"])
    return lines


def days_of(content: bytes) -> tuple[list[date], bool]:
    statement = read(content, "saoke.csv", "0900000111", ZONE, today=TODAY, opens=OPENS)
    return [line.at.date() for line in statement.lines], statement.turned


@pytest.mark.parametrize("step", [1, -1])
def test_days_that_are_in_order_only_when_turned_are_put_back_and_the_clerk_is_told(step: int) -> None:
    assert days_of(text(rows_of(TOLD[::step]))) == (MEANT[::step], True)  # type: ignore[arg-type]  # all are strings


def test_so_are_those_of_a_workbook_that_are_dates_beside_text() -> None:
    mixed: list[str | date] = [TOLD[0], TOLD[1], date(2021, 1, 10), date(2021, 2, 10), TOLD[4]]
    assert days_of(workbook(rows_of(mixed))) == (MEANT, True)


@pytest.mark.parametrize("told", [
    ["25/09/2021", "30/09/2021", "01/10/2021", "02/10/2021", "13/10/2021"],
    ["30/09/2021", "02/10/2021", "01/10/2021"],
    ["12/10/2021", "10/10/2021", "11/10/2021"],
    ["10/01/2021", "25/01/2021", "10/02/2021"],
])  # fmt: skip
def test_days_in_their_order_stay_as_they_are(told: list[str]) -> None:
    day_first = [date(int(day[6:]), int(day[3:5]), int(day[:2])) for day in told]
    assert days_of(text(rows_of(told))) == (day_first, False)  # type: ignore[arg-type]  # all are strings


def test_days_that_fit_the_drive_only_when_turned_are_asked_about() -> None:
    with pytest.raises(Unreadable) as why:
        days_of(text(rows_of(["10/01/2021", "10/02/2021", "10/03/2021"])))  # type: ignore[arg-type]  # all are strings
    assert why.value.reason == "swapped days"


@given(st.lists(st.integers(0, 38), min_size=3, max_size=20))
def test_a_month_of_movements_survives_the_program(offsets: list[int]) -> None:
    days = [OPENS + timedelta(days=offset) for offset in sorted(offsets)]
    turned = [f"{day.month:02}/{day.day:02}/{day.year}" if day.day <= 12 else f"{day:%d/%m/%Y}" for day in days]
    try:
        found, _was = days_of(text(rows_of(turned)))  # type: ignore[arg-type]  # all are strings
    except Unreadable:  # they are asked about
        return
    told = [date(int(day[6:]), int(day[3:5]), int(day[:2])) for day in turned]
    assert found == days or (found == told and told in (sorted(told), sorted(told, reverse=True)))
