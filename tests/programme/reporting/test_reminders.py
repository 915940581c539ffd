"""Reminders of reports and pledges: who, when, when no more; and how each planned one ends in the ledger."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import select

from bot.handlers.numbered import with_list
from bot.messages import Passing, Permanent
from bot.programme.plan.rounds import Reminder
from bot.storage.outbox import unreachable
from bot.storage.tables import contacts, pledges, reminders
from bot.storage.work import Work
from tests.support.lived import PLAN, Drive, at

pytest_plugins = ("tests.support.living",)
Live = Callable[..., Drive]
MONDAY = "2021-09-27 12:00"
OWING = sum(unit.reports and not unit.exempt for unit in PLAN.units)


def times(drive: Drive, chat: str, words: str) -> int:
    return len(drive.heard(chat, words))


async def test_a_contact_is_reminded_the_day_before_that_morning_and_at_the_hour(live: Live) -> None:
    async with live() as drive:
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move(MONDAY)
        expected = [("2021-09-27 15:59", 0), ("2021-09-27 16:00", 1), ("2021-09-28 07:59", 1), ("2021-09-28 08:00", 2),
                    ("2021-09-28 16:59", 2), ("2021-09-28 17:00", 3), ("2021-10-04 15:59", 3)]  # fmt: skip
        for moment, count in expected:
            await drive.move(moment)
            assert times(drive, "cao-vien", "The report of Xã Cao Viên is due") == count, moment
        assert [message.text.split("\n")[0] for message in drive.heard("cao-vien")] == [
            "The report of Xã Cao Viên is due at 17:00, 28 Sep 2021.",
            *["The report of Xã Cao Viên is due today at 17:00."] * 2,
        ]
        [button] = drive.heard("cao-vien")[0].buttons
        assert (button.label, button.data.split()[0]) == ("📝 Report now", "/weekly_report")


async def test_the_button_of_a_reminder_opens_the_report_and_the_report_ends_the_reminders(live: Live) -> None:
    async with live() as drive:
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move("2021-09-28 08:00")
        [opening] = await drive.say("cao-vien", drive.heard("cao-vien")[-1].buttons[0].data)
        assert "Report of Xã Cao Viên" in opening.text
        await drive.say("cao-vien", "1", "skip", "skip")
        drive.clear()
        await drive.move("2021-10-04 15:59")
        assert drive.heard("cao-vien") == []
        ledger = [(state, why) for occasion, state, why, chat in await drive.ledger("reminder:thanh-oai:2021-09-28:2")]
        assert ledger.count(("suppressed", "reported")) == 1
        assert ledger.count(("failed", "no contact")) == OWING - 1
        await drive.move("2021-10-04 16:00")
        assert times(drive, "cao-vien", "is due at 17:00, 5 Oct 2021") == 1


@pytest.mark.parametrize("words", ["Report now", "report NOW", "📝 Report now"])
async def test_without_buttons_the_words_of_a_reminder_do_but_its_place_is_no_number(live: Live, words: str) -> None:
    async with live() as drive:
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move("2021-09-28 07:59")
        await drive.say("cao-vien", "/give_cash", "500k")  # a question is open, and its numbers are its own
        await drive.move("2021-09-28 08:00")
        assert with_list(drive.heard("cao-vien")[-1]).endswith("[📝 Report now]")
        await drive.say("cao-vien", "1")
        assert "Report of" not in drive.heard("cao-vien")[-1].text
        await drive.say("cao-vien", "/cancel")
        await drive.move("2021-09-28 17:00")
        opening = (await drive.say("cao-vien", words))[-1]
        assert "Report of Xã Cao Viên" in opening.text


async def test_without_buttons_the_words_of_a_reminder_ask_before_they_leave_an_open_talk(live: Live) -> None:
    async with live() as drive:
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move("2021-09-28 07:59")
        await drive.say("cao-vien", "/give_cash")
        await drive.move("2021-09-28 08:00")
        [asked] = await drive.say("cao-vien", "report now")
        assert "in the middle of" in asked.text


async def test_the_next_morning_the_deputy_is_reminded_if_the_report_is_still_missing(live: Live) -> None:
    async with live() as drive:
        for unit in ("cao-vien", "binh-minh"):
            await drive.holds(f"contact-{unit}", "unit_contact", unit)
            await drive.holds(f"deputy-{unit}", "deputy", unit)
        await drive.move("2021-09-28 12:00")
        await drive.report("contact-binh-minh")
        await drive.move("2021-09-29 07:59")
        assert drive.heard("deputy-cao-vien") == []
        await drive.move("2021-09-29 08:00")
        assert times(drive, "deputy-cao-vien", "The report of Xã Cao Viên is due at 17:00, 28 Sep 2021.") == 1
        assert drive.heard("deputy-binh-minh") == []
        assert times(drive, "contact-cao-vien", "is due") == 3
        last = await drive.ledger("reminder:thanh-oai:2021-09-28:3")
        assert ("reminder:thanh-oai:2021-09-28:3", "sent", None, "deputy-cao-vien") in last
        assert [row[2] for row in last if row[1] == "suppressed"].count("no deputy") == OWING - 2
        assert [row[2] for row in last if row[1] == "suppressed"].count("reported") == 1


async def test_the_deputy_then_reports_for_the_week_that_was_missed(live: Live) -> None:
    async with live() as drive:
        await drive.holds("deputy", "deputy", "cao-vien")
        await drive.move("2021-09-29 08:00")
        [opening] = await drive.say("deputy", drive.heard("deputy")[-1].buttons[0].data)
        assert "due 17:00, 28 Sep 2021" in opening.text
        said = await drive.say("deputy", "1", "skip", "skip")
        assert "It came after the deadline and is marked as late." in said[-1].text


async def test_an_exempt_unit_is_never_reminded_even_where_its_contact_is_known(live: Live) -> None:
    exempt = [unit for unit in PLAN.units if unit.exempt]
    silent = [unit for unit in PLAN.units if not unit.reports and not unit.exempt]
    async with live() as drive:
        for unit in (*exempt, *silent):
            await drive.holds(unit.key, "unit_contact", unit.key)
            await drive.holds(unit.key, "deputy", unit.key)
        await drive.move("2021-10-20 08:00")
        assert exempt
        assert drive.paper.out == []
        assert not [row for row in await drive.ledger() if row[1] == "sent"]


async def test_a_unit_that_is_exempted_in_the_plan_although_it_reports_is_not_reminded(live: Live) -> None:
    async with live() as drive:
        await drive.holds("kim-an", "unit_contact", "kim-an")
        async with drive.app.database.write() as connection:
            await connection.exec_driver_sql("update units set exempt = 1 where key = 'kim-an'")
        await drive.move("2021-09-29 12:00")
        assert drive.heard("kim-an") == []
        assert len(await drive.ledger("2021-09-28:0")) == OWING - 1


async def test_both_contacts_of_a_unit_are_reminded_and_a_former_one_is_not(live: Live) -> None:
    async with live() as drive:
        for chat in ("one", "two", "former"):
            await drive.holds(chat, "unit_contact", "cao-vien")
        async with drive.app.database.write() as connection:
            await connection.exec_driver_sql(
                "update roles set ended_at = granted_at"
                " where contact_id = (select id from contacts where chat = 'former')"
            )
        await drive.move("2021-09-27 16:00")
        assert [times(drive, chat, "is due") for chat in ("one", "two", "former")] == [1, 1, 0]


async def test_every_planned_reminder_is_accounted_for_every_owing_unit(live: Live) -> None:
    async with live() as drive:
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move("2021-09-29 12:00")
        for number in range(4):
            assert len(await drive.ledger(f"2021-09-28:{number}")) == OWING


async def test_after_a_late_start_the_newest_reminder_goes_out_and_says_what_became_of_the_others(live: Live) -> None:
    async with live() as drive:
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move(MONDAY)
        await drive.jump("2021-09-28 09:30")
        assert times(drive, "cao-vien", "is due") == 1
        rows = [row[1:3] for row in await drive.ledger("2021-09-28:0")]
        assert set(rows) == {("suppressed", "made up for by a later one")}


async def test_a_reminder_is_stale_an_hour_after_the_deadline_but_the_deputy_is_still_asked(live: Live) -> None:
    async with live() as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.holds("deputy", "deputy", "cao-vien")
        await drive.move(MONDAY)
        await drive.jump("2021-09-29 08:30")
        assert drive.heard("contact") == []
        assert times(drive, "deputy", "is due") == 1
        assert {row[2] for row in await drive.ledger("2021-09-28:2")} == {"stale"}


async def test_at_the_hour_and_a_little_later_the_reminder_still_helps(live: Live) -> None:
    async with live() as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.move("2021-09-28 16:00")
        drive.clear()
        await drive.jump("2021-09-28 18:00")
        assert times(drive, "contact", "is due") == 1


async def test_a_reminder_to_somebody_out_of_reach_ends_as_failed_with_the_reason(live: Live) -> None:
    async with live() as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        async with drive.app.database.write() as connection:
            await unreachable(Work(connection, drive.clock()), "paper", "contact", "blocked by the user")
        await drive.move("2021-09-27 16:00")
        assert drive.heard("contact") == []
        assert ("reminder:thanh-oai:2021-09-28:0", "failed", "blocked by the user", "contact") in await drive.ledger()


async def test_a_reminder_whose_delivery_dies_ends_as_failed_and_the_next_is_not_even_tried(live: Live) -> None:
    async with live() as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        drive.paper.trouble["contact"] = Permanent("user is deactivated", gone=True)
        await drive.move("2021-09-27 16:00")
        await drive.settled()
        mine = [row for row in await drive.ledger() if row[3] == "contact"]
        assert mine == [("reminder:thanh-oai:2021-09-28:0", "failed", "user is deactivated", "contact")]
        drive.paper.trouble.clear()
        await drive.move("2021-09-28 08:00")
        assert drive.heard("contact") == []
        assert await drive.laid("contact") == 1
        assert [row[1:3] for row in await drive.ledger("28:1") if row[3]] == [("failed", "user is deactivated")]
        await drive.say("contact", "/menu")
        await drive.move("2021-09-28 17:00")
        assert times(drive, "contact", "is due") == 1


async def test_a_reminder_that_dies_without_the_person_being_gone_is_followed_by_the_next(live: Live) -> None:
    async with live() as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        drive.paper.trouble["contact"] = Permanent("message is too odd")
        await drive.move("2021-09-27 16:00")
        await drive.settled()
        assert [row[1:3] for row in await drive.ledger() if row[3]] == [("failed", "message is too odd")]
        drive.paper.trouble.clear()
        await drive.move("2021-09-28 08:00")
        assert times(drive, "contact", "is due") == 1


async def test_a_delivery_that_only_takes_several_tries_stays_sent(live: Live) -> None:
    async with live() as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        drive.paper.trouble["contact"] = Passing("busy", after=0.1)
        await drive.move("2021-09-27 16:00")
        drive.paper.trouble.clear()
        await drive.settled()
        assert [row[1:3] for row in await drive.ledger() if row[3]] == [("sent", None)]
        assert times(drive, "contact", "is due") == 1


async def test_a_pledge_is_brought_back_to_mind_as_often_as_the_plan_says_and_no_more(live: Live) -> None:
    async with live(now="2021-09-24 10:00") as drive:
        await drive.give("giver", "500k")
        drive.clear()
        seen = []
        for day in range(24, 31 + 30):
            moment = at("2021-09-01 09:30").replace(month=9 if day <= 30 else 10, day=day if day <= 30 else day - 30)
            await drive.move(f"{moment:%Y-%m-%d %H:%M}")
            if drive.heard("giver"):
                seen.append(f"{moment:%d/%m}")
                drive.clear()
        assert seen == ["28/09", "05/10", "12/10"]
        assert PLAN.pledge_reminders.most == 3


async def test_looks_that_come_some_seconds_late_do_not_cost_a_day(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.give("giver", "500k")
        drive.clear()
        await drive.jump("2021-09-27 09:00:19")
        await drive.jump("2021-10-04 09:00:01")
        await drive.jump("2021-10-11 09:00:00")
        assert times(drive, "giver", "You promised 500,000") == 3


@pytest.mark.parametrize("words", ["/stop_reminders", "/cancel_gift"])
async def test_a_donor_can_stop_being_reminded_by_the_buttons_of_the_reminder(live: Live, words: str) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.give("giver", "500k")
        await drive.move("2021-09-27 09:00")
        [button] = [b for b in drive.heard("giver")[-1].buttons if b.data.startswith(words)]
        await drive.say("giver", button.data)
        if words == "/cancel_gift":
            await drive.say("giver", "1")
        drive.clear()
        await drive.move("2021-10-20 12:00")
        assert drive.heard("giver") == []
        [row] = await drive.rows(select(pledges.c.status, pledges.c.remind_at))
        assert row == ("promised" if words == "/stop_reminders" else "cancelled", None)


async def test_an_outage_of_a_week_does_not_double_the_reminders_of_a_pledge(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.give("giver", "500k")
        await drive.move("2021-09-25 12:00")
        drive.clear()
        await drive.jump("2021-10-09 13:40")
        assert times(drive, "giver", "You promised") == 1
        await drive.move("2021-10-16 08:59")
        assert times(drive, "giver", "You promised") == 1
        await drive.move("2021-10-16 09:00")
        assert times(drive, "giver", "You promised") == 2


async def test_each_pledge_is_reminded_of_by_itself(live: Live) -> None:
    async with live(now="2021-09-24 08:00") as drive:
        await drive.give("giver", "500k")
        await drive.say("giver", "/give_devices", "2", "3", "1", "1", "1", "1", "1", "skip", "2", "1", "1", "1", "4",
                        "No unit", "1")  # fmt: skip
        drive.clear()
        await drive.move("2021-09-27 09:00")
        [cash] = drive.heard("giver", "500,000")
        [things] = drive.heard("giver", "the devices")
        assert cash.buttons[0].data != things.buttons[0].data
        about = await drive.rows(select(reminders.c.about).where(reminders.c.about.startswith("pledge:")))
        assert len({row.about for row in about}) == 2


async def test_a_plan_without_reminders_sends_none(live: Live) -> None:
    assert PLAN.reporting
    none = msgspec.structs.replace(
        PLAN,
        reporting=msgspec.structs.replace(PLAN.reporting, reminders=()),
        pledge_reminders=msgspec.structs.replace(PLAN.pledge_reminders, most=0),
    )
    async with live(plan=none) as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.give("giver", "500k")
        drive.clear()
        await drive.move("2021-10-20 12:00")
        assert drive.heard("contact") == drive.heard("giver") == []


async def test_reminders_follow_the_plan_and_not_a_fixed_timetable(live: Live) -> None:
    assert PLAN.reporting
    one = Reminder(days=-3, at=at("2021-01-01 10:10").time())
    plan = msgspec.structs.replace(PLAN, reporting=msgspec.structs.replace(PLAN.reporting, reminders=(one,)))
    async with live(plan=plan) as drive:
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.move("2021-09-25 10:09")
        assert drive.heard("contact") == []
        await drive.move("2021-09-28 18:00")
        assert times(drive, "contact", "is due") == 1


async def test_everybody_is_spoken_to_in_their_own_language(live: Live) -> None:
    async with live() as drive:
        await drive.holds("english", "unit_contact", "cao-vien")
        await drive.holds("vietnamese", "unit_contact", "cao-vien")
        await drive.say("vietnamese", "/language vi")
        drive.clear()
        await drive.move("2021-09-27 16:00")
        assert "28 Sep 2021" in drive.heard("english")[0].text
        assert "28/9/2021" in drive.heard("vietnamese")[0].text
        languages = await drive.rows(select(contacts.c.chat, contacts.c.language).order_by(contacts.c.chat))
        assert [tuple(row) for row in languages] == [("english", "en"), ("vietnamese", "vi")]
