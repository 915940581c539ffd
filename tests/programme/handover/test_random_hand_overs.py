"""Whatever teachers and the reception do, in any order and twice: each thing is handed over once, by the right code."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from bot.chat.words import Refused
from bot.programme.handover import batches, follow_ups
from bot.programme.handover.follow_ups import ANSWERS, SURE
from bot.programme.handover.slip_codes import MOST_TRIES
from bot.storage.tables import allocations, deliveries, devices, entries
from bot.storage.tables import follow_ups as asked
from tests.programme.handover.test_hand_over import all_things, digits_of, hands, prepares
from tests.support.allotted import decided
from tests.support.books import acting, holds
from tests.support.rig import Rig

STATES = {
    "decided": {"matched"},
    "handed_over": {"handed_over", "repair"},
    "in_use": {"in_use"},
    "ended": {"handed_over"},
}
"""What a device may be while what is bound is so."""


async def one_step(rig: Rig, chance: Random) -> None:
    """Somebody does something; refusals are as good as anything."""
    things = await all_things(rig)
    if not things or chance.random() < 0.1:
        await decided(rig, 1, line=chance.random() < 0.5)
        await prepares(rig)
        return
    row = chance.choice(things)
    right = await digits_of(rig, row)
    wrong = f"{(int(right) + chance.randint(1, 9_999)) % 10_000:04}"
    questions = await rig.rows(select(asked.c.id))
    who = chance.choice(["teacher", "coordinator", "contact-cao-vien"])
    try:
        match chance.choice(["hand", "hand", "guess", "draw", "answer", "answer", "night"]):
            case "hand":
                await hands(rig, chance.choice([row.tag or "", row.code]), right, who)
            case "guess":
                await hands(rig, row.tag or "", wrong, who)
            case "draw":
                async with acting(rig, who) as tx:
                    await batches.draw_again(tx, code=row.code)
            case "answer" if questions:
                async with acting(rig, who) as tx:
                    said = chance.choice([*ANSWERS, SURE])
                    await follow_ups.answer(tx, question=chance.choice(questions).id, said=said)
            case "night":
                rig.clock.moment = rig.clock.moment.replace(hour=16)
                await rig.move(f"{rig.clock.moment.date().isoformat()} 16:30")
    except Refused:
        pass


async def sound(rig: Rig) -> None:
    """What has to hold at any time."""
    await holds(rig)
    bound = (
        select(
            allocations.c.id,
            allocations.c.status,
            deliveries.c.handed_at,
            deliveries.c.tries,
            devices.c.status.label("device"),
            devices.c.tag,
        )
        .join(deliveries, deliveries.c.allocation_id == allocations.c.id)
        .join(devices, devices.c.id == allocations.c.device_id)
    )
    for row in await rig.rows(bound):
        assert (row.handed_at is None) == (row.status == "decided")
        assert row.device in STATES[row.status], (row.status, row.device)
        assert 0 <= row.tries <= MOST_TRIES
        told = (entries.c.about == row.tag) & (entries.c.sort == "device_moved")
        moved = await rig.rows(select(func.count()).select_from(entries).where(told))
        assert (moved[0][0] > 0) == (row.handed_at is not None)
    twice = select(asked.c.allocation_id).group_by(asked.c.allocation_id, asked.c.day).having(func.count() > 1)
    assert not await rig.rows(twice)


@pytest.mark.parametrize("seed", range(4))
async def test_any_order_of_doings_is_sound(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    async with Rig(tmp_path, start="2021-09-30 09:00") as rig:
        for person in ("contact-cao-vien",):
            await rig.says(person, "/start")
        for _step in range(40):
            await one_step(rig, chance)
        await sound(rig)
