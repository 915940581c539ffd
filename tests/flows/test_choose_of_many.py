"""Nothing of a long list is lost: what does not stand on it at once is a tap away."""

from __future__ import annotations

import pytest

from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.flows.general.choose_of_many import choose_of_many
from tests.chat.paper import Talk


def choosing(count: int) -> Talk:
    """Somebody chooses of so many."""

    async def flow(chat: Chat) -> None:
        many = {f"k{number}": f"Number {number}" for number in range(1, count + 1)}
        picked = await choose_of_many(chat, "which", _("Which one?"), many, {"stop": _("Stop here")})
        await chat.say(_("It is {picked}.", picked=picked))

    return Talk(flow)


@pytest.mark.parametrize("count", [1, 8, 9, 17, 40])
def test_each_of_them_can_be_chosen(count: int) -> None:
    for number in range(1, count + 1):
        talk = choosing(count)
        for _page in range((number - 1) // 8):
            talk.you("➕ More")
        talk.you(f"Number {number}").bot(f"It is k{number}.").ends()


def test_a_list_that_fits_has_no_such_button_and_the_last_part_has_none() -> None:
    choosing(8).you("9").bot("It is stop.").ends()
    choosing(9).you("➕ More").you("2").bot("It is stop.").ends()


def test_the_first_part_is_the_question_that_earlier_talks_have_open() -> None:
    choosing(9).asks("which").you("➕ More").asks("which8")
