"""A donor is forgotten: nothing of them is left that can be read, and the books are as whole as before."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.chat.phrase import Cash
from bot.chat.words import Refused
from bot.messages import Incoming
from bot.programme.giving import forgetting, pledges
from bot.programme.giving.pledges import Delivery, GiftOrigin, PledgedGoods
from bot.programme.money.audit import audit
from bot.programme.thanks import certificates, honours
from bot.storage import inbox
from bot.storage.tables import certificates as papers
from bot.storage.tables import contacts, metadata, outbox
from bot.storage.tables import pledges as pledge_rows
from bot.storage.work import Work
from tests.support.books import acting
from tests.support.rig import Rig

NAME, STREET, PHONE = "Đặng Thị Kín Đáo", "Ngõ 7 Hẻm Sâu", "0900 000 765"


async def everything(rig: Rig) -> str:
    """All that whoever has the key could read."""
    found = []
    async with rig.database.read() as connection:
        for table in metadata.tables.values():
            found += [repr(tuple(row)) for row in (await connection.execute(select(table))).all()]
    return "\n".join(found)


async def gives(rig: Rig, who: str) -> list[str]:
    """A gift that came in with a certificate and a place on the roll, and two promises; returns the codes."""
    rig.names[who] = NAME
    await rig.says(who, "/start")
    await rig.says(who, f"tôi là {NAME}, {PHONE}")
    async with acting(rig, who) as tx:
        paid = (
            await pledges.add_cash_pledge(
                tx,
                cash=Cash(300_000),
                donor="self",
                name=NAME,
                unit=None,
                origin=GiftOrigin("Hội họ Đặng", "Phố Xa Lắm"),
            )
        ).code
        open_one = (await pledges.add_cash_pledge(tx, cash=Cash(900_000), donor="self", name=NAME, unit=None)).code
        goods = [PledgedGoods(rig.plan.catalogue[0].key, 1, photo="web:" + "a" * 22)]
        fetched = Delivery("fetch", fetch_from=STREET, phone=PHONE)
        things = (await pledges.add_device_pledge(tx, goods=goods, delivery=fetched, donor="self", name=NAME,
                                                  unit=None)).code  # fmt: skip
    await rig.bank(300_000, paid)
    async with acting(rig, who) as tx:
        await certificates.issue(tx, code=paid, form="person", name=NAME, shown="name_and_gift")
    return [paid, open_one, things]


@pytest.mark.parametrize("by", ["chat", "code", "address"])
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_nothing_of_a_donor_is_left_and_the_books_are_whole(tmp_path: Path, engine: str, by: str) -> None:
    async with Rig(tmp_path, engine=engine) as rig:
        await rig.move("2021-09-27 09:00")
        codes = await gives(rig, "mai")
        before = await everything(rig)
        assert all(said in before for said in (NAME, "Hội họ Đặng", "Phố Xa Lắm"))
        if by == "chat":
            await rig.says("mai", "/xoadulieu")
            assert "Đã xóa xong" in (await rig.says("mai", "1"))[-1].text
        else:
            who = {"code": codes[0], "address": "web:mai"}[by]
            assert await rig.app.act(None, "", lambda tx: forgetting.forget(tx, who=who)) == 3
        left = await everything(rig)
        for word in (NAME, "Kín Đáo", STREET, PHONE, "Hội họ Đặng", "Phố Xa Lắm", "web:mai", "'mai'", "a" * 22):
            said = [line for line in left.splitlines() if word in line]
            assert not said or (by == "chat" and word == "'mai'" and len(said) == 1), said  # the answer itself
        whole = await rig.app.ask(audit)
        assert whole.whole, whole
        rows = {row.code: row for row in await rig.rows(select(pledge_rows))}
        assert [rows[code].status for code in codes] == ["received", "cancelled", "cancelled"]
        assert (rows[codes[0]].donor, rows[codes[0]].minor) == ("anonymous", 300_000)
        roll = await rig.app.ask(honours.roll)
        assert (roll.donors, roll.unnamed, roll.dong) == ([], 1, 300_000)
        [paper] = await rig.rows(select(papers))
        assert paper.revoked_at is not None
        await rig.says("mai", "/start")
        met = await rig.rows(select(contacts.c.address).where(contacts.c.address.like("web:mai%")))
        assert len(met) == 1, "whoever writes again is somebody new"


async def test_nothing_is_left_of_what_was_being_said_elsewhere(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        for said in ("/goptien", "500k", "1", NAME):
            await rig.says("mai", said)
        assert NAME in await everything(rig)
        await rig.app.act(None, "", lambda tx: forgetting.forget(tx, who="web:mai"))
        assert NAME not in await everything(rig)


async def test_nothing_is_left_of_what_was_set_aside(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("mai", "/start")
        await rig.says("lan", "/start")
        for who in ("mai", "lan"):
            broken = Incoming(channel="web", chat=who, id=f"broken-{who}", at=rig.clock(), text=f"{who}: the mill")
            async with rig.database.write() as connection:
                work = Work(connection, rig.clock())
                inbox.set_aside(work, broken, "ValueError: no")
                await work.flush()
        await rig.app.act(None, "", lambda tx: forgetting.forget(tx, who="web:mai"))
        left = await everything(rig)
        assert "mai: the mill" not in left
        assert "lan: the mill" in left


async def test_news_of_a_gift_go_to_nobody_afterwards(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        codes = await gives(rig, "mai")
        await rig.app.act(None, "", lambda tx: forgetting.forget(tx, who=codes[0]))
        await rig.bank(-100_000, codes[0])
        await rig.move("2021-10-12 09:00")
        assert not await rig.rows(select(outbox).where(outbox.c.chat.like("%forgotten%")))


async def test_whoever_has_a_task_and_whoever_is_unknown_are_refused(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        for who, why in (("accountant", "task"), ("web:nobody", "anybody"), ("", "anybody")):
            name = rig.address(who) if who == "accountant" else who
            with pytest.raises(Refused, match=why):
                await rig.app.act(None, "", partial(forgetting.forget, who=name))
