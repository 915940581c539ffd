"""A clock that jumps for a minute is not believed; one that stays where it jumped is, after an hour."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import Incoming
from bot.storage.marks import doubt_of, keep_doubt
from bot.storage.tables import inbox
from bot.turn.clock import AT_ONCE, Clock
from bot.turn.steadiness import Steadiness
from tests.support.lived import Drive, at

pytest_plugins = ("tests.support.living",)
Live = Callable[..., Drive]
START = datetime(2021, 9, 24, 1, tzinfo=UTC)


class Watches:
    """The time of day, which anybody may set, and the seconds that really went by."""

    def __init__(self, start: datetime = START) -> None:
        self.wall, self.gone = start, 0.0

    def later(self, seconds: float, jump: timedelta = timedelta()) -> None:
        self.wall += timedelta(seconds=seconds) + jump
        self.gone += seconds


@pytest.fixture
def watches() -> Watches:
    return Watches()


@pytest.fixture
def steady(watches: Watches) -> Steadiness:
    return Steadiness(lambda: watches.wall, lambda: watches.gone)


def test_hours_that_really_went_by_are_believed(watches: Watches, steady: Steadiness) -> None:
    for seconds in (20, 3 * 3600, 8 * 86_400, 0):
        watches.later(seconds)
        assert steady.doubt() is None


@pytest.mark.parametrize("jump", [timedelta(minutes=59), timedelta(minutes=-59)])
def test_a_clock_that_is_put_right_a_little_is_believed(watches: Watches, steady: Steadiness, jump: timedelta) -> None:
    watches.later(20, jump)
    assert steady.doubt() is None


@pytest.mark.parametrize("jump", [timedelta(days=7), timedelta(hours=-2)])
def test_a_jump_is_not_believed_and_the_log_is_told_once(
    watches: Watches, steady: Steadiness, jump: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    watches.later(20, jump)
    with caplog.at_level(logging.WARNING):
        assert [steady.doubt() for _look in range(5)] == [(watches.wall, watches.wall - jump)] * 5
        assert len(caplog.records) == 1
        watches.later(20, -jump)
        assert steady.doubt() is None
        assert len(caplog.records) == 2
        watches.later(20)
        assert steady.doubt() is None
        assert len(caplog.records) == 2


def test_what_it_says_for_an_hour_is_believed(watches: Watches, steady: Steadiness) -> None:
    """A small computer without a clock of its own learns the time only once it is online."""
    watches.later(20, timedelta(days=400))
    for _look in range(180):
        assert steady.doubt() is not None
        watches.later(20)
    assert steady.doubt() is None


async def test_nothing_falls_due_while_the_clock_is_a_week_ahead(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        watches = Watches(at("2021-09-24 08:00"))
        app = drive.app
        steady = Steadiness(lambda: watches.wall, lambda: watches.gone)
        clock = Clock(app.database, app.plans, lambda: watches.wall, app.turn.accept, steadiness=steady)
        await keep_doubt(app.database, (START, START))  # whoever ran before was killed in the middle of one
        await clock.sweep()
        assert await doubt_of(app.database) is None
        before = await drive.rows(select(inbox.c.id).where(inbox.c.channel == "clock"))
        watches.later(6, timedelta(days=7))
        await clock.sweep()
        watches.later(20)
        await clock.sweep()
        assert await doubt_of(app.database) == (at("2021-10-01 08:00:06"), at("2021-09-24 08:00:06"))
        assert await drive.rows(select(inbox.c.id).where(inbox.c.channel == "clock")) == before
        watches.later(1, timedelta(days=-7))
        await clock.sweep()
        assert await doubt_of(app.database) is None
        watches.later(86_400)
        await clock.sweep()
        after = await drive.rows(select(inbox.c.id).where(inbox.c.channel == "clock"))
        assert {name for (name,) in after} > {name for (name,) in before}
        assert not [name for (name,) in after if "2021-10" in name]


async def test_what_piled_up_in_a_week_takes_a_few_transactions(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        turns = 0
        taken = drive.app.turn.take

        async def counted(updates: Sequence[Incoming]) -> None:
            nonlocal turns
            turns += 1
            await taken(updates)

        drive.app.turn.take = counted  # type: ignore[method-assign]  # stands in for it, and counts
        drive.clock.set(at("2021-10-01 12:30"))
        await drive.app.clock.sweep()
        seen = await drive.rows(select(inbox.c.id).where(inbox.c.channel == "clock"))
        assert len(seen) > 20
        assert turns <= -(-len(seen) // AT_ONCE)
