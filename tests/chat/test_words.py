"""The words of a flow: what makes two questions the same, what a fact gives back, how a form is described."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.chat.kinds import Choice, Consent, Money, Number, Text
from bot.chat.phrase import Cash, Phrase, _, _n, given
from bot.chat.words import ENDS, Ask, Chat, Reach, Word, deed, digest, fact, result_decoder
from tests.chat.paper import OPENED, ZONE, Talk


def asked(*lines: Phrase | str, step: str = "a", kind: Any = None, **more: Any) -> str:
    return Ask(step, kind or Text(), lines, **more).digest


def test_the_wording_of_a_question_is_no_part_of_it() -> None:
    same = asked(_("Who?"))
    assert asked(_("Your name, please.")) == same
    assert asked("Who?") == same
    assert asked(_("Who?"), _("For example: An.")) == same
    assert asked(_("Who?"), label=_("Name")) == same
    assert asked(_("Who?"), if_silent="nobody") == same


def test_the_values_a_question_shows_are_part_of_it() -> None:
    same = asked(_("Is {n} right?", n=3))
    assert asked(_("Are you sure about {n}?", n=3)) == same
    assert asked(_("Is {n} right?", n=4)) != same
    assert asked(_("Is {m} right?", m=3)) != same
    assert asked(_("Is it right?")) != same


def test_values_within_values_count_and_their_wording_does_not() -> None:
    def gifts(count: int, one: str = "{n} gift") -> str:
        return asked(_("{sum} in {gifts}", sum=Cash(5), gifts=_n(one, "{n} gifts", count)))

    assert gifts(2) == gifts(2, "{n} present")
    assert gifts(2) != gifts(3)
    listed = asked(_("{names}", names=[_("one {n}", n=1), "x"]))
    assert listed == asked(_("{names}", names=[_("the first: {n}", n=1), "x"]))
    assert listed != asked(_("{names}", names=[_("one {n}", n=2), "x"]))
    assert listed != asked(_("{names}", names=[_("one {n}", n=1), "y"]))


def test_step_kind_bounds_and_choices_are_part_of_a_question() -> None:
    same = asked(kind=Number(1, 5))
    assert asked(kind=Number(1, 5)) == same
    others = [
        asked(step="b", kind=Number(1, 5)),
        asked(kind=Number(1, 6)),
        asked(kind=Number(1, 5, suggested=(1,))),
        asked(kind=Number(1, 5).or_skip()),
        asked(kind=Money()),
        asked(kind=Choice({"a": "A", "b": "B"})),
        asked(kind=Choice({"b": "B", "a": "A"})),
        asked(kind=Consent()),
    ]
    assert len({same, *others}) == 1 + len(others)


def test_the_words_on_choices_are_no_part_of_a_question() -> None:
    assert asked(kind=Choice({"a": "A"})) == asked(kind=Choice({"a": _("Something else")}))
    assert asked(kind=Consent()) == asked(kind=Consent(_("Yes, I promise"), _("No, don't save it")))


def test_a_review_is_another_question_when_an_answer_differs() -> None:
    assert asked(reviewed={"sum": 5}) == asked(reviewed={"sum": 5})
    assert asked(reviewed={"sum": 5}) != asked(reviewed={"sum": 6})


def test_a_digest_does_not_depend_on_the_order_of_a_mapping() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest("a", "b") != digest("b", "a")
    assert digest(Cash(1), date(2021, 1, 2), OPENED) == digest(Cash(1), date(2021, 1, 2), OPENED)
    assert len(digest()) == 12


@fact("sums")
async def sums(tx: Any, *, unit: int) -> dict[str, Cash]:
    return {}


@deed("pay")
async def pay(tx: Any, *, unit: int) -> None:
    return None


def test_facts_and_deeds_carry_their_name_and_sort() -> None:
    look, do = Reach(sums, {"unit": 1}), Reach(pay, {"unit": 1})
    assert (look.sort, look.step) == ("fact", "sums")
    assert (do.sort, do.step) == ("deed", "pay")
    assert look.digest == Reach(sums, {"unit": 1}).digest
    assert look.digest != Reach(sums, {"unit": 2}).digest
    assert look.digest != do.digest


def test_the_type_a_fact_gives_back_is_the_one_it_declares() -> None:
    assert result_decoder(sums).type == dict[str, Cash]
    assert result_decoder(pay).type is type(None)
    assert result_decoder(sums) is result_decoder(sums)


def test_a_fact_that_declares_nothing_is_refused_at_its_first_use() -> None:
    @fact("undeclared")
    async def undeclared(tx):  # type: ignore[no-untyped-def]  # this is the point
        return 1

    async def flow(chat: Chat) -> None:
        await chat.look(undeclared)

    with pytest.raises(KeyError, match="return"):
        Talk(flow)


def test_a_word_hands_itself_over_and_gives_back_what_it_is_sent() -> None:
    async def flow() -> Any:
        return await Word()

    coroutine = flow()
    assert isinstance(coroutine.send(None), Word)
    with pytest.raises(StopIteration) as end:
        coroutine.send("answer")
    assert end.value.value == "answer"


def test_a_chat_knows_who_what_and_when() -> None:
    chat = Chat(7, ZONE, "TO-7K2P", OPENED)
    assert (chat.me, chat.argument, chat.now, chat.today) == (7, "TO-7K2P", OPENED, date(2021, 9, 27))
    assert chat.answered == {}


def test_one_message_may_have_several_lines() -> None:
    async def flow(chat: Chat) -> None:
        await chat.say(_("One."), "two", given(Cash(3)))
        await chat.ask("a", Text(), [_("Three?"), "four"])

    Talk(flow).bot("One.\ntwo\n3 VND", "Three?\nfour")


def test_a_question_without_word_of_silence_ends_with_it() -> None:
    assert Ask("a", Text(), ()).if_silent is ENDS
