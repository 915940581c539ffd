"""The outbox is carried out: in order, in lanes, at the pace, with retries, and every outcome is written down."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import Lane, Moved, Outgoing, Passing, Permanent
from bot.pace import Pace
from bot.sender import TRIES, Sender, Waiting
from tests.jumping import jumping
from tests.sending import Paper, Table, clock, message, sender_of


def carried(messages: list[Outgoing], paper: Paper, **more) -> Table:
    """Offers all at once, waits until all is settled."""
    table = Table([Waiting(m) for m in messages])

    async def main() -> None:
        sender = sender_of(table, paper, **more)
        sender.offer(messages)
        await sender.idle()

    jumping(main())
    return table


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

    async def main() -> float:
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


def test_a_passing_failure_is_tried_again_later_and_later_and_the_row_knows_when() -> None:
    paper = Paper()

    def thrice(m: Outgoing) -> None:
        if len(paper.tried) <= 3:
            raise Passing("server error")

    paper.before = thrice
    table = carried([message(1)], paper)
    times = [at for at, _ in paper.tried]
    assert [round(b - a, 3) for a, b in pairwise(times)] == [1, 4, 16]
    queued = [result for result in table.results if result.state == "queued"]
    assert [result.tries for result in queued] == [1, 2, 3]
    assert all(result.not_before is not None for result in queued)
    assert table.last(1).state == "sent"
    assert table.last(1).tries == 3


def test_a_messengers_own_waiting_time_is_obeyed() -> None:
    paper = Paper()

    def once(m: Outgoing) -> None:
        if len(paper.tried) == 1:
            raise Passing("slow down here", after=77)

    paper.before = once
    carried([message(1)], paper)
    assert paper.tried[1][0] - paper.tried[0][0] == pytest.approx(77)


def test_a_message_that_fails_again_and_again_is_given_up_and_the_next_ones_go_on() -> None:
    paper = Paper()

    def poison(m: Outgoing) -> None:
        if m.id == 1:
            raise Passing("server error")

    paper.before = poison
    table = carried([message(1), message(2), message(3, "2")], paper)
    assert table.last(1).state == "dead"
    assert table.last(1).tries == TRIES
    assert not table.last(1).unknown
    assert table.last(2).state == table.last(3).state == "sent"
    assert paper.order()[0] == 3


def test_a_broken_messenger_does_not_stop_the_others_messages(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper()

    def broken(m: Outgoing) -> None:
        if m.id == 1:
            raise KeyError("a bug in the handler")

    paper.before = broken
    table = carried([message(1), message(2, "2")], paper)
    assert table.last(1).state == "dead"
    assert "a bug" in table.last(1).why
    assert table.last(2).state == "sent"
    assert "no. 1" not in caplog.text  # what a message says is never logged


def test_a_permanent_failure_is_dead_at_once_and_says_whether_the_person_is_gone() -> None:
    paper = Paper()

    def refuse(m: Outgoing) -> None:
        if m.id == 1:
            raise Permanent("blocked by the user", gone=True)
        if m.id == 2:
            raise Permanent("message is too long")

    paper.before = refuse
    table = carried([message(1), message(2, "2"), message(3, "2")], paper)
    assert len(paper.tried) == 3
    assert (table.last(1).state, table.last(1).gone, table.last(1).chat) == ("dead", True, "1")
    assert (table.last(2).state, table.last(2).gone) == ("dead", False)
    assert table.last(3).state == "sent"


def test_a_lost_answer_means_another_try_and_the_result_says_so() -> None:
    paper = Paper()

    def lose(m: Outgoing) -> None:
        if len(paper.tried) == 1:
            raise Passing("timed out", unknown=True)

    paper.before = lose
    table = carried([message(1)], paper)
    assert [(r.state, r.unknown) for r in table.results] == [("queued", True), ("sent", True)]


def test_a_moved_group_gets_everything_under_its_new_id_in_order() -> None:
    paper = Paper()

    def upgraded(m: Outgoing) -> None:
        if m.chat == "-1":
            raise Moved("-1001")

    paper.before = upgraded
    rows = [message(n, "-1", Lane(n % 2), group=True) for n in range(6)] + [message(9, "-1001", group=True)]
    table = carried(rows, paper)
    assert paper.order("-1001", Lane.REPLY)[0] in (0, 9)
    assert [n for n in paper.order("-1001", Lane.REPLY) if n != 9] == [0, 2, 4]
    assert paper.order("-1001", Lane.NOTICE) == [1, 3, 5]
    moved = [r for r in table.results if r.moved]
    assert {(r.chat, r.moved, r.state) for r in moved} == {("-1", "-1001", "queued")}
    assert set(table.states().values()) == {"sent"}


def test_a_chat_that_moves_in_a_circle_is_given_up() -> None:
    paper = Paper()

    def circle(m: Outgoing) -> None:
        raise Moved("-2" if m.chat == "-1" else "-1")

    paper.before = circle
    assert carried([message(1, "-1", group=True)], paper).last(1).state == "dead"


def test_a_messenger_out_of_reach_costs_no_message_its_tries_and_is_asked_by_one_message_at_a_time() -> None:
    paper = Paper(takes=0.01)
    start = 1000.0

    async def blocked(m: Outgoing) -> None:
        if asyncio.get_running_loop().time() < start + 3600:
            raise Passing("no route", everyone=True)

    paper.before = blocked
    table = carried([message(n, f"{n}") for n in range(100)], paper)
    assert set(table.states().values()) == {"sent"}
    failed = [at for at, m in paper.tried if at < start + 3600]
    assert 32 + 50 < len(failed) < 32 + 100  # the first wave, then about one a minute
    assert paper.order()
    assert max(at for at, _ in paper.delivered) < start + 3600 + 62


def test_what_cannot_be_delivered_for_a_whole_day_is_given_up() -> None:
    paper = Paper()

    def blocked(m: Outgoing) -> None:
        raise Passing("no route", everyone=True)

    paper.before = blocked
    table = carried([message(1)], paper)
    assert table.last(1).state == "dead"
    assert 24 * 3600 < paper.tried[-1][0] - paper.tried[0][0] < 24 * 3600 + 120


def test_results_are_written_in_batches() -> None:
    paper = Paper()
    table = carried([message(n, f"{n}") for n in range(500)], paper)
    assert len(table.results) == 500
    assert table.calls == 1


def test_results_are_kept_while_the_database_cannot_write(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper()
    table = Table([Waiting(message(1)), Waiting(message(2, "2"))])
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
                Waiting(message(1), tries=TRIES - 1, not_before=now + timedelta(seconds=50), made_at=now),
                Waiting(message(2, "2"), made_at=now - timedelta(days=2)),
                Waiting(message(3, "2"), made_at=now),
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
        table = Table([Waiting(message(1))])
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
    table = Table([Waiting(message(n, "1")) for n in range(3)])

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


def test_a_failing_message_holds_back_its_lane_but_not_the_replies() -> None:
    paper = Paper()

    def once(m: Outgoing) -> None:
        if m.id == 1 and len(paper.tried) == 1:
            raise Passing("server error", after=60)

    paper.before = once

    async def main() -> None:
        sender = sender_of(Table(), paper)
        sender.offer([message(1, "1", Lane.NOTICE), message(2, "1", Lane.NOTICE)])
        await asyncio.sleep(1)
        sender.offer([message(3, "1")])
        await sender.idle()

    jumping(main())
    assert paper.order() == [3, 1, 2]


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
        assert not [h for h in asyncio.get_running_loop()._scheduled if not h.cancelled()]  # type: ignore[attr-defined]

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
def test_whatever_fails_in_passing_everything_is_delivered_once_and_in_order(plan, per_second, parallel) -> None:
    paper = Paper(takes=0.05)
    failures = {n: list(wrong) for n, (_, _, wrong, _) in enumerate(plan)}
    faults = {
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
