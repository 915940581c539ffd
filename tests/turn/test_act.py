"""What is done outside any talk: one transaction, once for each key, told like everything else."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from bot.chat.phrase import _
from bot.chat.words import Offer, Refused
from bot.messages import Full
from bot.programme.world import World
from bot.storage.tables import contacts, inbox, marks
from bot.turn.turn import Repeated
from tests.support.rig import Rig


async def number(rig: Rig, who: str = "accountant") -> int:
    [(found,)] = await rig.rows(select(contacts.c.id).where(contacts.c.address == rig.address(who)))
    return int(found)


async def noted(rig: Rig) -> int:
    [(found,)] = await rig.rows(select(func.count()).where(marks.c.name.startswith("act:")))
    return int(found)


async def note(tx: World) -> str:
    tx.work.add(marks, name=f"act:{await_number()}", value=tx.actor.address)
    return tx.actor.address


_numbers = iter(range(10_000))


def await_number() -> int:
    return next(_numbers)


async def test_it_is_done_as_the_person_and_returns_what_the_deed_does(rig: Rig) -> None:
    assert await rig.app.act(await number(rig), "a", note) == rig.address("accountant")
    assert await noted(rig) == 1


async def test_a_key_counts_once(rig: Rig) -> None:
    me = await number(rig)
    await rig.app.act(me, "a", note)
    with pytest.raises(Repeated):
        await rig.app.act(me, "a", note)
    await rig.app.act(me, "b", note)
    assert await noted(rig) == 2
    kept = await rig.rows(select(inbox.c.id, inbox.c.state).where(inbox.c.channel == "desk").order_by(inbox.c.id))
    assert [tuple(row) for row in kept] == [("a", "done"), ("b", "done")]


async def test_of_many_at_once_one_is_done(rig: Rig) -> None:
    me = await number(rig)
    found = await asyncio.gather(*(rig.app.act(me, "a", note) for _n in range(5)), return_exceptions=True)
    assert sum(isinstance(one, Repeated) for one in found) == 4
    assert await noted(rig) == 1


async def test_without_a_key_it_may_come_again(rig: Rig) -> None:
    for _n in range(2):
        await rig.app.act(await number(rig), "", note)
    assert await noted(rig) == 2


async def test_a_refusal_undoes_everything_and_keeps_the_key_free(rig: Rig) -> None:
    me = await number(rig)

    async def refuse(tx: World) -> None:
        await note(tx)
        await tx.work.flush()
        raise Refused(_("Nothing was found."))

    with pytest.raises(Refused):
        await rig.app.act(me, "a", refuse)
    assert await noted(rig) == 0
    await rig.app.act(me, "a", note)
    assert await noted(rig) == 1


async def test_whoever_is_told_gets_it_and_may_choose_by_words(rig: Rig) -> None:
    async def tell(tx: World) -> None:
        tx.tell(tx.actor, _("Nothing was found."), offers=[Offer(_("Later"), "/help")])

    await rig.app.act(await number(rig), "a", tell)
    await rig.idle()
    [message] = rig.heard("accountant")
    assert message.text == "Không tìm thấy gì."
    [answer, *_rest] = await rig.says("accountant", "để sau")
    assert answer.text != message.text
    assert "/menu" in answer.text or answer.buttons


async def test_nothing_more_is_taken_in_once_it_stops(rig: Rig) -> None:
    rig.app.turn.close()
    with pytest.raises(Full):
        await rig.app.act(await number(rig), "a", note)
