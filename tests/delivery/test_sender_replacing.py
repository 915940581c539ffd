"""A message that takes an earlier one's place changes it where it stands, or is new; it is never overtaken by it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.outbox import WaitingMessage
from bot.delivery.sender import Sender
from bot.messages import Abilities, Lane, Outgoing, Passing, Permanent
from tests.support.jumping import jumping
from tests.support.sending import Paper, Table, message, sender_of


class Slate(Paper):
    """A messenger on which what was written can be wiped and written anew."""

    abilities = Abilities(edit=True)

    def __init__(self, takes: float = 0.0):
        super().__init__(takes)
        self.shown: dict[str, int] = {}  # the messenger's id → the number of the message it shows
        self.edited: list[tuple[int, int, str]] = []
        self.written = 0

    async def deliver(self, message: Outgoing) -> str:
        await super().deliver(message)
        self.written += 1
        self.shown[f"s{self.written}"] = message.id
        return f"s{self.written}"

    async def edit(self, message: Outgoing, earlier: Outgoing, provider_id: str) -> str:
        await super().deliver(message)
        self.edited.append((message.id, earlier.id, provider_id))
        self.shown[provider_id] = message.id
        return provider_id


def one_after_the_other(paper: Paper, *messages: Outgoing, table: Table | None = None) -> Table:
    """Each is offered once the one before has left, though that is not written down yet."""
    table = table or Table()

    async def main() -> None:
        sender = sender_of(table, paper)
        for one in messages:
            table.rows[one.id] = WaitingMessage(one)
            sender.offer([one])
            await asyncio.sleep(0.001)
        await sender.idle()

    jumping(main())
    return table


@pytest.mark.parametrize("written", [False, True], ids=["at once", "once it is written down"])
def test_the_earlier_message_is_changed_again_and_again_under_the_same_id(written: bool) -> None:
    slate, table = Slate(), Table()
    for batch in ([message(1)], [message(2, replaces=1)], [message(3, replaces=2)]):
        if written:
            one_after_the_other(slate, *batch, table=table)
    if not written:
        one_after_the_other(slate, message(1), message(2, replaces=1), message(3, replaces=2), table=table)
        assert table.calls == 1
    assert slate.edited == [(2, 1, "s1"), (3, 2, "s1")]
    assert slate.shown == {"s1": 3}
    assert [table.last(n).provider_id for n in (1, 2, 3)] == ["s1"] * 3


def test_where_the_messenger_cannot_edit_it_is_a_new_message() -> None:
    paper = Paper()
    table = one_after_the_other(paper, message(1), message(2, replaces=1))
    assert paper.order() == [1, 2]
    assert table.last(2).provider_id == "p2"


def test_where_the_earlier_one_is_forgotten_it_is_a_new_message_which_can_be_changed_again() -> None:
    slate = Slate()
    one_after_the_other(slate, message(2, replaces=1), message(3, replaces=2))
    assert slate.shown == {"s1": 3}


def test_in_a_chat_that_has_another_id_now_it_is_a_new_message() -> None:
    slate, table = Slate(), Table()
    one_after_the_other(slate, message(1, "-1"), table=table)
    one_after_the_other(slate, message(2, "-1001", replaces=1), table=table)
    assert slate.edited == []
    assert slate.shown == {"s1": 1, "s2": 2}


def test_one_that_was_given_up_is_passed_over_for_the_one_before_it() -> None:
    slate = Slate()

    def refuse(m: Outgoing) -> None:
        if m.id == 2:
            raise Permanent("message is too long")

    slate.before = refuse
    one_after_the_other(slate, message(1), message(2, replaces=1), message(3, replaces=2))
    assert slate.shown == {"s1": 3}


@pytest.mark.parametrize("kind", [Slate, Paper])
def test_one_still_waiting_in_a_slower_lane_is_not_sent_after_all(kind: type[Paper]) -> None:
    paper = kind(takes=0.1)
    table = Table()
    cards = [message(1, lane=Lane.BULK), message(2, lane=Lane.NOTICE, replaces=1), message(3, replaces=2)]
    all_of_them = [message(9), *cards, message(4, lane=Lane.BULK)]
    table.rows = {one.id: WaitingMessage(one) for one in all_of_them}

    async def main() -> None:
        sender = sender_of(table, paper)
        sender.offer(all_of_them)
        await sender.idle()

    jumping(main())
    assert paper.order() == [9, 3, 4]
    assert table.states() == {9: "sent", 1: "dead", 2: "dead", 3: "sent", 4: "sent"}
    assert "took its place" in table.last(1).why


def test_what_waited_behind_one_that_is_not_sent_after_all_does_not_wait_for_its_next_try() -> None:
    slate = Slate()

    def busy(m: Outgoing) -> None:
        if m.id == 1:
            raise Passing("slow down", after=500)

    slate.before = busy
    behind = message(2, lane=Lane.NOTICE)
    one_after_the_other(slate, message(1, lane=Lane.NOTICE), behind, message(3, replaces=1))
    assert slate.order() == [3, 2]
    assert slate.delivered[-1][0] < 1100


def test_a_change_that_fails_in_passing_is_tried_again_and_is_no_new_message() -> None:
    slate = Slate()

    def lose(m: Outgoing) -> None:
        if len(slate.tried) == 2:
            raise Passing("timed out", unknown=True)

    slate.before = lose
    table = one_after_the_other(slate, message(1), message(2, replaces=1))
    assert slate.shown == {"s1": 2}
    assert table.last(2).unknown


def test_where_the_table_cannot_be_read_the_change_waits(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    slate, table = Slate(), Table()
    read, failures = table.kept, iter([OSError("disk"), None, None])

    async def kept(number: int) -> Any:
        wrong = next(failures)
        if wrong is not None:
            raise wrong
        return await read(number)

    monkeypatch.setattr(table, "kept", kept)
    one_after_the_other(slate, message(1), message(2, replaces=1), table=table)
    assert slate.shown == {"s1": 2}
    assert "delivering it failed" in caplog.text


steps = st.lists(
    st.tuples(
        st.sampled_from(list(Lane)),
        st.lists(st.sampled_from(["passing", "lost", "everyone"]), max_size=2),
        st.sampled_from([0.0, 0.03, 0.2, 2.0]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def faults(names: list[str]) -> Iterator[Passing]:
    for name in names:
        yield Passing(name, everyone=name == "everyone", unknown=name == "lost")


@settings(deadline=None, max_examples=150)
@given(steps, st.booleans())
def test_after_whatever_fails_and_however_often_it_dies_the_newest_is_what_is_shown_last(
    plan: list[Any], editing: bool
) -> None:
    paper = Slate(takes=0.02) if editing else Paper(takes=0.02)
    failing = {n: faults(names) for n, (_lane, names, _pause, _dies) in enumerate(plan, 1)}

    def fail(m: Outgoing) -> None:
        for wrong in failing[m.id]:
            raise wrong

    paper.before = fail

    async def main() -> None:
        table = Table()
        sender = sender_of(table, paper)
        for n, (lane, _names, pause, dies) in enumerate(plan, 1):
            card = message(n, lane=lane, replaces=n - 1)
            table.rows[n] = WaitingMessage(card)
            sender.offer([card])
            await asyncio.sleep(pause)
            if dies:
                kill(sender)
                await asyncio.sleep(0)
                sender = sender_of(table, paper)
                await sender.load()
        await sender.idle()
        assert not table.rows

    logging.disable(logging.CRITICAL)
    try:
        jumping(main())
    finally:
        logging.disable(logging.NOTSET)
    assert paper.delivered[-1][1].id == len(plan)


def kill(sender: Sender) -> None:
    """As a process that dies: what it has not written down is lost."""
    sender._stopping, sender._results = True, []
    for timer in (sender._write_timer, *(channel.timer for channel in sender._channels.values())):
        if timer is not None:
            timer.cancel()
    for task in (*sender._carriers, *([sender._writing] if sender._writing else [])):
        task.cancel()
