"""Token buckets give what they promise and no more, and are forgotten when full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.limits import DAY, Bucket, Buckets


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_never_more_than_the_burst_and_the_rate_allow(waits: list[float]) -> None:
    now, given_out = 100.0, 0
    bucket = Bucket(5.0, 20.0, now)
    for wait in waits:
        now += wait
        given_out += bucket.take(now) == 0.0
        assert given_out <= 20 + 5 * (now - 100.0) + 1e-6


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0.1, 20.0)), min_size=1, max_size=60))
def test_never_more_than_that_whatever_a_thing_costs(takes: list[tuple[float, float]]) -> None:
    now, given_out = 100.0, 0.0
    bucket = Bucket(5.0, 20.0, now)
    for wait, cost in takes:
        now += wait
        told = bucket.take(now, cost)
        given_out += 0.0 if told else cost
        assert given_out <= 20 + 5 * (now - 100.0) + 1e-6
        assert told <= cost / 5.0 + 1e-6


def test_what_is_had_for_a_day_comes_back_in_a_day() -> None:
    bucket = Buckets.daily(1000.0).of("a school", 0.0)
    assert bucket.take(0.0, 1000.0) == 0.0
    assert bucket.take(0.0, 100.0) == pytest.approx(DAY / 10)
    assert bucket.take(DAY / 2, 500.0) == 0.0
    assert bucket.take(DAY / 2, 1.0) > 0
    assert bucket.take(DAY * 1.5, 1000.0) == 0.0


def test_whoever_waits_as_long_as_told_is_let_in() -> None:
    bucket = Bucket(5.0, 2.0, 0.0)
    assert (bucket.take(0.0), bucket.take(0.0)) == (0.0, 0.0)
    wait = bucket.take(0.0)
    assert wait == pytest.approx(0.2)
    assert bucket.take(wait + 1e-9) == 0.0


def test_visitors_who_are_gone_are_forgotten_and_busy_ones_are_not() -> None:
    buckets = Buckets(1.0, 2.0, most=10)
    for number in range(10):
        buckets.of(str(number), 0.0).take(0.0)
    busy = buckets.of("9", 5.0)
    busy.take(5.0)
    assert busy.take(5.0) == 0.0
    assert busy.take(5.0) > 0
    assert buckets.of("new", 5.0).take(5.0) == 0.0
    assert len(buckets) == 2
    assert buckets.of("9", 5.0).take(5.0) > 0
