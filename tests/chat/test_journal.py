"""What is remembered, and how it is unremembered: back, edit, coming back after days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.chat import journal
from bot.chat.journal import Entry, Fenced
from bot.chat.kinds import Day, Money, Number, Text
from bot.chat.phrase import Cash, _
from bot.chat.words import Chat
from tests.chat.paper import FENCED, FIRST, OPENED, Talk
from tests.chat.sample import Purpose, pledge, to_the_summary, world


def test_a_journal_comes_back_from_its_stored_form_as_it_was() -> None:
    talk = to_the_summary().you("yes")
    assert journal.read(journal.write(talk.journal)) == talk.journal
    assert journal.read("[]") == []


def test_a_stored_journal_is_compact() -> None:
    entry = Entry("answer", "sum", "0123456789ab", [500000, "VND"], OPENED)
    assert journal.write([entry]) == '[["answer","sum","0123456789ab",[500000,"VND"],"2021-09-27T02:00:00Z"]]'


def test_what_is_no_journal_is_refused() -> None:
    for text in (
        '[["gossip","a","b",1,"2021-09-27T02:00:00Z"]]',
        '[["answer","a"]]',
        "{}",
        '[["answer","a","b",1,"x"]]',
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - msgspec's own
            journal.read(text)


def test_back_walks_to_the_question_before() -> None:
    to_the_summary().back().asks("note").back().asks("day").back().asks("sum").back().asks("purpose").back().bot(FIRST)


def test_back_says_again_what_was_said_before_the_question() -> None:
    Talk(pledge, world()).you("1").you("500k").back().bot("1,000,000 VND so far.", "How much?")


def test_back_lets_another_answer_be_given() -> None:
    talk = to_the_summary().back().you("with love").asks("sure")
    assert talk.open is not None
    assert talk.open.reviewed["note"] == "with love"


def test_back_forgets_the_answers_behind() -> None:
    to_the_summary().back().back().back().asks("sum").you("600k").asks("day")


def test_back_passes_over_facts_and_refusals() -> None:
    talk = Talk(pledge, world()).you("1").you("20tr").you("5/10/2021").you("skip").you("yes").asks("sum")
    talk.back().asks("sure")


def test_back_stops_at_a_deed() -> None:
    to_the_summary().you("yes").asks("remind").back().bot(FENCED)


def test_back_behind_a_deed_goes_up_to_the_deed() -> None:
    async def flow(chat: Chat) -> None:
        await pledge(chat)
        await chat.ask("more", Text(), _("Anything else?"))
        await chat.ask("last", Text(), _("Sure?"))

    talk = Talk(flow, world()).you("1").you("500k").you("5/10/2021").you("skip").you("yes").you("no")
    talk.you("a").asks("last").back().asks("more").back().asks("remind").back().bot(FENCED)


def test_silence_is_no_answer_that_back_could_take() -> None:
    async def flow(chat: Chat) -> None:
        await chat.ask("a", Text(), _("A?"))
        await chat.ask("b", Text(), _("B?"), if_silent="nothing")
        await chat.ask("c", Text(), _("C?"))

    Talk(flow).you("x").silence().asks("c").back().asks("a")


def test_a_changed_sum_keeps_the_day_and_asks_for_consent_again() -> None:
    talk = to_the_summary().edit("sum").bot("1,000,000 VND so far.", "How much?").you("700k").asks("sure")
    assert talk.open is not None
    assert talk.open.reviewed == {"purpose": "roof", "sum": [700_000, "VND"], "day": "2021-10-05", "note": None}
    assert talk.you("yes").world["promises"] == [(7, "roof", Cash(700_000), date(2021, 10, 5), None)]


def test_an_edit_that_cannot_be_read_loses_nothing() -> None:
    to_the_summary().edit("sum").you("much").asks("sum").you("700k").asks("sure")


def test_an_answer_whose_bounds_changed_by_the_edit_is_asked_again_and_the_later_ones_stay() -> None:
    talk = to_the_summary().edit("purpose").you("Bridge").bot("0 VND so far.", "On which day?")
    talk.you("6/10/2021").asks("sure")
    assert talk.open is not None
    assert talk.open.reviewed["purpose"] == "bridge"
    assert talk.open.reviewed["sum"] == [500_000, "VND"]


def test_an_edit_takes_the_last_answer_of_a_step() -> None:
    talk = Talk(pledge, world()).you("1").you("20tr").you("5/10/2021").you("skip").you("yes").asks("sum")
    talk.you("5tr").edit("sum").asks("sum")
    assert talk.steps.count("answer:sum") == 1
    assert "refusal:promise.record" in talk.steps


def test_there_is_no_edit_behind_a_deed_nor_of_what_was_never_asked() -> None:
    to_the_summary().you("yes").edit("sum").bot(FENCED)
    to_the_summary().edit("colour").bot(FIRST)


def test_going_back_after_an_edit_drops_what_was_kept_aside() -> None:
    talk = to_the_summary().edit("sum").asks("sum").back().asks("purpose")
    talk.you("1").asks("sum").you("700k").asks("day")


def test_coming_back_after_days_looks_again_and_keeps_what_fits() -> None:
    talk = to_the_summary()
    talk.world["purposes"]["roof"] = Purpose("School roof", Cash(3_000_000), date(2021, 11, 15))
    talk.freshen(days=0).bot("3,000,000 VND so far.", "Is all this right?")


def test_coming_back_to_what_has_closed_asks_from_there() -> None:
    talk = to_the_summary()
    del talk.world["purposes"]["roof"]
    talk.freshen().asks("purpose")


def test_coming_back_asks_again_what_depends_on_the_day() -> None:
    talk = to_the_summary().freshen(days=3).asks("day")
    assert talk.open is not None
    assert isinstance(talk.open.kind, Day)
    assert talk.open.kind.first == (OPENED + timedelta(days=3)).date()
    talk.you("28/9/2021").asks("day").you("5/10/2021").asks("sure")


def test_consent_never_carries_over() -> None:
    async def flow(chat: Chat) -> None:
        await chat.ask("a", Number(), _("A?"))
        await chat.confirm("sure", _("Sure?"))
        await chat.ask("b", Number(), _("B?"))
        await chat.ask("c", Number(), _("C?"))

    talk = Talk(flow).you("1").you("yes").you("2").asks("c")
    talk.freshen().asks("sure").you("yes").asks("c")


def test_nothing_is_freshened_after_a_deed() -> None:
    talk = to_the_summary().you("yes")
    with pytest.raises(Fenced):
        journal.freshen(talk.journal)


def test_an_answer_kept_aside_counts_only_for_the_very_same_question() -> None:
    async def flow(chat: Chat) -> None:
        count = await chat.ask("count", Number(1, 9), _("How many?"))
        for place in range(count):
            await chat.ask("each", Money(), _("How much is number {n}?", n=place))

    talk = Talk(flow).you("2").you("1k").you("2k").ends()
    talk = Talk(flow).you("3").you("1k").you("2k").edit("count").you("2").ends()
    assert [entry.value for entry in talk.journal] == [2, [1000, "VND"], [2000, "VND"]]
    Talk(flow).you("1").edit("count").you("2").asks("each")
