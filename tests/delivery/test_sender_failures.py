"""What fails is tried again, given up or sent elsewhere, and the rest is not kept waiting."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from bot.delivery.sender import TRIES
from bot.messages import Lane, Moved, Outgoing, Passing, Permanent
from tests.support.jumping import jumping
from tests.support.sending import Paper, Table, carried, message, sender_of


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
