"""The paper itself: what it is there to catch, it catches."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from bot.chat.journal import Fenced
from bot.chat.kinds import Text
from bot.chat.phrase import _
from bot.chat.words import Chat, deed
from tests.chat.paper import Talk


def test_a_flow_that_asks_something_else_each_time_is_caught() -> None:
    count = itertools.count()

    async def unsteady(chat: Chat) -> None:
        await chat.ask(f"q{next(count)}", Text(), _("What?"))

    with pytest.raises(AssertionError, match="another question is open"):
        Talk(unsteady)


def test_a_flow_that_shows_something_else_each_time_is_caught() -> None:
    count = itertools.count()

    async def unsteady(chat: Chat) -> None:
        await chat.ask("q", Text(), _("Is {n} right?", n=next(count)))

    with pytest.raises(AssertionError, match="another question is open"):
        Talk(unsteady)


def test_a_deed_that_changes_what_it_was_given_is_caught() -> None:
    @deed("spoil")
    async def spoil(tx: Any, *, names: list[str]) -> int:
        names.append("spoilt")
        return len(names)

    async def flow(chat: Chat) -> None:
        await chat.do(spoil, names=["a"])
        await chat.ask("a", Text(), _("A?"))

    with pytest.raises(Fenced):
        Talk(flow)


def test_a_deed_that_is_done_with_something_else_each_time_is_caught() -> None:
    count = itertools.count()

    @deed("count")
    async def counted(tx: Any, *, n: int) -> int:
        return n

    async def unsteady(chat: Chat) -> None:
        await chat.do(counted, n=next(count))

    with pytest.raises(Fenced):
        Talk(unsteady)


def test_words_that_were_not_said_are_caught() -> None:
    async def plain(chat: Chat) -> None:
        await chat.say(_("Hello."))

    talk = Talk(plain).bot("Hello.").bot("Hel…")
    with pytest.raises(AssertionError):
        talk.bot("Good day.")
    with pytest.raises(AssertionError):
        talk.bot()
    with pytest.raises(AssertionError):
        talk.asks("q")
