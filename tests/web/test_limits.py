"""Token buckets give what they promise and no more, and are forgotten when full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.limits import Bucket, Buckets


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_never_more_than_the_burst_and_the_rate_allow(waits: list[float]) -> None:
    now, given_out = 100.0, 0
    bucket = Bucket(5.0, 20.0, now)
    for wait in waits:
        now += wait
        given_out += bucket.take(now) == 0.0
        assert given_out <= 20 + 5 * (now - 100.0) + 1e-6


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
