"""Turns that go wrong: an update that breaks is set aside alone; trouble of the database is nobody's fault."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from bot.chat.phrase import _
from bot.chat.words import Chat, deed
from bot.messages import Incoming, Unwritten
from bot.programme.calendar.occasions import Occasion
from bot.programme.world import World
from bot.storage.tables import inbox, marks
from tests.support import strange
from tests.support.rig import Rig

SORRY = "Sorry, something went wrong on our side and this message was set aside."


@pytest.fixture(autouse=True)
def english(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.language = "en"
    strange.enter(monkeypatch, strange.counting)
    strange.enter(monkeypatch, strange.poison)


async def states(rig: Rig) -> dict[str, str]:
    return {row.id: row.state for row in await rig.rows(select(inbox.c.id, inbox.c.state))}


async def test_one_that_breaks_is_set_aside_alone(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    people = [f"p{n}" for n in range(20)]
    await rig.together([rig.update(who, "/poison") for who in people])
    for who in people:
        rig.heard(who)
    said = {who: "poison" if who == "p7" else "hello" for who in people}
    updates = {who: rig.update(who, text) for who, text in said.items()}
    with caplog.at_level(logging.ERROR):
        assert await rig.together(updates.values()) == [None] * 20
    for who in people:
        [answer] = rig.heard(who)
        assert answer.text.startswith(SORRY) if who == "p7" else answer.text == "You said hello."
    assert [id for id, state in (await states(rig)).items() if state == "dead"] == [updates["p7"].id]
    [row] = await rig.rows(select(inbox).where(inbox.c.state == "dead"))
    assert row.why == "ZeroDivisionError: poison"
    assert json.loads(row.body)["text"] == "poison"
    assert "an update of web was set aside: ZeroDivisionError" in caplog.text


async def test_the_talk_of_who_was_set_aside_stands_where_it_stood(rig: Rig) -> None:
    await rig.says("a", "/poison")
    [sorry] = await rig.says("a", "poison")
    assert sorry.text.startswith(SORRY)
    assert [m.text for m in await rig.says("a", "hello")] == ["You said hello."]


async def test_one_that_breaks_is_not_taken_again(rig: Rig) -> None:
    await rig.says("a", "/poison")
    await rig.says("a", "poison")
    before = await rig.everything()
    await rig.again()
    await rig.restart()
    await rig.again()
    assert await rig.everything() == before
    assert rig.heard("a") == []


async def test_twins_that_break_in_one_turn_bring_one_apology(rig: Rig) -> None:
    await rig.says("a", "/poison")
    update = rig.update("a", "poison")
    assert await rig.together([update, rig.update("b", "hi"), update]) == [None] * 3
    assert len(rig.heard("a")) == 1
    assert len(rig.heard("b")) == 1


async def test_what_one_person_says_around_a_message_that_breaks_is_heard(rig: Rig) -> None:
    await rig.together([rig.update("a", text) for text in ("/poison", "poison", "hello", "hi")])
    heard = [m.text for m in rig.heard("a")]
    assert heard[0] == "Say something."
    assert heard[1].startswith(SORRY)
    assert heard[2] == "You said hello."
    assert heard[3].endswith("What would you like to do?")


async def test_somebody_unknown_whose_first_message_breaks_is_set_aside_quietly(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(chat: Chat) -> None:
        raise ZeroDivisionError

    strange.enter(monkeypatch, breaks)
    assert await rig.says("a", "/breaks") == []
    assert "dead" in (await states(rig)).values()
    assert len(await rig.says("a", "hi")) == 1


async def test_a_deed_that_broke_off_leaves_nothing_behind(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    @deed("half")
    async def half(tx: World) -> None:
        tx.work.add(marks, name="half", value="done")
        await tx.work.flush()
        tx.work.tally("thanh-oai", "x", 0, "cash", 1, 1)
        raise ZeroDivisionError

    async def halfway(chat: Chat) -> None:
        await chat.say(_("Never heard."))
        await chat.do(half)

    strange.enter(monkeypatch, halfway)
    await rig.says("a", "hi")
    [sorry] = await rig.says("a", "/halfway")
    assert sorry.text.startswith(SORRY)
    assert await rig.rows(select(marks).where(marks.c.name == "half")) == []


async def test_a_clocks_own_update_that_breaks_does_not_stop_the_clock(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(tx: World, update: Incoming) -> None:
        raise ZeroDivisionError

    broken = {**rig.app.turn.occasions, "digest": Occasion(breaks, None, True)}
    monkeypatch.setattr(rig.app.turn, "occasions", broken)
    await rig.move("2021-09-28 18:00")
    assert [id for id, state in (await states(rig)).items() if state == "dead"] == ["digest:thanh-oai:2021-09-28"]
    await rig.move("2021-09-29 10:00")
    assert "reminder:thanh-oai:2021-09-28:3" in await states(rig)


async def test_an_update_that_cannot_even_be_kept_is_set_aside_too(rig: Rig) -> None:
    await rig.says("a", "hi")
    for text in ("\ud800", "a\0b"):
        assert await rig.together([rig.update("a", text), rig.update("b", "hi")]) == [None, None]
    assert len(await rig.says("a", "hi")) == 1


# --- the database in trouble ---


def trouble(rig: Rig, monkeypatch: pytest.MonkeyPatch, error: Exception) -> list[int]:
    """Every transaction of the writer fails before it begins, as long as the list is empty."""
    over: list[int] = []
    write = rig.database.write

    def failing() -> Any:
        if over:
            return write()
        raise error

    monkeypatch.setattr(rig.database, "write", failing)
    return over


LOCKED = OperationalError("BEGIN", {}, Exception("database is locked"))


@pytest.mark.parametrize("error", [LOCKED, OSError("disk full")])
async def test_trouble_of_the_database_is_nobodys_fault(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    over = trouble(rig, monkeypatch, error)
    updates = [rig.update("a", "/counting"), rig.update("b", "/poison")]
    with caplog.at_level(logging.ERROR):
        found = await rig.together(updates)
    assert [type(one) for one in found] == [Unwritten, Unwritten]
    assert [one.__cause__ for one in found] == [error, error]
    assert await states(rig) == {}
    over.append(1)
    assert await rig.together(updates) == [None, None]
    assert set((await states(rig)).values()) == {"done"}
    assert [m.text for m in rig.heard("a")] == ["The first number?"]


async def test_a_failing_commit_sends_nothing_and_loses_nothing(rig: Rig) -> None:
    await rig.says("a", "/counting")
    before = await rig.everything()

    def fails(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(rig.database.writer.sync_engine, "commit", fails)
    update = rig.update("a", "5")
    [found] = await rig.together([update])
    assert isinstance(found, Unwritten)
    assert isinstance(found.__cause__, OperationalError)
    event.remove(rig.database.writer.sync_engine, "commit", fails)
    assert rig.heard("a")[1:] == []
    assert await rig.everything() == before
    assert await rig.together([update]) == [None]
    assert [m.text for m in rig.heard("a")] == ["The second number?"]


async def test_when_nobody_waits_for_the_answer_any_more_the_turns_go_on(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.says("a", "/poison")
    over = trouble(rig, monkeypatch, RuntimeError("not even setting aside works"))
    waiting = asyncio.create_task(rig.app.turn.accept(rig.update("a", "poison")))
    await asyncio.sleep(0)
    waiting.cancel()
    await rig.app.turn.quiet()
    over.append(1)
    assert [m.text for m in await asyncio.wait_for(rig.says("a", "hello"), 5)] == ["You said hello."]


async def test_who_gives_up_waiting_is_answered_all_the_same(rig: Rig) -> None:
    waiting = asyncio.create_task(rig.app.turn.accept(rig.update("a", "/counting")))
    await asyncio.sleep(0)
    waiting.cancel()
    await rig.app.turn.quiet()
    await rig.idle()
    assert [m.text for m in rig.heard("a")] == ["The first number?"]
