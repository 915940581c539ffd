"""The clock: what falls due becomes an update once, whoever looks, however often, however late."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.messages import Full, Incoming
from bot.programme.calendar import occasions
from bot.storage.tables import inbox, marks, outbox, talks
from bot.turn.clock import Clock
from tests.support.lived import PLAN, Drive, at

pytest_plugins = ("tests.support.living",)
Live = Callable[..., Drive]


async def set_up(drive: Drive) -> None:
    """A contact, a deputy, an official, a donor with a pledge."""
    await drive.holds("contact", "unit_contact", "cao-vien")
    await drive.holds("deputy", "deputy", "cao-vien")
    await drive.holds("official", "official", "huyen-uy")
    await drive.give("giver", "500k")
    drive.clear()


def notices(drive: Drive) -> dict[str, int]:
    words = {"contact": "is due ", "deputy": "is due ", "official": "digest", "giver": "You promised"}
    return {chat: len(drive.heard(chat, said)) for chat, said in words.items()}


WEEK = {"contact": 3, "deputy": 1, "official": 1, "giver": 1}
"""What everybody hears from Friday the 24th to Wednesday the 29th of September."""


async def test_a_week_as_it_is_meant_to_be(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        await drive.move("2021-09-29 12:00")
        assert notices(drive) == WEEK


async def test_looking_again_and_again_does_no_more_than_looking_once(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        for _look in range(180):
            drive.clock.set(drive.clock() + timedelta(minutes=41, seconds=11))
            await drive.app.clock.sweep()
            await drive.app.clock.sweep()
        await drive.carried()
        assert drive.clock() > at("2021-09-29 08:00")
        assert notices(drive) == WEEK


async def test_two_clocks_that_look_at_the_same_moment_have_one_effect(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        app = drive.app
        other = Clock(app.database, app.plans, app.now, app.turn.accept)
        for moment in occasions.planned(PLAN, at("2021-09-24 08:00"), at("2021-09-29 12:00")):
            drive.clock.set(moment.at)
            await asyncio.gather(other.sweep(), app.clock.sweep(), other.sweep())
        await drive.carried()
        assert notices(drive) == WEEK


async def test_two_apps_on_one_database_have_one_effect(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as one, live(now="2021-09-24 08:00") as two:
        await set_up(one)
        for moment in occasions.planned(PLAN, at("2021-09-24 08:00"), at("2021-09-29 12:00")):
            for drive in (one, two):
                drive.clock.set(moment.at)
            await asyncio.gather(one.app.clock.sweep(), two.app.clock.sweep())
        await one.settled()
        await two.settled()
        heard = [notices(one), notices(two)]
        assert {who: heard[0][who] + heard[1][who] for who in WEEK} == WEEK
        assert {row[1] for row in await one.ledger() if row[3]} == {"sent"}


async def test_an_outage_of_a_week_is_caught_up_with_once(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        await drive.move("2021-09-27 12:00")
    async with live(now="2021-10-04 12:30") as drive:
        drive.clock.set(at("2021-10-04 12:30"))
        await drive.app.clock.sweep()
        await drive.carried()
        assert notices(drive) == {"contact": 0, "deputy": 0, "official": 1, "giver": 1}
        laid = await drive.rows(select(func.count()).select_from(outbox))
        for _again in range(5):
            await drive.jump("2021-10-04 12:31")
        assert await drive.rows(select(func.count()).select_from(outbox)) == laid
        await drive.move("2021-10-05 18:00")
        assert notices(drive) == {"contact": 3, "deputy": 0, "official": 2, "giver": 1}


async def test_nobody_is_woken_when_the_bot_comes_back_at_night(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        await drive.move("2021-09-27 12:00")
        drive.clear()
        for moment in ("2021-09-28 21:00", "2021-09-28 23:10", "2021-09-29 02:00", "2021-09-29 06:59"):
            await drive.jump(moment)
            assert drive.paper.out == [], moment
        await drive.move("2021-09-29 07:00")
        assert notices(drive) == {"contact": 0, "deputy": 0, "official": 1, "giver": 0}
        await drive.move("2021-09-29 09:00")
        assert notices(drive) == {"contact": 0, "deputy": 1, "official": 1, "giver": 0}


async def test_what_happens_by_night_and_writes_to_nobody_does_happen(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.jump("2021-09-24 22:00")
        await drive.jump("2021-09-25 03:00")
        seen = await drive.rows(select(inbox.c.id).where(inbox.c.channel == "clock"))
        assert "tidy:thanh-oai:2021-09-25" in {row.id for row in seen}


async def test_a_clock_that_jumps_back_does_no_harm(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        await drive.move("2021-09-28 12:00")
        heard = notices(drive)
        await drive.jump("2021-09-20 12:00")
        assert notices(drive) == heard
        await drive.move("2021-09-28 12:00")
        assert notices(drive) == heard
        await drive.move("2021-09-29 12:00")
        assert notices(drive) == WEEK


async def test_a_clock_that_was_a_year_ahead_for_a_moment_goes_on_at_the_right_time(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        await drive.move("2021-11-20 12:00")
        drive.clear()
        await drive.jump("2022-11-20 12:00")
        await drive.jump("2021-11-20 12:05")
        [row] = await drive.rows(select(marks.c.value).where(marks.c.name == "clock:thanh-oai"))
        assert row.value == at("2021-11-20 12:05").isoformat()


async def test_what_could_not_be_accepted_is_tried_again_at_the_next_look(live: Live) -> None:
    async with live(now="2021-09-28 17:10") as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.jump("2021-09-28 17:20")
        accepted: list[str] = []
        full = True

        async def accept(update: Incoming) -> None:
            if full and update.id.startswith("digest"):
                raise Full
            accepted.append(update.id)
            await drive.app.turn.accept(update)

        clock = Clock(drive.app.database, drive.app.plans, drive.clock, accept)
        drive.clock.set(at("2021-09-28 17:30"))
        with pytest.raises(Full):
            await clock.sweep()
        full = False
        drive.clock.set(at("2021-09-28 17:31"))
        await clock.sweep()
        await drive.carried()
        assert accepted == ["digest:thanh-oai:2021-09-28"]
        assert len(drive.heard("official", "As of 17:31")) == 1


async def test_a_crash_in_the_middle_of_a_look_is_made_up_for(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await set_up(drive)
        await drive.move("2021-09-28 16:30")
        done = 0

        async def accept(update: Incoming) -> None:
            nonlocal done
            done += 1
            if done > 1:
                raise ConnectionError("the process dies here")
            await drive.app.turn.accept(update)

        drive.clock.set(at("2021-09-29 08:50"))
        with pytest.raises(ConnectionError):
            await Clock(drive.app.database, drive.app.plans, drive.clock, accept).sweep()
    async with live(now="2021-09-29 08:55") as drive:
        await drive.jump("2021-09-29 08:55")
        assert notices(drive) == {"contact": 0, "deputy": 1, "official": 1, "giver": 0}


async def test_a_look_every_twenty_seconds_misses_nothing_wherever_it_begins(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        offsets = (0.0, 0.25, 0.5, 0.999999)
        for day, offset in enumerate(offsets):
            for second in (39, 59, 79):
                drive.clock.set(at("2021-09-25 08:59") + timedelta(days=day, seconds=second + offset))
                await drive.app.clock.sweep()
        seen = await drive.rows(select(inbox.c.id).where(inbox.c.id.startswith("pledges:")).order_by(inbox.c.id))
        days = [f"pledges:thanh-oai:2021-09-{23 + day}" for day in range(len(offsets) + 2)]
        assert [row.id for row in seen] == days


async def test_a_question_nobody_answers_for_two_days_ends_quietly(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.say("giver", "/give_cash", "500k")
        drive.clear()
        await drive.move("2021-09-26 07:59")
        status = select(talks.c.status).where(talks.c.flow == "give_cash")
        assert [row.status for row in await drive.rows(status)] == ["open"]
        await drive.jump("2021-09-26 08:00")
        assert [row.status for row in await drive.rows(status)] == ["silent"]
        assert drive.paper.out == []
        [menu] = await drive.say("giver", "3")
        assert "What would you like to do?" in menu.text


async def test_an_answer_just_in_time_keeps_the_talk_open(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.say("giver", "/give_cash")
        drive.clock.set(at("2021-09-26 07:00"))
        await drive.say("giver", "500k")
        await drive.jump("2021-09-26 09:00")
        assert [row.status for row in await drive.rows(select(talks.c.status))] == ["open"]


async def test_the_next_thing_due_is_found_for_a_clock_moved_by_hand(live: Live) -> None:
    async with live(now="2021-09-27 12:30") as drive:
        assert await drive.app.clock.next_due(at("2021-09-27 15:59")) is None
        assert await drive.app.clock.next_due(at("2021-09-27 23:30")) == at("2021-09-27 16:00")
        drive.clock.set(at("2021-09-27 16:00"))
        await drive.app.clock.sweep()
        assert await drive.app.clock.next_due(at("2021-09-29 12:00")) == at("2021-09-27 18:00")


async def test_it_looks_by_itself_once_started(live: Live) -> None:
    async with live() as drive:
        drive.app.clock.start()
        scheduler = drive.app.clock._scheduler
        assert scheduler is not None
        [job] = scheduler.get_jobs()
        assert (job.max_instances, job.coalesce, job.misfire_grace_time) == (1, True, None)
        assert job.trigger.interval == timedelta(seconds=20)
