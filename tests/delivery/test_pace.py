"""No sequence of sends ever breaks a sliding window."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pace import Pace
from bot.messages import Lane


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def worst(times: list[float], window: float) -> int:
    """The most events in any closed window."""
    times = sorted(times)
    return max((sum(1 for t in times[i:] if t <= start + window) for i, start in enumerate(times)), default=0)


sends = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", "-100", "-200"]),
        st.sampled_from(list(Lane)),
        st.floats(0, 0.5),  # how long it flies; the server may count it at any moment between
        st.floats(0, 1),  # at which part of the flight it does
        st.floats(0, 0.3),  # the pause before the next one is asked for
    ),
    max_size=80,
)


@given(st.integers(1, 12), st.integers(1, 5), sends)
def test_no_sequence_of_sends_breaks_a_window_as_the_server_counts(
    per_second: int, per_minute: int, plan: list[Any]
) -> None:
    clock = Clock()
    pace = Pace(per_second, per_minute, now=clock)
    flying: list[tuple[float, str, bool]] = []
    arrivals: list[float] = []
    groups: dict[str, list[float]] = defaultdict(list)
    calm: dict[str, list[tuple[float, Lane]]] = defaultdict(list)

    def land(until: float) -> None:
        for flight in sorted(flying):
            if flight[0] <= until:
                clock.now = max(clock.now, flight[0])
                pace.landed(flight[1], flight[2])
                flying.remove(flight)

    for chat, lane, flight, part, pause in plan:
        group = chat.startswith("-")
        while True:  # one message at a time to one chat, as the sender does
            on_its_way = [end for end, other, _ in flying if other == chat]
            at = max(pace.ready_at(chat, lane, group), *on_its_way, clock.now)
            if at <= clock.now and not on_its_way:
                break
            land(at)
            clock.now = max(clock.now, at)
        pace.took(chat, lane, group)
        flying.append((clock.now + flight, chat, group))
        arrival = clock.now + part * flight
        arrivals.append(arrival)
        if group:
            groups[chat].append(arrival)
        else:
            calm[chat].append((arrival, lane))
        at = clock.now + pause
        land(at)
        clock.now = at

    assert worst(arrivals, 1.0) <= per_second
    for times in groups.values():
        assert worst(times, 60.0) <= per_minute
    for sent in calm.values():
        for (before, _), (after, lane) in pairwise(sent):
            assert lane is Lane.REPLY or after - before > 1.0


def drive(pace: Pace, clock: Clock, chats: list[str], lane: Lane, group: bool = False) -> list[float]:
    """Sends one message after the other to these chats, each as soon as it may leave, and says when they left."""
    times = []
    for chat in chats:
        clock.now = max(clock.now, pace.ready_at(chat, lane, group))
        pace.took(chat, lane, group)
        pace.landed(chat, group)
        times.append(clock.now)
    return times


def test_a_mailing_uses_nearly_the_whole_pace() -> None:
    clock = Clock()
    times = drive(Pace(30, now=clock), clock, [str(n) for n in range(300)], Lane.BULK)
    assert worst(times, 1.0) <= 27
    assert times[-1] - times[0] < 300 / 27 * 1.1


def test_replies_to_one_person_may_burst_up_to_the_pace() -> None:
    clock = Clock()
    times = drive(Pace(30, now=clock), clock, ["1"] * 31, Lane.REPLY)
    assert times[29] == times[0]
    assert times[30] > times[0] + 1


def test_a_reply_in_the_middle_of_a_mailing_leaves_at_once() -> None:
    clock = Clock()
    pace = Pace(30, now=clock)
    for step in range(200):
        drive(pace, clock, [str(step)], Lane.BULK)
        if step % 20 == 0:
            assert pace.ready_at("me", Lane.REPLY, False) <= clock.now
            drive(pace, clock, ["me"], Lane.REPLY)


def test_even_many_replies_wait_no_longer_than_a_tenth_of_a_second_for_a_mailing() -> None:
    clock = Clock()
    pace = Pace(30, now=clock)
    waits = []
    for step in range(400):
        if pace.ready_at(str(step), Lane.BULK, False) <= clock.now:
            drive(pace, clock, [str(step)], Lane.BULK)
        if step % 4 == 0:  # ten a second
            waits.append(max(0.0, pace.ready_at("me", Lane.REPLY, False) - clock.now))
            drive(pace, clock, ["me"], Lane.REPLY)
        clock.now += 0.025
    assert max(waits) < 0.11


def test_a_group_gets_twenty_a_minute_whatever_the_lane() -> None:
    clock = Clock()
    times = drive(Pace(30, now=clock), clock, ["-1"] * 50, Lane.REPLY, group=True)
    assert worst(times, 60.0) == 20


def test_notices_to_one_person_are_a_second_apart() -> None:
    clock = Clock()
    times = drive(Pace(30, now=clock), clock, ["1"] * 5, Lane.NOTICE)
    assert all(after - before >= 1 for before, after in pairwise(times))


@pytest.mark.parametrize("per_second", [0, 30])
def test_nothing_leaves_while_the_messenger_asks_for_silence(per_second: int) -> None:
    clock = Clock()
    pace = Pace(per_second, now=clock)
    pace.hold(3)
    pace.hold(1)  # a shorter wish does not shorten the longer one
    for lane in Lane:
        assert pace.ready_at("1", lane, False) >= clock.now + 3
    assert pace.held == 3
    clock.now += 3
    assert pace.ready_at("1", Lane.REPLY, False) <= clock.now
    assert pace.held == 0


def test_pacing_switched_off_lets_everything_leave() -> None:
    clock = Clock()
    pace = Pace(0, now=clock)
    assert len(set(drive(pace, clock, ["-1"] * 1000, Lane.BULK, group=True))) == 1


def test_what_is_still_flying_counts() -> None:
    clock = Clock()
    pace = Pace(2, now=clock)
    for chat in "12":
        pace.took(chat, Lane.REPLY, False)
    clock.now += 60
    assert pace.ready_at("3", Lane.REPLY, False) > clock.now
    pace.landed("1", False)
    clock.now += 0.9
    assert pace.ready_at("3", Lane.REPLY, False) > clock.now
    clock.now += 0.2
    assert pace.ready_at("3", Lane.REPLY, False) <= clock.now


def test_chats_at_rest_are_forgotten() -> None:
    clock = Clock()
    pace = Pace(1000, now=clock)
    for n in range(20_000):
        for chat, group in ((str(n), False), (f"-{n}", True)):
            pace.took(chat, Lane.REPLY, group)
            pace.landed(chat, group)
        clock.now += 0.1
    assert len(pace._chats) + len(pace._groups) < 6000
