"""A role ends with all that hangs on it, is given back or given again, and the last organiser stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select, update

from bot.chat.words import Refused
from bot.programme.people import leaving, logins, open_invites
from bot.programme.people.invites import accept
from bot.programme.people.role_list import find_holders, others_alike
from bot.programme.students.registering import register
from bot.programme.students.school_list import my_students
from bot.storage.tables import contacts, inbox, outbox, roles, statements, students, talks
from bot.storage.tables import invites as invite_rows
from tests.support.books import acting
from tests.support.rig import Rig

START = "2021-10-01 09:00"


@pytest_asyncio.fixture(params=["sqlite", "postgres"])
async def rig(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start=START, engine=request.param) as made:
        made.language = "en"
        yield made


async def role(rig: Rig, who: str, sort: str) -> int:
    """The number of a role somebody holds."""
    mine = (contacts.c.address == rig.address(who)) & (roles.c.role == sort) & roles.c.ended_at.is_(None)
    [(number,)] = await rig.rows(select(roles.c.id).join(contacts, contacts.c.id == roles.c.contact_id).where(mine))
    return int(number)


async def join(rig: Rig, who: str, sort: str, unit: str) -> int:
    """Somebody comes in by an invitation; the role's number."""
    await rig.says(who, f"/start {await rig.invite(sort, unit)}")
    return await role(rig, who, sort)


async def end(rig: Rig, number: int, *, by: str = "manager", successor: int = 0, lost: bool = False) -> leaving.Left:
    async with acting(rig, by) as tx:
        return await leaving.end_role(tx, role=number, successor=successor, lost=lost)


async def test_what_a_role_lets_do_ends_at_once(rig: Rig) -> None:
    number = await join(rig, "lan", "accountant", "mttq-thanh-oai")
    async with acting(rig, "lan") as tx:
        token = await logins.make_link(tx)
        session = await logins.use(tx, token)
        link = await logins.make_link(tx)
        assert session is not None
        assert await logins.worker(tx, session)
    await rig.says("lan", "/huydangky")
    assert (await rig.rows(select(talks.c.status).where(talks.c.flow == "cancel_somebodys"))) == [("open",)]
    assert (await end(rig, number)).roles == 1
    [told] = [message.text for message in rig.heard("lan")][-1:]
    assert "Your role has ended" in told
    [stopped] = await rig.rows(select(talks).where(talks.c.flow == "cancel_somebodys"))
    assert (stopped.status, stopped.journal) == ("cancelled", "[]")
    async with acting(rig, "lan") as tx:
        assert await logins.worker(tx, session) is None
        assert not await logins.opens(tx, link)
        with pytest.raises(Refused):
            await logins.make_link(tx)
    with pytest.raises(Refused, match="Nobody holds this role"):
        await end(rig, number)


async def test_whoever_was_ended_can_be_invited_again_and_ended_again(rig: Rig) -> None:
    for _time in range(3):
        number = await join(rig, "lan", "accountant", "mttq-thanh-oai")
        await end(rig, number)
    assert len(await rig.rows(select(roles).where(roles.c.role == "accountant", roles.c.ended_at.is_not(None)))) == 3
    number = await join(rig, "lan", "accountant", "mttq-thanh-oai")
    async with acting(rig, "manager") as tx:
        [found] = [one for one in await find_holders(tx, words="ACCOUNTANT mttq", most=8) if one.number == number]
        assert found.role == "accountant"
        assert next(one for one in await find_holders(tx, words="manager") if one.mine).role == "manager"
        assert await find_holders(tx, words="accountant cao vien") == []


async def test_a_slip_is_undone_for_a_day(rig: Rig) -> None:
    number = await join(rig, "lan", "accountant", "mttq-thanh-oai")
    await end(rig, number)
    async with acting(rig, "manager") as tx:
        await leaving.give_back(tx, role=number)
    assert "You have your role back" in rig.heard("lan")[-1].text
    assert await role(rig, "lan", "accountant") == number
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="given back here"):
            await leaving.give_back(tx, role=number)
    await end(rig, number)
    await join(rig, "lan", "accountant", "mttq-thanh-oai")
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="again already"):
            await leaving.give_back(tx, role=number)
    rig.clock.moment += timedelta(days=1, seconds=1)
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="given back here"):
            await leaving.give_back(tx, role=number)


async def test_a_lost_phone_is_a_strangers(rig: Rig) -> None:
    await join(rig, "lan", "school_contact", "thcs-cao-vien")
    number = await join(rig, "lan", "unit_contact", "cao-vien")
    await rig.says("lan", "/menu")
    [old] = await rig.rows(select(contacts).where(contacts.c.address == "web:lan"))
    assert (await end(rig, number, lost=True)).roles == 2
    assert "ended" not in "".join(message.text for message in rig.heard("lan"))
    assert await rig.rows(select(contacts).where(contacts.c.address == "web:lan")) == []
    for table, column in ((outbox, outbox.c.chat), (inbox, inbox.c.address)):
        assert await rig.rows(select(table).where(column.in_(["lan", "web:lan"]))) == [], table.name
    assert await rig.app.history("web:lan", None, 40) == []
    await rig.says("lan", "/menu")
    [new] = await rig.rows(select(contacts).where(contacts.c.address == "web:lan"))
    assert new.id != old.id
    async with acting(rig, "lan") as tx:
        assert await my_students(tx) == []
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="cannot be reached"):
            await leaving.give_back(tx, role=number)


