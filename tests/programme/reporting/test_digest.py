"""The digest: after the deadline, to everybody who is to have it, at most twelve lines and a picture, each once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import texts
from bot.messages import Lane, Moved
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum
from bot.programme.plan import load_plan
from bot.programme.reporting import digest
from bot.programme.reporting.digest import MOST_LINES, Digest
from bot.programme.reporting.unit_reports import Differing
from bot.reports.picture import draw
from bot.storage.tables import contacts
from tests.support.entries import entry
from tests.support.lived import PLAN, ZONE, Drive, at

pytest_plugins = ("tests.support.living",)
Live = Callable[..., Drive]
HEAD, CLOSING = ": digest", "closing report"


async def officials(drive: Drive) -> list[str]:
    """Everybody of "Nơi nhận" whose line says digest, one of them a group."""
    await drive.holds("city", "official", "mttq-ha-noi")
    await drive.holds("party", "official", "huyen-uy")
    await drive.holds("council", "official", "hdnd-huyen")
    await drive.holds("district", "official", "ubnd-huyen")
    await drive.holds("party-group", "official", "huyen-uy", group=True)
    return ["city", "party", "council", "district", "party-group"]


async def test_half_an_hour_after_the_deadline_every_recipient_has_it_once(live: Live) -> None:
    async with live() as drive:
        chats = await officials(drive)
        await drive.holds("treasury", "official", "kho-bac")
        await drive.holds("manager", "manager", "mttq-thanh-oai")
        await drive.holds("contact", "unit_contact", "huyen-uy")
        await drive.move("2021-09-28 17:29")
        assert not any(drive.heard(chat) for chat in chats)
        await drive.move("2021-09-28 17:30")
        assert [len(drive.heard(chat, HEAD)) for chat in chats] == [1] * 5
        assert not any(drive.heard(chat, HEAD) for chat in ("treasury", "manager", "contact"))
        await drive.move("2021-10-05 17:29")
        assert [len(drive.heard(chat, HEAD)) for chat in chats] == [1] * 5
        await drive.move("2021-10-05 17:31")
        assert [len(drive.heard(chat, HEAD)) for chat in chats] == [2] * 5
        assert drive.heard("party-group")[0].group
        assert {message.lane for message in drive.paper.out if message.chat in chats} == {Lane.BULK}
        assert len([row for row in await drive.ledger("digest:") if row[1] == "sent"]) == 10


async def test_somebody_with_two_offices_gets_it_once(live: Live) -> None:
    async with live() as drive:
        await drive.holds("busy", "official", "huyen-uy")
        await drive.holds("busy", "official", "ubnd-huyen")
        await drive.move("2021-09-28 18:00")
        assert len(drive.heard("busy", HEAD)) == 1


async def test_a_group_that_joined_by_its_code_and_then_moved_still_gets_it(live: Live) -> None:
    async with live() as drive:
        await drive.holds("group", "official", "huyen-uy", group=True)
        drive.paper.trouble["group"] = Moved("group-2")
        await drive.move("2021-09-28 17:30")
        await drive.settled()
        assert len(drive.heard("group-2", HEAD)) == 1
        [row] = await drive.rows(select(contacts.c.chat))
        assert row.chat == "group-2"
        await drive.move("2021-10-05 17:30")
        assert len(drive.heard("group-2", HEAD)) == 2


async def test_without_any_recipient_the_ledger_says_so(live: Live) -> None:
    async with live() as drive:
        await drive.move("2021-09-28 18:00")
        assert await drive.ledger("digest:") == [("digest:thanh-oai:2021-09-28", "failed", "no recipient", None)]


async def test_it_tells_the_figures_of_the_drive_and_of_the_week(live: Live) -> None:
    async with live() as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.holds("teacher", "school_contact", "thcs-cao-vien")
        await drive.give("giver", "5 triệu", "cao vien")
        await drive.give("other", "1tr5", "kim bai")
        await drive.give("abroad", "100 USD")
        await drive.say("things", "/give_devices", "tablet", "3", "1", "1", "1", "1", "1", "skip", "2", "1", "1", "1",
                        "4", "No unit", "1")  # fmt: skip
        await drive.say("teacher", *entry("Nguyễn Văn An"))
        await drive.say("cao-vien", "/weekly_report", "1", "3 broadcasts", "The loudspeaker is broken")
        await drive.move("2021-09-28 17:30")
        [message] = drive.heard("official", HEAD)
        lines = message.text.split("\n")
        assert lines[1] == "As of 17:30, 28 Sep 2021."
        assert lines[2] == "Money received: <b>0\u00a0VND</b> (+0\u00a0VND this period)."
        assert lines[3] == "Money promised: <b>8,775,000\u00a0VND</b> (+8,775,000\u00a0VND this period), 3 gifts."
        assert lines[4] == "Devices, in of promised: tablet: <b>0</b> of 3 (+0)"
        assert lines[5] == "Pupils on the list: <b>1</b> (1 need a device, 0 a connection)."
        assert lines[6] == "Reports in: <b>1 of 33</b> units, 1 of them with nothing this time."
        assert lines[7].startswith("Not yet in: ")
        assert lines[7].endswith("and 29 more units.")
        assert "Cao Viên" not in lines[7]
        assert lines[8:] == ["Difficulties raised:", "• Xã Cao Viên: The loudspeaker is broken"]
        assert [button.data for button in message.buttons] == ["/digest", "/unit_reports 2021-09-28"]
        assert message.picture is not None
        assert [bar["value"] for bar in message.picture["bars"]] == [5_000_000, 1_500_000, 2_275_000]
        assert message.picture["bars"][-1]["rest"] is True
        assert (await _drawn(message.picture)).startswith(b"\x89PNG")
        await drive.give("late", "2 triệu")
        await drive.move("2021-10-05 17:30")
        second = drive.heard("official", HEAD)[1].text.split("\n")
        assert second[3] == "Money promised: <b>10,775,000\u00a0VND</b> (+2,000,000\u00a0VND this period), 4 gifts."
        assert second[4] == "Devices, in of promised: tablet: <b>0</b> of 3 (+0)"


async def _drawn(recipe: dict[str, object]) -> bytes:
    made, mime = draw(recipe)
    assert mime == "image/png"
    return made


async def test_a_week_in_which_more_was_taken_back_than_pledged_says_less(live: Live) -> None:
    async with live() as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.give("giver", "5 triệu", "cao vien")
        await drive.move("2021-09-30 12:00")
        await drive.say("giver", "/my_gifts", "2", "1")
        await drive.move("2021-10-05 10:00")
        [opening] = await drive.say("cao-vien", "/weekly_report")
        assert "Money: <b>0\u00a0VND</b> (0 gifts)" in opening.text
        said = await drive.say("cao-vien", "1", "skip", "skip")
        assert "Thank you! The report of Xã Cao Viên is in." in said[-1].text
        await drive.move("2021-10-05 17:30")
        text = drive.heard("official", HEAD)[1].text
        assert "Money promised: <b>0\u00a0VND</b> (−5,000,000\u00a0VND this period), 0 gifts." in text


async def test_exempt_units_are_never_named_as_missing(live: Live) -> None:
    exempt = {unit.name for unit in PLAN.units if unit.exempt}
    async with live() as drive:
        found = await drive.app.ask(lambda tx: digest.compose(tx, period="2021-09-28"))
        assert len(found.missing) == 33
        assert not exempt & set(found.missing)


async def test_the_last_one_is_the_closing_report(live: Live) -> None:
    async with live(now="2021-11-12 12:00") as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.holds("cao-vien", "unit_contact", "cao-vien")
        await drive.move("2021-11-12 12:01")
        drive.clear()
        await drive.give("giver", "5 triệu", "cao vien")
        await drive.move("2021-11-16 08:00")
        assert drive.heard("cao-vien", "is due at 17:00, 16 Nov 2021")
        [opening] = await drive.say("cao-vien", "/weekly_report")
        assert "Closing report of Xã Cao Viên" in opening.text
        await drive.say("cao-vien", "1", "skip", "skip")
        await drive.move("2021-11-16 17:30")
        [message] = drive.heard("official", CLOSING)
        assert "Reports in: <b>1 of 33</b> units, 1 of them" in message.text
        drive.clear()
        await drive.move("2021-12-20 12:00")
        assert drive.heard("official") == []


async def test_after_a_week_without_the_bot_there_is_one_digest_the_latest(live: Live) -> None:
    async with live() as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.move("2021-09-28 12:00")
        drive.clear()
        await drive.jump("2021-10-05 18:10")
        assert drive.heard("contact") == [], "every reminder is stale by now"
        [message] = drive.heard("official")
        assert "As of 18:10, 5 Oct 2021." in message.text
        ledger = [row[:3] for row in await drive.ledger("digest:")]
        assert ledger == [
            ("digest:thanh-oai:2021-09-28", "suppressed", "a later digest is due"),
            ("digest:thanh-oai:2021-10-05", "sent", None),
        ]


async def test_a_digest_that_is_days_late_but_the_latest_still_goes_out_with_its_own_figures(live: Live) -> None:
    async with live() as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.holds("contact", "unit_contact", "cao-vien")
        await drive.move("2021-09-28 12:00")
        await drive.report("contact")
        await drive.jump("2021-10-02 10:00")
        [message] = drive.heard("official", HEAD)
        assert "Reports in: <b>1 of 33</b> units, 1 of them" in message.text


async def test_a_daily_digest_comes_every_day_until_the_reports_are_in_and_only_the_last_one_closes(live: Live) -> None:
    assert PLAN.digest
    assert PLAN.reporting
    plan = msgspec.structs.replace(
        PLAN,
        digest=msgspec.structs.replace(PLAN.digest, every="day"),
        reporting=msgspec.structs.replace(PLAN.reporting, weekday=None),
        window=msgspec.structs.replace(PLAN.window, closes=at("2021-11-15 23:59")),
    )
    async with live(plan=plan, now="2021-11-09 12:00") as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.move("2021-11-12 12:00")
        assert len(drive.heard("official", HEAD)) == 4  # the one of the day before this app is made up for at once
        drive.clear()
        await drive.jump("2021-11-15 18:00")
        assert len(drive.heard("official", HEAD)) == 1, "after an outage only the latest"
        drive.clear()
        await drive.move("2021-12-15 12:00")
        assert [CLOSING in message.text for message in drive.heard("official")] == [True]
        assert "16 Nov" in drive.heard("official")[0].text


async def test_it_can_be_asked_for_and_then_says_the_same_lines(live: Live) -> None:
    async with live() as drive:
        await drive.holds("official", "official", "huyen-uy")
        await drive.give("giver", "5 triệu", "cao vien")
        await drive.move("2021-09-28 17:30")
        [sent] = drive.heard("official", HEAD)
        [asked] = await drive.say("official", sent.buttons[0].data)
        assert asked.text == sent.text
        assert asked.picture == sent.picture
        [refused] = await drive.say("giver", "/digest")
        assert "for officials of the drive" in refused.text


words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="+"), min_size=1, max_size=300)
sums = st.builds(Sum, st.integers(-50, 10**6), st.integers(-(10**12), 10**15))
digests = st.builds(
    Digest,
    drive=st.just({"vi": "Sóng và máy tính", "en": "Signal"}),
    names=st.just({item.key: item.name for item in PLAN.catalogue}),
    students=st.booleans(),
    period=st.just("2021-09-28"),
    at=st.just(at("2021-09-28 17:30")),
    closing=st.booleans(),
    total=st.dictionaries(st.sampled_from(["cash", *(item.key for item in PLAN.catalogue)]), sums),
    change=st.dictionaries(st.sampled_from(["cash", *(item.key for item in PLAN.catalogue)]), sums),
    done=st.integers(0, 40),
    missing=st.lists(words, max_size=40),
    difficulties=st.lists(st.tuples(words, words), max_size=3),
    student_counts=st.tuples(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(0, 10**5)),
    top=st.lists(st.tuples(words, st.integers(1, 10**12)), max_size=10),
    other=st.integers(-(10**9), 10**12),
    received=st.integers(0, 10**12),
    received_new=st.integers(-(10**9), 10**12),
    unmatched=st.integers(0, 10**9),
    granted=st.integers(0, 10**9),
    spent=st.integers(0, 10**9),
    ledger=st.tuples(st.integers(0, 10**6), st.just("0123456789abcdef")),
    by_hand=st.integers(0, 10**9),
    things=st.dictionaries(st.sampled_from([item.key for item in PLAN.catalogue]), st.integers(-5, 10**6)),
    things_new=st.dictionaries(st.sampled_from([item.key for item in PLAN.catalogue]), st.integers(-5, 10**6)),
    differing=st.lists(
        st.tuples(words, st.builds(Differing, st.sampled_from(["cash", "tablet"]), st.integers(0), st.integers(0))),
        max_size=40,
    ),
    due=st.none() | st.sampled_from([at("2021-09-28 17:00"), at("2021-09-29 23:59")]),
    zeros=st.integers(0, 40),
)


@given(digests, st.sampled_from(texts.LANGUAGES))
def test_whatever_the_figures_it_is_at_most_twelve_short_lines(found: Digest, language: str) -> None:
    said = digest.lines(found)
    assert len(said) <= MOST_LINES
    shown = texts.text(said, language, ZONE)
    assert "+-" not in shown
    assert "+−" not in shown
    assert len(shown) <= 4096


@given(st.text(max_size=1000))
def test_a_difficulty_is_cut_at_a_word(text: str) -> None:
    cut = digest.clipped(text)
    assert len(cut) <= 140
    whole = " ".join(text.split())
    assert cut == whole or (cut.endswith("…") and whole.startswith(cut[:-1]))


@pytest.mark.parametrize(
    ("now", "period"),
    [("2021-09-24 12:00", "2021-09-28"), ("2021-09-28 16:59", "2021-09-28"), ("2021-09-28 17:00", "2021-09-28"),
     ("2021-10-05 16:59", "2021-09-28"), ("2021-10-05 17:00", "2021-10-05"), ("2022-03-01 12:00", "2021-11-16")],
)  # fmt: skip
def test_a_digest_asked_for_is_about_the_last_period_that_was_due(now: str, period: str) -> None:
    assert digest.period_of(PLAN, at(now)) == period


def test_the_week_of_a_drive_without_reports_is_counted_in_its_own_time_zone() -> None:
    plan = msgspec.structs.replace(load_plan("tuan-giao"), reporting=None)
    monday = datetime(2021, 10, 4, 0, 30, tzinfo=ZONE)
    assert tallies.period_at(plan, monday) == "2021-W40"
    assert tallies.period_at(plan, monday - timedelta(hours=1)) == "2021-W39"
