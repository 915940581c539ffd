"""A group that became a supergroup lost its role for good if it wrote before the bot did: any order ends the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.messages import Incoming, Moved
from bot.storage import moved_chats
from bot.storage.tables import contacts, invites, outbox, people, reminders, roles
from bot.storage.tables import talks as conversations
from tests.support.rig import Rig

OLD, NEW = "telegram:-9", "telegram:-1009"


@pytest.fixture(params=["sqlite", "postgres"])
async def house(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    """An office's group that holds the role of an official."""
    async with Rig(tmp_path, channels=("web", "telegram"), engine=request.param) as rig:
        rig.groups = {OLD, NEW}
        await rig.says(OLD, f"/start {await rig.invite('official', 'huyen-uy')}")
        yield rig


async def moves(rig: Rig, id: str = "m1") -> None:
    await rig.take(Incoming(channel="telegram", chat="-1009", was="-9", id=id, at=rig.clock(), group=True))


async def state(rig: Rig) -> tuple[list[str], list[str], int]:
    """The addresses on Telegram, those that hold a role, and how many people have no contact any more."""
    here = contacts.c.channel == "telegram"
    addresses = await rig.rows(select(contacts.c.address).where(here))
    held = select(contacts.c.address).join(roles, roles.c.contact_id == contacts.c.id)
    held = held.where(here, roles.c.person_id == contacts.c.person_id, roles.c.ended_at.is_(None))
    orphans = select(func.count()).select_from(people).where(people.c.id.not_in(select(contacts.c.person_id)))
    return [a for (a,) in addresses], [a for (a,) in await rig.rows(held)], (await rig.rows(orphans))[0][0]


async def test_told_by_telegram_the_group_is_what_it_was(house: Rig) -> None:
    await moves(house)
    assert await state(house) == ([NEW], [NEW], 0)
    before = await house.everything()
    await moves(house, "m2")
    after = await house.everything()
    assert {name for name in before if before[name] != after[name]} == {"inbox"}


async def test_where_it_wrote_first_the_roles_come_after(house: Rig) -> None:
    await house.says(NEW, "/menu")
    await moves(house)
    assert await state(house) == ([NEW], [NEW], 0)
    users = select(contacts.c.address).join(invites, invites.c.used_by == contacts.c.id)
    assert NEW in [address for (address,) in await house.rows(users)]


async def test_every_order_of_the_same_events_ends_the_same(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=("web", "telegram")) as rig:
        for number, order in enumerate(permutations("wtfs")):
            old, new = f"-{number + 1}", f"-100{number + 1}"
            rig.groups = {f"telegram:{old}", f"telegram:{new}"}
            await rig.says(f"telegram:{old}", f"/start {await rig.invite('official', 'huyen-uy')}")
            for event in order:
                if event == "w":
                    await rig.says(f"telegram:{new}", "/menu")
                elif event == "s":  # the sender finds out
                    async with rig.work() as work:
                        await moved_chats.move(work, "telegram", old, new)
                else:
                    was = Incoming(
                        channel="telegram", chat=new, was=old, id=f"{event}{number}", at=rig.clock(), group=True
                    )
                    await rig.take(was)
            held = select(contacts.c.address, roles.c.role).join(roles, roles.c.contact_id == contacts.c.id)
            mine = contacts.c.chat.in_((old, new))
            assert [tuple(row) for row in await rig.rows(held.where(mine))] == [(f"telegram:{new}", "official")], order
            assert [a for (a,) in await rig.rows(select(contacts.c.address).where(mine))] == [f"telegram:{new}"], order


async def test_a_digest_is_moved_once_and_the_next_goes_straight(house: Rig) -> None:
    recorder = house.handlers["telegram"]
    recorder.failing["-9"] = Moved("-1009")
    await house.says(NEW, "/menu")
    await house.says(OLD, "/menu")
    assert await state(house) == ([NEW], [NEW], 0)
    assert {message.chat for message in recorder.delivered[-1:]} == {"-1009"}
    waiting = select(outbox.c.chat).where(outbox.c.state == "queued")
    assert await house.rows(waiting) == []


async def test_what_both_had_is_there_once_and_of_two_talks_the_new_ones_goes_on(house: Rig) -> None:
    await house.says(NEW, f"/start {await house.invite('official', 'huyen-uy')}")
    await house.says(OLD, "/goptien")
    await house.says(NEW, "/goptien")
    async with house.work() as work:
        [old, new] = [(await work.one(select(contacts.c.id).where(contacts.c.address == a))).id for a in (OLD, NEW)]
        for contact, about in ((old, "a"), (new, "a"), (old, "b")):
            work.add(reminders, id=contact + ord(about), occasion="o", drive=house.plan.slug, about=about,
                     contact_id=contact, state="sent", why=None, at=house.clock(), outbox_id=None)  # fmt: skip
    await moves(house)
    assert await state(house) == ([NEW], [NEW], 0)
    kept = select(reminders.c.about).where(reminders.c.occasion == "o", reminders.c.contact_id == new)
    assert sorted(about for (about,) in await house.rows(kept)) == ["a", "b"]
    statuses = select(conversations.c.status).where(conversations.c.contact_id == new)
    assert sorted(status for (status,) in await house.rows(statuses)) == ["aside", "open"]


@pytest.mark.parametrize("lapsed", [OLD, NEW])
async def test_a_role_that_ended_for_one_of_them_goes_on_as_the_other_has_it(house: Rig, lapsed: str) -> None:
    await house.says(NEW, f"/start {await house.invite('official', 'huyen-uy')}")
    async with house.work() as work:
        whose = select(contacts.c.id).where(contacts.c.address == lapsed).scalar_subquery()
        await work.execute(roles.update().where(roles.c.contact_id == whose).values(ended_at=house.clock()))
    await moves(house)
    assert await state(house) == ([NEW], [NEW], 0)
    theirs = select(roles).join(contacts, contacts.c.id == roles.c.contact_id).where(contacts.c.address == NEW)
    assert len(await house.rows(theirs)) == 1
