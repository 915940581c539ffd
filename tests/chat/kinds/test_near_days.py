"""Days named from where somebody stands are the days they mean, and words that are no days stay words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import Heard, NotUnderstood
from bot.chat.kinds import Day
from bot.chat.kinds.near_days import near, near_inside

TODAY = date(2026, 11, 26)
"""A Thursday."""
KIND = Day(TODAY, TODAY + timedelta(days=60))
NAMES = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 6), st.sampled_from(["", "sáng ", "chiều "]))
def test_a_weekday_is_the_next_of_its_name_and_next_week_is_the_calendars(day: date, at: int, hours: str) -> None:
    coming = near(hours + NAMES[at], day)
    assert coming is not None
    assert coming.weekday() == at
    assert 1 <= (coming - day).days <= 7
    later = near(f"{hours}{NAMES[at]} tuần sau", day)
    assert later is not None
    assert later.weekday() == at
    assert later.isocalendar()[:2] == (day + timedelta(weeks=1)).isocalendar()[:2]


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 31))
def test_a_number_of_the_month_is_the_next_that_comes(day: date, number: int) -> None:
    found = near(f"ngày {number}", day)
    assert found is None or (found >= day and found.day == number and (found - day).days < 62)


@pytest.mark.parametrize(
    "said", ["em Mai Lan", "từ 2/12 đến 5/12", "thứ ba hoặc thứ tư", "góp 500k", "thu 20 nghìn", "mai có được không?"]
)
def test_what_names_no_one_day_is_none(said: str) -> None:
    with pytest.raises(NotUnderstood):
        KIND.read(Heard(text=said), TODAY)
    assert KIND.find(said, TODAY) is None


@given(st.text(max_size=60))
def test_whatever_is_written_is_looked_through(text: str) -> None:
    near(text, TODAY)
    near_inside(text, TODAY)
