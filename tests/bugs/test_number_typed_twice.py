"""Without buttons, a number sent twice chose from a list nobody had seen yet: a donor's name was published."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.messages import Passing
from tests.support.rig import Rig, said

CROSSED = "Your message crossed with mine. Please answer once more, now that you can see it."


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path) as running:
        running.language = "en"
        yield running


async def to_the_name(rig: Rig) -> None:
    await rig.says("a", "/give_cash")
    [question] = await rig.says("a", "500k")
    assert question.text.startswith("In whose name")


@pytest.mark.parametrize("typed", ["1", "số 1 ạ", "Yes", "yes"])
async def test_a_choice_sent_twice_answers_one_question(rig: Rig, typed: str) -> None:
    await rig.says("a", "/give_devices")
    await rig.says("a", "1")
    [turns_on] = await rig.says("a", "5")
    assert turns_on.text == "Does it switch on and work?"
    await rig.together([rig.update("a", typed), rig.update("a", typed)])
    once, again = rig.heard("a")
    assert said([again]) == [f"{CROSSED}\n\n{once.text}"]
    assert again.buttons == once.buttons


async def test_a_choice_counts_only_once_its_list_has_arrived(rig: Rig) -> None:
    await to_the_name(rig)
    rig.handlers["web"].failing["a"] = Passing("no connection", after=0.05)
    for _time in range(3):
        await rig.app.turn.accept(rig.update("a", "4"))
    del rig.handlers["web"].failing["a"]
    await rig.idle()
    once, *again = rig.heard("a")
    assert once.text.startswith("Which commune or office")
    assert said(again) == [f"{CROSSED}\n\n{once.text}"] * 2
    [review] = await rig.says("a", "1")
    assert review.text.startswith("Please check your promise")


async def test_where_nothing_is_open_the_last_list_stays(rig: Rig) -> None:
    await rig.together([rig.update("a", "/language"), rig.update("a", "1")])
    _languages, crossed = rig.heard("a")
    assert crossed.text == CROSSED
    [chosen] = await rig.says("a", "1")
    assert chosen.text == "Từ giờ mình sẽ trò chuyện bằng tiếng Việt."


async def test_a_consent_is_given_to_nothing_unseen(rig: Rig) -> None:
    await rig.says("a", "/give_cash")
    for answer in ("500k", "4"):
        await rig.says("a", answer)
    await rig.together([rig.update("a", "No unit"), rig.update("a", "yes")])
    review, again = rig.heard("a")
    assert review.text.startswith("Please check your promise")
    assert again.text == f"{CROSSED}\n\n{review.text}"


async def test_a_steering_word_is_obeyed_all_the_same(rig: Rig) -> None:
    await rig.says("a", "/give_cash")
    await rig.together([rig.update("a", "500k"), rig.update("a", "back")])
    _name, sum = rig.heard("a")
    assert sum.text.startswith("How much would you like to give")


async def test_other_words_are_taken_as_they_come(rig: Rig) -> None:
    await rig.together([rig.update("a", "/give_cash"), rig.update("a", "500k")])
    _sum, name = rig.heard("a")
    assert name.text.startswith("In whose name")
