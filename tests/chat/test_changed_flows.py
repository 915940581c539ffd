"""A new release under an open talk: only what has really changed is asked again, and nothing done is papered over."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.journal import Fenced
from bot.chat.kinds import Choice, Consent, Money, Number, Text
from bot.chat.phrase import _
from bot.chat.replay import Flow
from bot.chat.words import Chat, deed, fact
from tests.chat.paper import CHANGED, Talk
from tests.chat.sample import to_the_summary


async def first(chat: Chat) -> None:
    await chat.ask("sum", Money(), _("How much?"))
    await chat.ask("name", Text(), _("Who?"))
    await chat.confirm("sure", _("Sure?"))


def opened(flow: Flow = first) -> Talk:
    return Talk(flow).you("5k").you("An").asks("sure")


def test_new_wording_changes_nothing() -> None:
    async def reworded(chat: Chat) -> None:
        await chat.say(_("Good day."), _("How are you?"))
        await chat.ask("sum", Money(), (_("What sum?"), _("For example: 500k.")), label=_("Sum"))
        await chat.say(_("Thank you."))
        await chat.ask("name", Text(), _("Your name, please."))
        await chat.confirm("sure", _("Is it so?"), yes=_("It is"), no=_("It is not"))

    opened().changes(reworded).you("yes").bot().ends()


def test_other_words_on_the_same_choices_change_nothing() -> None:
    async def before(chat: Chat) -> None:
        await chat.choose("way", _("How?"), {"a": _("By car"), "b": _("On foot")})
        await chat.ask("last", Text(), _("Last?"))

    async def after(chat: Chat) -> None:
        await chat.choose("way", _("Which way?"), {"a": _("Driving"), "b": _("Walking")})
        await chat.ask("last", Text(), _("Last?"))

    Talk(before).you("2").changes(after).you("x").ends()


def test_a_question_put_in_is_the_only_one_asked() -> None:
    async def longer(chat: Chat) -> None:
        await chat.ask("currency", Choice({"VND": "VND", "USD": "USD"}), _("Which currency?"))
        await first(chat)

    talk = opened().changes(longer).you("yes").bot(CHANGED, "Which currency?")
    talk.you("VND").bot("Sure?").you("yes").ends()


def test_a_question_put_in_right_before_the_open_one_does_not_get_its_answer() -> None:
    async def longer(chat: Chat) -> None:
        await chat.ask("sum", Money(), _("How much?"))
        await chat.ask("name", Text(), _("Who?"))
        await chat.ask("colour", Text(), _("Which colour?"))
        await chat.confirm("sure", _("Sure?"))

    talk = opened().changes(longer).you("yes").bot(CHANGED, "Which colour?").asks("colour")
    assert talk.steps == ["answer:sum", "answer:name"]
    talk.you("red").asks("sure")


def test_a_question_taken_out_is_no_loss() -> None:
    async def shorter(chat: Chat) -> None:
        await chat.ask("name", Text(), _("Who?"))
        await chat.confirm("sure", _("Sure?"))

    talk = opened().changes(shorter).you("yes").bot(CHANGED, "Sure?").asks("sure")
    assert talk.steps == ["answer:name"]
    talk.you("yes").ends()


def test_the_open_question_taken_out_ends_the_talk_if_nothing_is_behind_it() -> None:
    async def shorter(chat: Chat) -> None:
        await chat.ask("sum", Money(), _("How much?"))
        await chat.ask("name", Text(), _("Who?"))

    opened().changes(shorter).you("yes").ends()


def test_questions_in_another_order_keep_the_answers_that_follow_one_another() -> None:
    async def turned(chat: Chat) -> None:
        await chat.ask("name", Text(), _("Who?"))
        await chat.ask("sum", Money(), _("How much?"))
        await chat.confirm("sure", _("Sure?"))

    talk = opened().changes(turned).you("yes").bot(CHANGED, "How much?").asks("sum")
    assert talk.steps == ["answer:name"]


def test_another_bound_is_asked_again_and_what_follows_stays() -> None:
    async def dearer(chat: Chat) -> None:
        await chat.ask("sum", Money(least=10_000), _("How much?"))
        await chat.ask("name", Text(), _("Who?"))
        await chat.confirm("sure", _("Sure?"))

    talk = opened().changes(dearer).you("yes").bot(CHANGED, "How much?").asks("sum")
    talk.you("5k").asks("sum").you("20k").asks("sure")


def test_another_choice_is_asked_again() -> None:
    async def before(chat: Chat) -> None:
        await chat.choose("way", _("How?"), {"a": "A", "b": "B"})
        await chat.ask("last", Text(), _("Last?"))

    async def after(chat: Chat) -> None:
        await chat.choose("way", _("How?"), {"a": "A", "b": "B", "c": "C"})
        await chat.ask("last", Text(), _("Last?"))

    Talk(before).you("2").changes(after).you("x").bot(CHANGED, "How?").asks("way")


def test_another_value_shown_asks_again() -> None:
    async def before(chat: Chat) -> None:
        await chat.confirm("sure", _("Is {n} right?", n=3))

    async def after(chat: Chat) -> None:
        await chat.confirm("sure", _("Is {n} right?", n=4))

    Talk(before).changes(after).you("yes").bot(CHANGED, "Is 4 right?").asks("sure")


def test_the_typed_words_for_an_old_question_are_not_forced_on_the_new_one() -> None:
    async def before(chat: Chat) -> None:
        await chat.ask("name", Text(), _("Who?"))

    async def after(chat: Chat) -> None:
        await chat.ask("address", Text(), _("Where?"))

    talk = Talk(before).changes(after).you("An").bot(CHANGED, "Where?").asks("address")
    assert talk.journal == []
    talk.you("Cao Vien").ends()


def test_silence_for_an_old_question_is_not_forced_on_the_new_one() -> None:
    async def before(chat: Chat) -> None:
        await chat.ask("name", Text(), _("Who?"))

    async def after(chat: Chat) -> None:
        await chat.ask("address", Text(), _("Where?"), if_silent="nowhere")

    Talk(before).changes(after).silence().asks("address")


def test_a_change_behind_a_deed_is_not_papered_over() -> None:
    async def other(chat: Chat) -> None:
        await chat.ask("currency", Text(), _("Which currency?"))

    talk = to_the_summary().you("yes").changes(other)
    with pytest.raises(Fenced):
        talk.you("no")


def test_a_flow_that_ends_before_its_deed_is_not_papered_over() -> None:
    async def other(chat: Chat) -> None:
        await chat.say(_("Closed."))

    talk = to_the_summary().you("yes").changes(other)
    with pytest.raises(Fenced):
        talk.you("no")


def test_new_questions_after_the_deed_are_asked() -> None:
    @deed("done")
    async def done(tx: dict[str, int]) -> int:
        tx["done"] += 1
        return tx["done"]

    async def before(chat: Chat) -> None:
        await chat.do(done)
        await chat.ask("a", Text(), _("A?"))

    async def after(chat: Chat) -> None:
        await chat.do(done)
        await chat.ask("new", Text(), _("New?"))
        await chat.ask("a", Text(), _("A?"))

    talk = Talk(before, {"done": 0}).changes(after).you("x").bot(CHANGED, "New?").you("y").you("z").ends()
    assert talk.world == {"done": 1}


def test_a_deed_put_in_before_the_open_question_is_done_once() -> None:
    @deed("done")
    async def done(tx: dict[str, int]) -> int:
        tx["done"] += 1
        return tx["done"]

    async def before(chat: Chat) -> None:
        await chat.ask("a", Text(), _("A?"))
        await chat.ask("b", Text(), _("B?"))

    async def after(chat: Chat) -> None:
        await chat.ask("a", Text(), _("A?"))
        await chat.do(done)
        await chat.ask("b", Text(), _("B?"))

    talk = Talk(before, {"done": 0}).you("x").changes(after).you("y").ends()
    assert talk.world == {"done": 1}


@fact("things")
async def things(tx: Any) -> list[str]:
    return ["a", "b"]


@fact("things.2")
async def other_things(tx: Any) -> dict[str, int]:
    return {"a": 1, "b": 2, "c": 3}


def test_a_fact_under_a_new_name_is_looked_up_and_the_answers_stay() -> None:
    async def before(chat: Chat) -> None:
        await chat.ask("a", Number(), _("A?"))
        await chat.look(things)
        await chat.ask("b", Number(), _("B?"))
        await chat.ask("c", Number(), _("C?"))

    async def after(chat: Chat) -> None:
        await chat.ask("a", Number(), _("A?"))
        found = await chat.look(other_things)
        await chat.ask("b", Number(), _("B?"))
        await chat.say(_("{n} things.", n=len(found)))
        await chat.ask("c", Number(), _("C?"))

    talk = Talk(before).you("1").you("2").changes(after).you("3").bot("3 things.", CHANGED, "C?")
    assert talk.steps == ["answer:a", "fact:things.2", "answer:b"]


@fact("things.renamed", was="things")
async def renamed_things(tx: Any) -> list[str]:
    return ["c"]


def test_a_fact_that_says_what_it_was_called_is_remembered_also_behind_a_deed() -> None:
    @deed("done")
    async def done(tx: dict[str, int]) -> int:
        tx["done"] += 1
        return tx["done"]

    async def before(chat: Chat) -> None:
        await chat.look(things)
        await chat.ask("a", Number(), _("A?"))
        await chat.do(done)
        await chat.ask("b", Number(), _("B?"))

    async def after(chat: Chat) -> None:
        found = await chat.look(renamed_things)
        await chat.ask("a", Number(), _("A?"))
        await chat.do(done)
        await chat.ask("b", Number(), _("B?"))
        await chat.say(_("{n} things.", n=len(found)))

    talk = Talk(before, {"done": 0}).you("1").changes(after).you("2").bot("2 things.").ends()
    assert talk.world == {"done": 1}
    assert talk.steps[0] == "fact:things"
    assert Talk(after, {"done": 0}).steps == ["fact:things.renamed"]


def test_a_look_put_in_before_the_open_question_does_not_cost_the_answer() -> None:
    async def before(chat: Chat) -> None:
        await chat.ask("a", Number(), _("A?"))

    async def after(chat: Chat) -> None:
        await chat.look(things)
        await chat.ask("a", Number(), _("A?"))

    talk = Talk(before).changes(after).you("1").ends()
    assert talk.steps == ["fact:things", "answer:a"]


def test_consent_behind_a_changed_question_is_asked_again() -> None:
    async def before(chat: Chat) -> None:
        await chat.ask("sum", Money(), _("How much?"))
        await chat.ask("sure", Consent(), _("Sure?"))
        await chat.ask("last", Text(), _("Last?"))

    async def after(chat: Chat) -> None:
        await chat.ask("sum", Money(least=10_000), _("How much?"))
        await chat.ask("sure", Consent(), _("Sure?"))
        await chat.ask("last", Text(), _("Last?"))

    Talk(before).you("20k").you("yes").changes(after).you("x").asks("sum").you("30k").asks("sure")
