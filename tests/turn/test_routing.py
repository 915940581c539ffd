"""An update's way to where it belongs: an order, a button, an answer, or the menu; in English, the code's own words."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.chat.kinds import Number
from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.messages import Incoming
from bot.storage.tables import marks, talks
from tests.support import strange
from tests.support.conducting import MENU, NO_LIST, open_talks, status
from tests.support.rig import Rig, said


@pytest.fixture(autouse=True)
def english(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.language = "en"
    strange.enter(monkeypatch, strange.counting)
    strange.enter(monkeypatch, strange.poison)


# --- the beginning ---


async def test_whatever_somebody_sends_first_brings_the_menu(rig: Rig) -> None:
    assert said(await rig.says("a", "xin chào"))[-1].endswith(MENU)
    assert said(await rig.says("b", "")) == [MENU]
    assert said(await rig.sends("c", "cat.jpg"))[1:] == [MENU]
    assert said(await rig.says("d", contact="+84900000123"))[1:] == [MENU]
    assert said(await rig.says("e", button="17.1.0")) == ["This question is closed already."]


async def test_the_menu_is_chosen_from_by_button_number_and_words(rig: Rig) -> None:
    for who, how in (("a", "1"), ("b", "Give money"), ("c", "💰 GIVE MONEY")):
        await rig.says(who, "hello")
        [question] = await rig.says(who, how)
        assert question.text.startswith("How much would you like to give?")
    await rig.says("d", "hello")
    [question] = await rig.press("d", "💰 Give money")
    assert question.text.startswith("How much would you like to give?")


async def test_an_unknown_command_is_answered_with_the_menu_or_the_open_question(rig: Rig) -> None:
    assert said(await rig.says("a", "/tangqua 5")) == ["There is no command “tangqua”.", MENU]
    await rig.says("a", "/counting")
    assert said(await rig.says("a", "/tangqua")) == ["There is no command “tangqua”.", "The first number?"]


# --- buttons ---


async def test_a_button_counts_once_and_only_for_its_own_question(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    late = rig.button("a", "500,000\u00a0VND")
    [question] = await rig.says("a", button=late.data)
    assert question.text == "In whose name is the gift?"
    closed = await rig.says("a", button=late.data)
    assert said(closed) == ["This question is closed already.", "In whose name is the gift?"]
    assert [b.data for b in closed[1].buttons] == [b.data for b in question.buttons]


async def test_a_button_of_an_ended_talk_has_no_effect(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    late = rig.button("a", 1)
    await rig.says("a", "/huy")
    assert said(await rig.says("a", button=late.data)) == ["This question is closed already."]
    assert await open_talks(rig) == []


async def test_nobody_can_press_the_button_of_somebody_else(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    button = rig.button("a", 1)
    await rig.says("b", "/goptien")
    assert said(await rig.says("b", button=button.data))[0] == "This question is closed already."
    assert rig.heard("a") == []


@pytest.mark.parametrize("data", ["", ".", "..", "x", "1.2.3", "{talk}.1.", "{talk}.1.x", "{talk}.1.٣", "{talk}.1.-1",
                                  "{talk}.0.0", "{talk}.2.0", "{talk}.1.0.0", " {talk}.1.0", "{talk}.1.½"])  # fmt: skip
async def test_a_forged_button_is_closed(rig: Rig, data: str) -> None:
    await rig.says("a", "/goptien")
    talk = rig.button("a", 1).data.partition(".")[0]
    assert said(await rig.says("a", button=data.format(talk=talk)))[0] == "This question is closed already."


async def test_a_button_beyond_the_last_says_that_it_is_none(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    talk = rig.button("a", 1).data.partition(".")[0]
    [closed, _question] = await rig.says("a", button=f"{talk}.1.{'9' * 300}")
    assert closed.text == "This question is closed already."
    [message] = await rig.says("a", button=f"{talk}.1.999")
    assert message.text.startswith("That button is not among the answers any more.")


async def test_after_an_answer_that_could_not_be_read_the_same_buttons_still_count(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    [again] = await rig.says("a", "a lot")
    assert again.text.startswith("I could not read a sum of money.")
    [question] = await rig.press("a", 1, back=1)
    assert question.text == "In whose name is the gift?"


# --- glances, and other flows ---


async def test_a_glance_is_answered_and_the_question_put_again(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "3")
    for glance in ("/tiendo", "progress", "/help", "/menu", "/ngonngu", "/quacuatoi", "/start"):
        messages = await rig.says("a", glance)
        assert messages[-1].text == "The second number?"
        assert len(messages) >= 2
    assert said(await rig.says("a", "4")) == [
        "Is it so?\n• First: <b>3</b>\n• Second: <b>4</b>",
    ]


async def test_the_numbers_of_a_glance_do_not_outlive_the_question_put_again(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "/menu")
    assert said(await rig.says("a", "1")) == ["The second number?"]


async def test_the_language_of_an_open_question_changes_with_the_person(rig: Rig) -> None:
    await rig.says("a", "/goptien")
    english = rig.button("a", "One day's pay")
    messages = await rig.says("a", "/ngonngu vi")
    assert messages[-1].text != "How much would you like to give? For example: 500k, 2 triệu or 1.500.000."
    assert messages[-1].buttons[-1].data == english.data


async def test_another_flow_asks_what_to_do_with_the_open_one(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "3")
    [asked] = await rig.says("a", "/poison")
    assert asked.text == "You are in the middle of “counting”. What would you like to do with it?"
    assert [b.label for b in asked.buttons] == [
        "Go on with it",
        "Drop it and begin “poison”",
        "Put it aside and begin “poison”",
    ]
    assert said(await rig.press("a", "Go on with it")) == ["The second number?"]
    await rig.says("a", "/poison")
    assert said(await rig.says("a", "2")) == ["Say something."]
    assert await status(rig) == "cancelled"


async def test_an_answer_may_be_given_instead_of_a_decision(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "/poison")
    assert said(await rig.says("a", "42")) == ["The second number?"]


async def test_what_was_put_aside_is_taken_up_again(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "3")
    await rig.says("a", "/poison")
    assert said(await rig.press("a", "Put it aside and begin “poison”")) == ["Say something."]
    assert said(await rig.says("a", "hello")) == ["You said hello.", "Now for “counting”?"]
    assert said(await rig.says("a", "tiếp tục")) == ["The second number?"]
    assert said(await rig.says("a", "4"))[0].startswith("Is it so?")


async def test_the_last_put_aside_is_taken_up_first(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "/aside")
    rig.clock.moment += rig.clock.moment - rig.clock.moment.replace(hour=0)
    await rig.says("a", "/poison")
    await rig.says("a", "/aside")
    assert said(await rig.says("a", "/continue")) == ["Say something."]
    await rig.says("a", "hello")
    assert said(await rig.says("a", "/continue")) == ["The first number?"]


async def test_putting_aside_and_taking_up_in_one_breath_is_the_same_as_one_by_one(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "3")
    rig.heard("a")
    said_at_once = ("/aside", "/continue", "/aside", "/continue", "4")
    await rig.together([rig.update("a", text) for text in said_at_once])
    assert rig.heard("a")[-1].text.startswith("Is it so?")
    assert await open_talks(rig) == ["counting"]
    assert await status(rig) == "open"


async def test_there_may_be_nothing_to_take_up(rig: Rig) -> None:
    assert said(await rig.says("a", "/tieptuc")) == ["Nothing was put aside.", MENU]
    await rig.says("a", "/counting")
    assert said(await rig.says("a", "/tieptuc")) == ["The first number?"]


async def test_what_is_taken_up_after_days_begins_on_that_day(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dated(chat: Chat) -> None:
        await chat.ask("n", Number(), _("A number on {day}?", day=chat.today))

    strange.enter(monkeypatch, dated)
    assert said(await rig.says("a", "/dated")) == ["A number on 27 Sep 2021?"]
    await rig.says("a", "/aside")
    await rig.move("2021-09-30 08:00")
    rig.heard("a")
    assert said(await rig.says("a", "/continue")) == ["A number on 30 Sep 2021?"]
    assert said(await rig.says("a", "/goon")) == ["A number on 30 Sep 2021?"]


async def test_what_was_put_aside_after_a_deed_goes_on_where_it_stood(rig: Rig) -> None:
    await rig.says("a", "/counting")
    for answer in ("3", "4", "yes"):
        await rig.says("a", answer)
    await rig.says("a", "/aside")
    assert said(await rig.says("a", "/continue")) == ["The sum is 7.", "And another?"]
    assert said(await rig.says("a", "5")) == ["Then it is 12."]


# --- back, edit, cancel ---


async def test_back_and_edit_and_their_limits(rig: Rig) -> None:
    await rig.says("a", "/counting")
    assert said(await rig.says("a", "/lui")) == ["There is nothing before this question.", "The first number?"]
    assert said(await rig.says("a", "/sua")) == ["Nothing was answered yet that could be changed.", "The first number?"]
    await rig.says("a", "3")
    assert said(await rig.says("a", "back")) == ["The first number?"]
    await rig.says("a", "4")
    await rig.says("a", "5")
    [choice] = await rig.says("a", "edit")
    assert [b.label for b in choice.buttons] == ["First: 4", "Second: 5", "None, go on"]
    assert said(await rig.says("a", "1")) == ["The first number?"]
    assert said(await rig.says("a", "6")) == ["Is it so?\n• First: <b>6</b>\n• Second: <b>5</b>"]
    assert said(await rig.says("a", "/edit colour"))[0] == "There is nothing before this question."
    await rig.says("a", "yes")
    recorded = "That is recorded already and cannot be taken back here."
    assert said(await rig.says("a", "/lui")) == [recorded, "And another?"]
    assert said(await rig.says("a", "/edit first")) == [recorded, "And another?"]


async def test_the_summary_offers_change_and_cancel_by_button_number_and_words(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "3")
    [summary] = await rig.says("a", "4")
    assert [b.label for b in summary.buttons] == ["Yes", "No", "✏️ Change a line"]
    assert said(await rig.says("a", "3")) == ["Which line would you like to change?"]
    assert said(await rig.press("a", "None, go on")) == [summary.text]
    assert said(await rig.says("a", "change a line")) == ["Which line would you like to change?"]
    await rig.says("a", "/goon")
    assert said(await rig.says("a", "cancel")) == ["Stopped. Nothing more was recorded.", MENU]


async def test_cancel_says_what_stays(rig: Rig) -> None:
    assert said(await rig.says("a", "/huy")) == ["Nothing is open at the moment.", MENU]
    await rig.says("a", "/counting")
    assert said(await rig.says("a", "hủy")) == ["Stopped. Nothing more was recorded.", MENU]
    assert await rig.rows(select(marks).where(marks.c.name.like("sum%"))) == []
    await rig.says("a", "/counting")
    for answer in ("3", "4", "yes"):
        await rig.says("a", answer)
    assert said(await rig.says("a", "cancel")) == [
        "Stopped. Nothing more was recorded.\nWhat you had already confirmed stays as it is.",
        MENU,
    ]
    assert len(await rig.rows(select(marks).where(marks.c.name == "sum 7"))) == 1


async def test_a_bare_steering_word_is_an_answer_where_any_words_may_be(rig: Rig) -> None:
    await rig.says("a", "/poison")
    assert said(await rig.says("a", "Huy")) == ["You said Huy."]
    await rig.says("a", "/poison")
    assert said(await rig.says("a", "menu")) == ["You said menu."]
    await rig.says("a", "/poison")
    assert said(await rig.says("a", "/menu")) == [MENU, "Say something."]
    assert said(await rig.says("a", "Hủy"))[0] == "Stopped. Nothing more was recorded."


# --- silence ---


async def test_silence_ends_what_nobody_answers_and_says_nothing(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.says("a", "3")
    await rig.move("2021-09-30 12:00")
    assert rig.heard("a") == []
    assert await status(rig) == "silent"
    assert said(await rig.says("a", "4")) == [NO_LIST]


async def test_silence_for_a_question_that_was_answered_meanwhile_is_not_heard(rig: Rig) -> None:
    await rig.says("a", "/counting")
    [row] = await rig.rows(select(talks.c.id, talks.c.seq))
    await rig.says("a", "3")
    about = {"address": "web:a", "talk": row.id, "seq": row.seq}
    for number, address in enumerate(("web:a", "web:nobody")):
        late = Incoming(channel="clock", chat="", id=f"s{number}", at=rig.clock(), about={**about, "address": address})
        await rig.take(late)
    assert rig.heard("a") == []
    assert await status(rig) == "open"
