"""Objections to an order, and what keeps an entry from being merged away."""

from __future__ import annotations

import pytest

from bot.chat.words import Refused
from bot.programme.allocation import deciding, proposing, rounds
from bot.programme.students import appeals
from bot.programme.students.doubles import merge
from tests.support.books import acting
from tests.support.pupils import approved, ready
from tests.support.rig import Rig


async def opens(rig: Rig) -> None:
    async with acting(rig, "coordinator") as tx:
        await rounds.open_list(tx, need="device")


async def proposes(rig: Rig) -> proposing.Proposal:
    async with acting(rig, "coordinator") as tx:
        return await proposing.propose(tx, need="device")


async def test_an_objection_to_an_order_is_answered_before_it_is_decided(rig: Rig) -> None:
    await opens(rig)
    [code] = await approved(rig, 1)
    await ready(rig, "tablet", 1)
    made = await proposes(rig)
    async with acting(rig, "teacher") as tx:
        [one] = await appeals.my_objectionables(tx)
        assert (one.about, one.until) == ("order", made.objections_until)
        await appeals.appeal(tx, code=code, about="order", words="Em khác khó khăn hơn")
    rig.clock.moment = made.objections_until
    async with acting(rig, "teacher") as tx:
        assert await appeals.my_objectionables(tx, code=code) == []
    with pytest.raises(Refused, match="objection"):
        async with acting(rig, "manager") as tx:
            await deciding.decide(tx, round=made.round)
    async with acting(rig, "manager") as tx:
        seen = await appeals.next_appeal(tx)
        assert seen is not None
        await appeals.answer_appeal(tx, number=seen.number, upheld=False, words="Thứ tự theo đúng diện")
        await deciding.decide(tx, round=made.round)


async def test_what_is_bound_keeps_an_entry_from_being_merged_away(rig: Rig) -> None:
    await opens(rig)
    one, other = await approved(rig, 2)
    await ready(rig, "tablet", 2)
    await proposes(rig)
    async with acting(rig, "coordinator") as tx:
        with pytest.raises(Refused):
            await merge(tx, keep=one, gone=other)
