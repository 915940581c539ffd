"""Turns: many updates in one transaction, each update once, and one that breaks harms nobody else."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from bot.chat.phrase import _
from bot.chat.words import Chat, deed
from bot.messages import Full, Incoming, Outgoing
from bot.programme.world import World
from bot.storage.tables import inbox, marks, outbox, talks
from bot.turn import MOST_AT_ONCE, MOST_WAITING
from tests import strange
from tests.rig import Rig

SORRY = "Sorry, something went wrong on our side and this message was set aside."


@pytest.fixture(autouse=True)
def english(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.language = "en"
    strange.enter(monkeypatch, strange.counting)
    strange.enter(monkeypatch, strange.poison)


def measured(rig: Rig) -> list[int]:
    """Will hold how many updates each transaction takes."""
    sizes: list[int] = []
    take = rig.app.turn.take

    async def counted(updates: Sequence[Incoming]) -> None:
        sizes.append(len(updates))
        await take(updates)

    setattr(rig.app.turn, "take", counted)  # noqa: B010
    return sizes


async def together(rig: Rig, updates: Iterable[Incoming]) -> list[Any]:
    """All at once: they wait while the first is taken, and are taken in one go then."""
    found = await asyncio.gather(*(rig.app.turn.accept(update) for update in updates), return_exceptions=True)
    await rig.idle()
    return found


async def states(rig: Rig) -> dict[str, str]:
    return {row.id: row.state for row in await rig.rows(select(inbox.c.id, inbox.c.state))}


async def test_what_waits_together_is_committed_together(rig: Rig) -> None:
    sizes = measured(rig)
    await asyncio.gather(*(rig.app.turn.accept(rig.update(f"p{n}", "/counting")) for n in range(50)))
    assert sizes == [50]
    await rig.idle()
    assert all([m.text for m in rig.heard(f"p{n}")] == ["The first number?"] for n in range(50))


async def test_no_turn_takes_more_than_its_measure(rig: Rig) -> None:
    sizes = measured(rig)
    await asyncio.gather(*(rig.app.turn.accept(rig.update(f"p{n}", "hi")) for n in range(2 * MOST_AT_ONCE + 1)))
    assert sizes == [MOST_AT_ONCE, MOST_AT_ONCE, 1]


async def test_nothing_is_acknowledged_before_its_commit(rig: Rig) -> None:
    order: list[str] = []
    event.listen(rig.database.writer.sync_engine, "commit", lambda _c: order.append("commit"))
    carry = rig.app.turn.carry

    def noted(messages: Sequence[Outgoing]) -> None:
        order.append("carry")
        carry(messages)

    rig.app.turn.carry = noted
    await rig.app.turn.accept(rig.update("a", "hi"))
    order.append("ack")
    assert order[:3] == ["commit", "carry", "ack"]


async def test_two_people_at_once_do_not_meet(rig: Rig) -> None:
    for answers in zip(["/counting", "1", "2", "yes"], ["/counting", "10", "20", "yes"], strict=True):
        await together(rig, [rig.update(who, text) for who, text in zip("ab", answers, strict=True)])
    assert "The sum is 3." in [m.text for m in rig.heard("a")]
    assert "The sum is 30." in [m.text for m in rig.heard("b")]


async def test_one_persons_messages_are_taken_in_their_order(rig: Rig) -> None:
    await together(rig, [rig.update("a", text) for text in ("/counting", "1", "2", "yes", "4")])
    assert [m.text for m in rig.heard("a")] == [
        "The first number?",
        "The second number?",
        "Is it so?\n• First: <b>1</b>\n• Second: <b>2</b>",
        "The sum is 3.",
        "And another?",
        "Then it is 7.",
    ]


async def test_a_whole_talk_in_one_turn_is_the_same_as_turn_by_turn(rig: Rig) -> None:
    script = ["/counting", "x", "1", "/menu", "2", "/lui", "/poison", "1", "2", "/edit first", "3", "yes", "/huy", "hi"]
    for text in script:
        await rig.says("slow", text)
    await together(rig, [rig.update("fast", text) for text in script])
    strange_sums = [m.text for m in rig.all_heard("slow")]
    assert strange_sums[-1] == "What would you like to do?"
    # The second one's deed is refused by the mark that exists already, so compare up to there.
    upto = next(i for i, text in enumerate(strange_sums) if text.startswith("The sum"))
    assert [m.text for m in rig.all_heard("fast")][:upto] == strange_sums[:upto]


# --- twins ---


async def test_twins_in_one_turn_have_one_effect(rig: Rig) -> None:
    update = rig.update("a", "/counting")
    assert await together(rig, [update, update, update]) == [None, None, None]
    assert [m.text for m in rig.heard("a")] == ["The first number?"]


async def test_twins_in_different_turns_have_one_effect_and_are_acknowledged(rig: Rig) -> None:
    await rig.says("a", "/counting")
    before = await rig.everything()
    await rig.again()
    assert await rig.everything() == before
    await rig.restart()
    await rig.again()
    assert await rig.everything() == before
    assert rig.heard("a") == []


async def test_a_twin_that_says_something_else_is_still_a_twin(rig: Rig) -> None:
    await rig.says("a", "/counting")
    await rig.take(rig.update("a", "5", id="u1"))
    assert rig.heard("a") == []


async def test_the_same_id_on_two_messengers_is_two_updates(tmp_path: Any) -> None:
    async with Rig(tmp_path, channels=("web", "telegram")) as rig:
        rig.language = "en"
        for who in ("web:7", "telegram:7"):
            [menu] = await rig.says(who, "hi", id="1")
            assert menu.channel == who.partition(":")[0]


async def test_a_hundred_twins_among_a_hundred_others(rig: Rig) -> None:
    twin = rig.update("a", "/counting")
    others = [rig.update(f"p{n}", "hi") for n in range(100)]
    await together(rig, [update for other in others for update in (other, twin)])
    assert len(rig.heard("a")) == 1
    assert all(len(rig.heard(f"p{n}")) == 1 for n in range(100))


# --- too many ---


async def test_a_full_queue_says_so_at_once(rig: Rig) -> None:
    waiting = [asyncio.create_task(rig.app.turn.accept(rig.update(f"p{n}", "hi"))) for n in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(Full):
        await rig.app.turn.accept(rig.update("late", "hi"))
    await asyncio.gather(*waiting)
    await rig.idle()
    assert [m.text for m in rig.heard("late")] == []
    assert len(await rig.says("late", "hi")) == 1
    assert all(len(rig.heard(f"p{n}")) == 1 for n in range(MOST_WAITING))


# --- poison ---


async def test_one_that_breaks_is_set_aside_alone(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    people = [f"p{n}" for n in range(20)]
    await together(rig, [rig.update(who, "/poison") for who in people])
    for who in people:
        rig.heard(who)
    said = {who: "poison" if who == "p7" else "hello" for who in people}
    updates = {who: rig.update(who, text) for who, text in said.items()}
    with caplog.at_level(logging.ERROR):
        assert await together(rig, updates.values()) == [None] * 20
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
    assert await together(rig, [update, rig.update("b", "hi"), update]) == [None] * 3
    assert len(rig.heard("a")) == 1
    assert len(rig.heard("b")) == 1


async def test_what_one_person_says_around_a_message_that_breaks_is_heard(rig: Rig) -> None:
    await together(rig, [rig.update("a", text) for text in ("/poison", "poison", "hello", "hi")])
    heard = [m.text for m in rig.heard("a")]
    assert heard[0] == "Say something."
    assert heard[1].startswith(SORRY)
    assert heard[2:] == ["You said hello.", "What would you like to do?"]


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

    monkeypatch.setitem(rig.app.turn.occasions, "digest", breaks)
    await rig.move("2021-09-28 18:00")
    assert [id for id, state in (await states(rig)).items() if state == "dead"] == ["digest:thanh-oai:2021-09-28"]
    await rig.move("2021-09-29 10:00")
    assert "reminder:thanh-oai:2021-09-28:3" in await states(rig)


async def test_an_update_that_cannot_even_be_kept_is_set_aside_too(rig: Rig) -> None:
    await rig.says("a", "hi")
    for text in ("\ud800", "a\0b"):
        assert await together(rig, [rig.update("a", text), rig.update("b", "hi")]) == [None, None]
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
        found = await together(rig, updates)
    assert found == [error, error]
    assert await states(rig) == {}
    over.append(1)
    assert await together(rig, updates) == [None, None]
    assert set((await states(rig)).values()) == {"done"}
    assert [m.text for m in rig.heard("a")] == ["The first number?"]


async def test_a_failing_commit_sends_nothing_and_loses_nothing(rig: Rig) -> None:
    await rig.says("a", "/counting")
    before = await rig.everything()

    def fails(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    event.listen(rig.database.writer.sync_engine, "commit", fails)
    update = rig.update("a", "5")
    [found] = await together(rig, [update])
    assert isinstance(found, OperationalError)
    event.remove(rig.database.writer.sync_engine, "commit", fails)
    assert rig.heard("a")[1:] == []
    assert await rig.everything() == before
    assert await together(rig, [update]) == [None]
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


# --- restart ---


async def test_what_was_laid_down_and_not_sent_goes_out_after_a_restart(rig: Rig) -> None:
    sender, rig.app.sender = rig.app.sender, None
    await rig.app.turn.accept(rig.update("a", "/counting"))
    rig.app.sender = sender
    assert rig.heard("a") == []
    await rig.restart()
    await rig.idle()
    assert [m.text for m in rig.heard("a")] == ["The first number?"]
    [row] = await rig.rows(select(outbox))
    assert row.state == "sent"


async def test_a_stop_finishes_what_was_accepted(rig: Rig) -> None:
    waiting = [asyncio.create_task(rig.app.turn.accept(rig.update(f"p{n}", "/counting"))) for n in range(150)]
    await asyncio.sleep(0)
    await rig.restart()
    assert await asyncio.gather(*waiting) == [None] * 150
    await rig.idle()
    [[count]] = await rig.rows(select(func.count()).select_from(talks))
    assert count == 150
    assert all(len(rig.heard(f"p{n}")) == 1 for n in range(150))


# --- silence ---


async def test_silence_is_heard_once_even_if_the_clock_says_it_twice(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    async def patient(chat: Chat) -> None:
        said = await chat.choose("way", _("How?"), {"a": "A", "b": "B"}, if_silent="b")
        await chat.say(_("Then {way}.", way=said))
        await chat.choose("more", _("More?"), {"a": "A", "b": "B"})

    strange.enter(monkeypatch, patient)
    await rig.says("a", "/patient")
    await rig.move("2021-09-29 09:00")
    assert [m.text for m in rig.heard("a")] == ["Then b.", "More?"]
    [row] = await rig.rows(select(talks))
    about = {"address": "web:a", "talk": row.id, "seq": row.seq - 1}
    await rig.take(Incoming(channel="clock", chat="", id="again", at=rig.clock(), about=about))
    assert rig.heard("a") == []
    await rig.move("2021-10-01 09:00")
    assert rig.heard("a") == []
    [row] = await rig.rows(select(talks))
    assert (row.status, row.silent_at) == ("silent", None)


async def test_an_answer_and_silence_in_one_turn_go_by_who_was_first(rig: Rig) -> None:
    await rig.says("a", "/counting")
    [row] = await rig.rows(select(talks))
    about = {"address": "web:a", "talk": row.id, "seq": row.seq}
    silence = Incoming(channel="clock", chat="", id="s1", at=rig.clock(), about=about)
    await together(rig, [rig.update("a", "5"), silence])
    assert [m.text for m in rig.heard("a")] == ["The second number?"]
    [row] = await rig.rows(select(talks))
    assert row.status == "open"
