"""Where a messenger called everybody unreachable, everybody was written off; so many in a row hold it back instead."""

from __future__ import annotations

import asyncio

import pytest

from bot.messages import Lane, Outgoing, Permanent
from tests.support.jumping import jumping
from tests.support.sending import Paper, Table, carried, message, sender_of


@pytest.mark.parametrize("how", [{"gone": True}, {"perhaps_gone": True}])
@pytest.mark.parametrize(("lane", "lost"), [(Lane.REPLY, 2), (Lane.NOTICE, 4)])
def test_a_wave_of_refusals_costs_a_few_messages_and_not_all(
    lane: Lane, lost: int, how: dict[str, bool], caplog: pytest.LogCaptureFixture
) -> None:
    paper = Paper()

    def blocked(m: Outgoing) -> None:
        if asyncio.get_running_loop().time() < 1800:
            raise Permanent("Forbidden", **how)

    paper.before = blocked
    table = carried([message(n, f"{n}", lane) for n in range(200)], paper)
    states = list(table.states().values())
    assert states.count("dead") == lost
    assert states.count("sent") == 200 - lost
    assert max(at for at, _ in paper.delivered) < 1800 + 62
    assert sum("one chat after the other" in record.message for record in caplog.records) == 1


def test_people_who_blocked_us_among_others_are_believed() -> None:
    paper = Paper(takes=0.01)

    def blocked(m: Outgoing) -> None:
        if m.id % 4 == 0:
            raise Permanent("blocked", gone=True)

    paper.before = blocked
    table = carried([message(n, f"{n}") for n in range(200)], paper, per_second=30)
    states = table.states()
    assert {states[n] for n in range(0, 200, 4)} == {"dead"}
    assert {states[n] for n in range(200) if n % 4} == {"sent"}


def test_the_last_few_who_all_blocked_us_are_believed_within_the_hour() -> None:
    paper = Paper()

    def blocked(m: Outgoing) -> None:
        raise Permanent("blocked", gone=True)

    paper.before = blocked
    table = carried([message(n, f"{n}") for n in range(6)], paper)
    assert set(table.states().values()) == {"dead"}
    assert all(table.last(n).gone for n in range(6))
    assert paper.tried[-1][0] - paper.tried[0][0] < 3700


def test_three_on_three_days_are_no_wave() -> None:
    paper = Paper()

    def blocked(m: Outgoing) -> None:
        raise Permanent("blocked", gone=True)

    paper.before = blocked

    async def main() -> None:
        table = Table()
        sender = sender_of(table, paper)
        for n in range(3):
            sender.offer([message(n, f"{n}")])
            await asyncio.sleep(86400)
            assert table.last(n).state == "dead"
        assert len(paper.tried) == 3

    jumping(main())