async def test_the_last_organiser_stays_and_one_of_two_may_go(rig: Rig) -> None:
    first = await role(rig, "manager", "manager")
    with pytest.raises(Refused, match="last campaign manager"):
        await end(rig, first)
    with pytest.raises(Refused, match="last campaign manager"):
        await end(rig, first, lost=True)
    elsewhere = await join(rig, "hoa", "manager", "cao-vien")  # for a commune: no organiser of the drive
    with pytest.raises(Refused, match="last campaign manager"):
        await end(rig, first)
    second = await join(rig, "lan", "manager", "mttq-thanh-oai")
    await end(rig, first)
    with pytest.raises(Refused, match="need an invitation"):
        await end(rig, elsewhere)
    with pytest.raises(Refused, match="last campaign manager"):
        await end(rig, second, by="lan")


async def test_only_the_organiser_ends_roles_and_sees_who_holds_them(rig: Rig) -> None:
    number = await role(rig, "accountant", "accountant")
    invite = await rig.invite("volunteer")
    for who in ("accountant", "contact-cao-vien"):
        async with acting(rig, who) as tx:
            for refused in (find_holders(tx, words=""), others_alike(tx, role=number), open_invites.open_invites(tx),
                            leaving.end_role(tx, role=number, successor=0, lost=False),
                            leaving.give_back(tx, role=number), open_invites.revoke_invite(tx, invite=1),
                            open_invites.allow_invite(tx, invite=1)):  # fmt: skip
                with pytest.raises(Refused, match="need an invitation"):
                    await refused
    assert invite


async def test_what_was_open_goes_to_the_successor(rig: Rig) -> None:
    first = await role(rig, "accountant", "accountant")
    second = await join(rig, "lan", "accountant", "mttq-thanh-oai")
    contact = {row.address: row.id for row in await rig.rows(select(contacts))}
    old, new = contact[rig.address("accountant")], contact["web:lan"]
    async with rig.work() as work:
        for number, status in enumerate(("read", "taking", "taken"), 1):
            work.add(statements, id=number, drive=rig.plan.slug, contact_id=old, file="web:x", name="x", account="1",
                     status=status, found=None, made_at=work.now)  # fmt: skip
    async with acting(rig, "manager") as tx:
        assert [one.number for one in await others_alike(tx, role=first)] == [second]
    await end(rig, first, successor=second)
    owners = await rig.rows(select(statements.c.status, statements.c.contact_id).order_by(statements.c.id))
    assert owners == [("read", new), ("taking", new), ("taken", old)]
    assert "is with you now" in rig.heard("lan")[-1].text
    with pytest.raises(Refused):
        await end(rig, second, successor=second)


async def test_a_schools_list_goes_to_the_successor_and_nobody_else_keeps_it(rig: Rig) -> None:
    number = await join(rig, "lan", "school_contact", "thcs-cao-vien")
    heir = await join(rig, "hoa", "school_contact", "thcs-cao-vien")
    contact = {row.address: row.id for row in await rig.rows(select(contacts))}
    async with acting(rig, "lan") as tx:
        school = await rig.unit(tx.work, "thcs-cao-vien")
        code = await register(tx, school=school, name="Nguyễn Văn An", birth=date(2010, 5, 1), class_name="6A",
                              guardian="Nguyễn Văn Bình", phone="0900000123", household="poor", needs_device=True,
                              needs_line=False, consent="paper", another_child=False)  # fmt: skip
    for who, successor in (("lan", heir), ("hoa", 0)):
        async with acting(rig, who) as tx:
            assert [one.code for one in await my_students(tx)] == [code]
        await end(rig, number if who == "lan" else heir, successor=successor)
        async with acting(rig, who) as tx:
            assert await my_students(tx) == []
    [(owner,)] = await rig.rows(select(students.c.contact_id))
    assert owner == contact["web:hoa"]


async def test_an_invitation_taken_back_opens_nothing_until_it_is_allowed_again(rig: Rig) -> None:
    code = await rig.invite("official", "huyen-uy")
    async with acting(rig, "manager") as tx:
        [one] = await open_invites.open_invites(tx)
        await open_invites.revoke_invite(tx, invite=one.number)
        assert await open_invites.open_invites(tx) == []
        with pytest.raises(Refused, match="taken back already"):
            await open_invites.revoke_invite(tx, invite=one.number)
    await rig.says("lan", "/menu")
    async with acting(rig, "lan") as tx:
        with pytest.raises(Refused, match="wrong or has expired"):
            await accept(tx, code=code)
    async with acting(rig, "manager") as tx:
        await open_invites.allow_invite(tx, invite=one.number)
        with pytest.raises(Refused, match="no such invitation"):
            await open_invites.allow_invite(tx, invite=one.number)
    async with acting(rig, "lan") as tx:
        assert (await accept(tx, code=code)).role == "official"
    async with acting(rig, "manager") as tx:
        with pytest.raises(Refused, match="has been used"):
            await open_invites.revoke_invite(tx, invite=one.number)


async def test_an_expired_invitation_is_no_open_one(rig: Rig) -> None:
    await rig.invite("volunteer")
    async with rig.work() as work:
        await work.execute(update(invite_rows).values(expires_at=work.now - timedelta(seconds=1)))
    async with acting(rig, "manager") as tx:
        assert await open_invites.open_invites(tx) == []
