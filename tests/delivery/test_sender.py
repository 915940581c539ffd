"""The outbox is carried out: in order, in lanes, at the pace, with retries, and every outcome is written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.outbox import WaitingMessage
from bot.delivery.pace import Pace
from bot.delivery.sender import TRIES, Sender
from bot.messages import Lane, Outgoing, Passing
from tests.support.jumping import jumping
from tests.support.sending import Paper, Table, carried, clock, message, sender_of


def test_what_is_offered_is_delivered_and_marked_with_the_messengers_id() -> None:
    paper = Paper()
    table = carried([message(1), message(2, "2")], paper)
    assert paper.order() == [1, 2]
    assert table.last(1).state == "sent"
    assert table.last(1).provider_id == "p1"
    assert table.rows == {}


def test_a_chats_messages_keep_their_order_and_go_one_at_a_time() -> None:
    paper = Paper(takes=0.1)
    chats = [str(n % 3) for n in range(30)]
    carried([message(n, chat) for n, chat in enumerate(chats)], paper)
    assert paper.most_under_way == 3
    for chat in "012":
        assert paper.order(chat) == sorted(paper.order(chat))


def test_a_reply_overtakes_notices_and_mailings_even_of_its_own_chat() -> None:
    paper = Paper(takes=0.05)
    mailing = [message(n, "1", Lane.BULK) for n in range(5)] + [message(9, "1", Lane.NOTICE)]

    async def main() -> None:
        sender = sender_of(Table(), paper)
        sender.offer(mailing)
        await asyncio.sleep(0.06)
        sender.offer([message(100, "1"), message(101, "1")])
        await sender.idle()

    jumping(main())
    order = paper.order()
    assert order[2:4] == [100, 101]
    assert paper.order(lane=Lane.BULK) == [0, 1, 2, 3, 4]


def test_replies_do_not_wait_behind_a_thousand_letters_of_a_mailing() -> None:
    paper = Paper(takes=0.2)
    asked: dict[int, float] = {}

    async def main() -> None:
        sender = sender_of(Table(), paper, per_second=30)
        sender.offer([message(n, f"b{n}", Lane.BULK) for n in range(1000)])
        for n in range(2000, 2040):
            await asyncio.sleep(0.5)
            asked[n] = asyncio.get_running_loop().time()
            sender.offer([message(n, f"r{n}")])
        await sender.idle()

    jumping(main())
    times = {m.id: at for at, m in paper.delivered}
    assert max(times[n] - at for n, at in asked.items()) < 0.2 + 0.11
    assert len(times) == 1040


def test_a_slow_mailing_leaves_replies_room_to_be_sent_side_by_side() -> None:
    paper = Paper(takes=20)

    async def main() -> None:
        sender = sender_of(Table(), paper)
        sender.offer([message(n, f"b{n}", Lane.BULK) for n in range(100)])
        await asyncio.sleep(1)
        assert paper.under_way == 24
        sender.offer([message(2000, "r")])
        await asyncio.sleep(0.01)
        assert paper.under_way == 25
        await sender.idle()

    jumping(main())
    assert paper.most_under_way == 25


def test_the_pace_holds_in_every_sliding_second() -> None:
    paper = Paper(takes=0.03)
    carried([message(n, f"{n}", Lane(n % 3)) for n in range(400)], paper, per_second=30)
    times = [at for at, _ in paper.tried]
    assert max(sum(1 for t in times if start <= t <= start + 1) for start in times) <= 30
    assert times[-1] - times[0] < 400 / 27 * 1.2


def test_nothing_is_sent_while_the_messenger_asks_for_silence(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper(takes=0.02)

    def flood(m: Outgoing) -> None:
        if m.id == 10 and len(paper.tried) < 40:
            raise Passing("too many", after=3, everyone=True)

    paper.before = flood
    table = carried([message(n, f"{n}") for n in range(200)], paper, per_second=30)
    held = next(at for at, m in paper.tried if m.id == 10) + 0.02
    assert [m.id for at, m in paper.tried if held < at < held + 3] == []
    assert set(table.states().values()) == {"sent"}
    assert table.last(10).tries == 0  # being asked for silence is not the message's fault
    assert "3 seconds of silence" in caplog.text


def test_results_are_written_in_batches() -> None:
    paper = Paper()
    table = carried([message(n, f"{n}") for n in range(500)], paper)
    assert len(table.results) == 500
    assert table.calls == 1


def test_results_are_kept_while_the_database_cannot_write(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper()
    table = Table([WaitingMessage(message(1)), WaitingMessage(message(2, "2"))])
    table.broken = 5

    async def main() -> None:
        sender = sender_of(table, paper)
        sender.offer([message(1), message(2, "2")])
        await sender.idle()

    jumping(main())
    assert table.states() == {1: "sent", 2: "sent"}
    assert len(paper.tried) == 2  # not sent again because the mark could not be written
    assert sum("cannot be written" in r.message for r in caplog.records) == 1


def test_rows_of_the_table_are_taken_up_once_in_order_with_their_tries_and_times() -> None:
    paper = Paper()

    async def main() -> Table:
        now = clock()
        table = Table(
            [
                WaitingMessage(message(1), tries=TRIES - 1, not_before=now + timedelta(seconds=50), made_at=now),
                WaitingMessage(message(2, "2"), made_at=now - timedelta(days=2)),
                WaitingMessage(message(3, "2"), made_at=now),
            ]
        )
        sender = sender_of(table, paper)
        table.slow = 0.2
        sender.offer([message(2, "2")])  # committed and offered while the table is being read
        await asyncio.gather(sender.load(), sender.load())
        await sender.idle()
        return table

    def refuse(m: Outgoing) -> None:
        if m.id in (1, 2):
            raise Passing("server error")

    paper.before = refuse
    start = 1000.0
    table = jumping(main())
    assert table.last(1).state == "dead"
    assert [at for at, m in paper.tried if m.id == 1] == [pytest.approx(start + 50)]
    assert table.last(3).state == "sent"
    assert paper.order() == [3]


def test_reading_the_table_while_results_are_being_written_repeats_nothing() -> None:
    paper = Paper()

    async def main() -> None:
        table = Table([WaitingMessage(message(1))])
        table.slow = 0.5  # the answer holds a row that is sent and settled before it comes
        sender = sender_of(table, paper)
        sender.offer([message(1)])
        await sender.load()
        await sender.idle()
        assert table.rows == {}

    jumping(main())
    assert paper.order() == [1]


def test_a_messenger_that_is_switched_off_keeps_its_rows_and_is_named_once(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper()
    table = carried([message(1, channel="telegram"), message(2, channel="telegram"), message(3)], paper)
    assert paper.order() == [3]
    assert set(table.rows) == {1, 2}
    assert sum("telegram" in record.message for record in caplog.records) == 1


def test_stopping_waits_for_what_is_under_way_and_leaves_the_rest_queued() -> None:
    paper = Paper(takes=1)
    table = Table([WaitingMessage(message(n, "1")) for n in range(3)])

    async def main() -> None:
        sender = sender_of(table, paper)
        await sender.load()
        await asyncio.sleep(0.5)
        await sender.drain()
        sender.offer([message(9, "9")])
        await asyncio.sleep(5)

    jumping(main())
    assert table.states() == {0: "sent"}
    assert set(table.rows) == {1, 2}
    assert paper.order() == [0]


def test_stopping_has_limited_patience_and_says_what_may_have_arrived() -> None:
    paper = Paper(takes=1000)
    table = Table()

    async def main() -> None:
        sender = sender_of(table, paper)
        sender.offer([message(1)])
        await asyncio.sleep(0.5)
        await sender.drain(patience=2)

    jumping(main())
    assert [(r.state, r.unknown) for r in table.results] == [("queued", True)]


def test_a_group_is_never_given_more_than_twenty_a_minute() -> None:
    paper = Paper()
    carried([message(n, "-1", Lane.BULK, group=True) for n in range(50)], paper, per_second=30)
    times = [at for at, _ in paper.tried]
    assert len(times) == 50
    assert max(sum(1 for t in times if start <= t <= start + 60) for start in times) == 20


def test_without_work_there_is_no_task_and_no_timer() -> None:
    async def main() -> None:
        sender = sender_of(Table(), Paper(), per_second=30)
        sender.offer([message(n, f"{n}", Lane.BULK) for n in range(90)])
        await sender.idle()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert not [h for h in asyncio.get_running_loop()._scheduled if not h.cancelled()]  # type: ignore[attr-defined]  # asyncio's

    jumping(main())


events = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "-1"]),
        st.sampled_from(list(Lane)),
        st.lists(st.sampled_from(["passing", "after", "everyone", "lost", "bug"]), max_size=3),
        st.sampled_from([0.0, 0.1, 2.0]),
    ),
    max_size=25,
)


@settings(deadline=None)
@given(events, st.integers(0, 5), st.integers(1, 6))
def test_whatever_fails_in_passing_everything_is_delivered_once_and_in_order(
    plan: list[Any], per_second: int, parallel: int
) -> None:
    paper = Paper(takes=0.05)
    failures = {n: list(wrong) for n, (_, _, wrong, _) in enumerate(plan)}
    faults: dict[str, Callable[[], Exception]] = {
        "passing": lambda: Passing("5xx"),
        "after": lambda: Passing("slow", after=3),
        "everyone": lambda: Passing("429", after=2, everyone=True),
        "lost": lambda: Passing("timeout", unknown=True),
        "bug": lambda: KeyError("bug"),
    }

    def fail(m: Outgoing) -> None:
        if failures[m.id]:
            raise faults[failures[m.id].pop()]()

    paper.before = fail

    async def main() -> Table:
        table = Table()
        pace = Pace(per_second, 4, now=asyncio.get_running_loop().time)
        sender = sender_of(table, paper, pace=pace, parallel=parallel)
        for n, (chat, lane, _, pause) in enumerate(plan):
            sender.offer([message(n, chat, lane, group=chat.startswith("-"))])
            await asyncio.sleep(pause)
        await sender.idle()
        return table

    logging.disable(logging.CRITICAL)
    try:
        table = jumping(main())
    finally:
        logging.disable(logging.NOTSET)
    assert sorted(paper.order()) == list(range(len(plan)))
    assert set(table.states().values()) <= {"sent"}
    for chat in ("1", "2", "-1"):
        for lane in Lane:
            assert paper.order(chat, lane) == sorted(paper.order(chat, lane))
    times = [at for at, _ in paper.tried]
    assert not per_second or all(sum(1 for t in times if s <= t <= s + 1) <= per_second for s in times)
    assert paper.most_under_way <= parallel


def test_idle_returns_at_once_when_nothing_was_ever_offered() -> None:
    async def main() -> None:
        now = asyncio.get_running_loop().time
        await asyncio.wait_for(Sender(Table(), {}, {}, now=now, clock=clock).idle(), 1)

    jumping(main())
