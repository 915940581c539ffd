"""People who say anything at any time: nothing breaks, every talk stays replayable, and the books balance."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.chat.replay import Replay
from bot.flows.registry import COMMANDS, FLOWS
from bot.storage.tables import inbox, pledge_goods, pledges, students, talks, tallies
from bot.storage.talks import Talk
from bot.turn.leading import Lead
from tests.support.replaying import replayed
from tests.support.rig import Rig

PEOPLE = ("donor", "teacher", "teacher-kim-bai", "contact-cao-vien", "official")
WORDS = (
    "500k", "2tr5", "100 USD", "0", "1", "2", "3", "4", "9", "một ngày lương", "8 triệu", "Nguyễn Văn An", "an", "Huy",
    "5/9/2010", "31/2/2010", "6A", "0900 000 401", "0900", "cao vien", "none", "bỏ qua", "skip", "có", "không", "yes",
    "no", "huy", "hủy", "lui", "lùi", "sửa", "menu", "tiếp tục", "thôn Trung, xã Cao Viên", "", " ", "😀", "x" * 5000,
    "<b>&amp;{sum}%s", "\u202e500k", "/edit sum", "/edit name", "/edit nothing", "/drop", "/aside", "/goon", "/huy",
    "/lui", "/sua", "/tieptuc", "/x", "/drop give_cash", "/aside enter_student", "/aside x", "/edit",
)  # fmt: skip


def anything(rig: Rig, who: str, chance: random.Random) -> dict[str, Any]:
    """Something somebody might send: a button they were shown, a command, words, a file."""
    shown = [button.data for message in rig.all_heard(who)[-6:] for button in message.buttons]
    draw = chance.random()
    if shown and draw < 0.5:
        return {"button": chance.choice(shown)}
    if draw < 0.6:
        return {"text": f"/{chance.choice(sorted(COMMANDS))}"}
    if draw < 0.63:
        return {"contact": "+84900000401"}
    if draw < 0.66:
        from bot.chat.kind import File

        return {"photo": File("web:x", "x.jpg", "image/jpeg", 1000)}
    return {"text": chance.choice(WORDS)}


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_people_do_nothing_breaks(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lead, "run", _replayed_twice(Lead.run))
    chance = random.Random(seed)
    async with Rig(tmp_path) as rig:
        for _step in range(200):
            if chance.random() < 0.02:
                await rig.move(rig.clock() + timedelta(hours=chance.randrange(1, 60)))
            who = chance.choice(PEOPLE)
            what = anything(rig, who, chance)
            await rig.says(who, what.pop("text", None), **what)
            for message in rig.all_heard(who)[-3:]:
                assert all(len(button.data.encode()) <= 64 for button in message.buttons)
        dead = await rig.rows(select(inbox.c.why, inbox.c.body).where(inbox.c.state == "dead"))
        assert dead == []
        await _the_books_balance(rig)


def _replayed_twice(run: Any) -> Any:
    async def twice(lead: Lead, talk: Talk, *more: Any, **named: Any) -> tuple[Replay, str]:
        first, state = await run(lead, talk, *more, **named)
        again, found = await replayed(lead, talk)
        assert (found, again.journal) == (state, talk.journal)
        assert (again.open and again.open.digest) == (first.open and first.open.digest)
        assert state != "waiting" or not FLOWS[talk.flow].glance, "a glance asks"
        return first, state

    return twice


async def _the_books_balance(rig: Rig) -> None:
    """The running sums are those of the pledges that stand; nobody has two open talks; no student is listed twice."""
    standing = pledges.c.status != "cancelled"
    [cash] = await rig.rows(
        select(func.count(), func.coalesce(func.sum(pledges.c.vnd), 0)).where(pledges.c.kind == "cash", standing)
    )
    [kept] = await rig.rows(
        select(func.coalesce(func.sum(tallies.c.gifts), 0), func.coalesce(func.sum(tallies.c.amount), 0)).where(
            tallies.c.item == "cash"
        )
    )
    assert tuple(cash) == tuple(kept)
    things = select(pledge_goods.c.item, func.sum(pledge_goods.c.count)).join(pledges).where(standing)
    pledged = tallies.c.item.not_like("%:%") & (tallies.c.item != "cash")  # "sim:in" has really come in
    sums = select(tallies.c.item, func.sum(tallies.c.amount)).where(pledged).group_by(tallies.c.item)
    counted = {item: count for item, count in await rig.rows(sums) if count}
    assert dict(map(tuple, await rig.rows(things.group_by(pledge_goods.c.item)))) == counted
    open_ones = select(func.count()).where(talks.c.status == "open").group_by(talks.c.contact_id)
    assert all(count == 1 for (count,) in await rig.rows(open_ones))
    same = select(func.count()).where(students.c.status == "listed")
    twice = same.group_by(students.c.by_name, students.c.by_birth, students.c.by_phone)
    assert all(count == 1 for (count,) in await rig.rows(twice))
