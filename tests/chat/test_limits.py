"""What a flow cannot do: await anything else, swallow its pause, talk without an end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.chat.kinds import Text
from bot.chat.phrase import _
from bot.chat.replay import MOST_ENTRIES, MOST_WORDS, ForeignAwait, TooLong
from bot.chat.words import Chat, deed, fact
from tests.chat.paper import Talk


async def test_nothing_but_the_chat_can_be_awaited() -> None:
    from bot.chat.replay import Replay
    from tests.chat.paper import OPENED, ZONE

    async def briefly(chat: Chat) -> None:
        await asyncio.sleep(0)

    async def longer(chat: Chat) -> None:
        await asyncio.sleep(1)

    async def future(chat: Chat) -> None:
        await asyncio.get_running_loop().create_future()

    async def later(chat: Chat) -> None:
        await chat.say(_("Hello."))
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))

    for flow in (briefly, longer, future, later):
        with pytest.raises(ForeignAwait, match="awaits only the chat"):
            await Replay(flow, 1, OPENED, [], ZONE).run()


def test_a_plain_function_is_no_flow() -> None:
    def plain(chat: Chat) -> None:
        return None

    async def many(chat: Chat) -> Any:
        yield chat.say(_("Hello."))

    for flow in (plain, many):
        with pytest.raises(ForeignAwait, match="no coroutine function"):
            Talk(flow)  # type: ignore[arg-type]  # that it is refused is the point


def test_the_pause_is_nothing_a_flow_could_catch() -> None:
    async def mild(chat: Chat) -> None:
        try:
            await chat.ask("a", Text(), _("A?"))
        except Exception:
            await chat.say(_("Never said."))

    Talk(mild).bot("A?").you("x").ends()


def test_a_flow_that_fights_the_close_is_told_off() -> None:
    async def greedy(chat: Chat) -> None:
        try:
            await chat.ask("a", Text(), _("A?"))
        except BaseException:
            await chat.say(_("Never said."))

    with pytest.raises(RuntimeError, match="ignored GeneratorExit"):
        Talk(greedy)


def test_a_flow_may_clean_up_when_it_is_closed() -> None:
    closed: list[bool] = []

    async def tidy(chat: Chat) -> None:
        try:
            await chat.ask("a", Text(), _("A?"))
        finally:
            closed.append(True)

    Talk(tidy).bot("A?")
    assert closed == [True, True]


def test_silence_is_nothing_a_flow_could_catch() -> None:
    async def mild(chat: Chat) -> None:
        try:
            await chat.ask("a", Text(), _("A?"))
        except Exception:
            await chat.say(_("Never said."))

    Talk(mild).silence().bot().ends("silent")


def test_a_talk_may_not_grow_without_an_end() -> None:
    async def endless(chat: Chat) -> None:
        while True:
            await chat.ask("more", Text(), _("More?"))

    talk = Talk(endless)
    for _turn in range(MOST_ENTRIES):
        talk.you("x")
    assert len(talk.journal) == MOST_ENTRIES
    with pytest.raises(TooLong):
        talk.you("x")


def test_a_flow_may_not_talk_without_an_end() -> None:
    said: list[int] = []

    async def endless(chat: Chat) -> None:
        while True:
            await chat.say(_("And another thing."))
            said.append(1)

    with pytest.raises(TooLong):
        Talk(endless)
    assert len(said) == MOST_WORDS


def test_a_flow_may_not_do_deeds_without_an_end() -> None:
    @deed("again")
    async def again(tx: dict[str, int], *, n: int) -> int:
        tx["done"] += 1
        return n

    world = {"done": 0}

    async def endless(chat: Chat) -> None:
        n = 0
        while True:
            n = await chat.do(again, n=n) + 1

    with pytest.raises(TooLong):
        Talk(endless, world)
    assert world["done"] == MOST_ENTRIES + 1


def test_an_error_in_a_flow_a_fact_or_a_deed_comes_out_as_it_is() -> None:
    @fact("broken")
    async def broken(tx: Any) -> int:
        raise ZeroDivisionError

    async def looking(chat: Chat) -> None:
        await chat.look(broken)

    async def stumbling(chat: Chat) -> None:
        raise KeyError("x")

    with pytest.raises(ZeroDivisionError):
        Talk(looking)
    with pytest.raises(KeyError):
        Talk(stumbling)


def test_what_has_no_json_form_cannot_be_remembered() -> None:
    @fact("object")
    async def thing(tx: Any) -> object:
        return object()

    async def flow(chat: Chat) -> None:
        await chat.look(thing)

    with pytest.raises(TypeError):
        Talk(flow)
