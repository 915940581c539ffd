"""Days as banks write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.statements.days import clock_time, day_order, looks_like_a_day, moment
from tests.bank.statements.making import ZONE, at


@pytest.mark.parametrize(
    ("cell", "when"),
    [
        ("21/11/2026", at(21)), ("21-11-2026 10:22:33", at(21, 10, 22, 33)), ("2026-11-21", at(21)),
        ("2026-11-21T10:22:33.123", at(21, 10, 22, 33)), ("2026-11-21T03:22:33Z", at(21, 10, 22, 33)),
        ("2026-11-21T10:22:33+07:00", at(21, 10, 22, 33)), ("21.11.2026", at(21)), ("1/11/26", at(1)),
        ("21/11/2026 10:22 PM", at(21, 22, 22)), ("21/11/2026 12:05 SA", at(21, 0, 5)), ("21-NOV-2026", at(21)),
        ("21 November 2026", at(21)), ("20261121", at(21)), (20261121, at(21)),
        ("10:22:33 21/11/2026", at(21, 10, 22, 33)),
        ("'21/11/2026", at(21)), (46347, at(21)), (46347.5, at(21, 12)), ("46347", at(21)),
        (datetime(2026, 11, 21, 10, 22, 33, 5), at(21, 10, 22, 33)), (date(2026, 11, 21), at(21)),
        ("31/02/2026", None), ("21/11/0026", None), ("21/11-2026", None), ("21/11/2026 25:00", None),
        ("21/11/2026 x", None),
        ("21 Foo 2026", None), ("", None), (5, None), (True, None), (float("nan"), None), (float("inf"), None),
        (1e300, None),
        ("11/21/2026", None), (time(5), None), ("١٢/١١/٢٠٢٦", None), ("21/11/2026 13:00 PM", None),
    ],
)  # fmt: skip
def test_a_day_first_column(cell: str | int | float, when: datetime | None) -> None:
    assert moment(cell, "day first", ZONE) == when


def test_the_order_is_that_of_the_whole_column() -> None:
    assert day_order(["11/12/2026", "11/21/2026"]) == "month first"
    assert day_order(["11/12/2026", "12/11/2026"]) == "day first"
    assert day_order(["21/11/2026", "11/21/2026"]) == "day first"
    assert day_order(["2026-11-21", 46347, "Tổng"]) == "day first"


def test_times_of_day() -> None:
    assert clock_time("7:08") == clock_time("07:08:00") == clock_time(time(7, 8)) == time(7, 8)
    assert clock_time(0.5) == clock_time(timedelta(hours=12)) == time(12)
    assert clock_time(0.9999999) == time(23, 59, 59)
    assert clock_time("25:00") is clock_time("") is clock_time(7.0) is clock_time(timedelta(days=2)) is None


WAYS = ["%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d %b %Y %H:%M:%S"]


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)), st.sampled_from(WAYS))
def test_whatever_day_is_written_is_read(when: datetime, way: str) -> None:
    when = when.replace(microsecond=0)
    assert moment(when.strftime(way), "day first", ZONE) == when.replace(tzinfo=ZONE)


@given(st.one_of(st.text(max_size=50), st.floats(), st.integers(), st.text("0123456789/-:. ", max_size=24)))
def test_no_cell_breaks_the_reader(cell: str | int | float) -> None:
    looks_like_a_day(cell)
    clock_time(cell)
    for order in ("day first", "month first"):
        when = moment(cell, order, ZONE)
        assert when is None or 1989 < when.year < 2102
