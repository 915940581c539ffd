"""Contacts and their talks: loaded together, written down in bulk, put aside, gone silent, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat.journal import Entry
from bot.storage import talks
from bot.storage.database import Database
from bot.storage.tables import contacts
from bot.storage.tables import talks as table
from bot.storage.talks import Contact, Offered, Talk
from bot.storage.work import Work

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)
ENTRY = Entry("answer", "sum", "0123456789ab", [500000, "VND"], NOW)


def greet(work: Work, chat: str = "a", **more: bool) -> Contact:
    return talks.greet(
        work, channel="web", chat=chat, name=f"Name of {chat}", language="vi", group=more.get("group", False)
    )


def opened(number: int, **more: Any) -> Talk:
    return Talk(number, "give_cash", "argument", NOW, step="sum", digest="d", journal=[ENTRY], **more)


async def written(database: Database, *kept: Talk, chat: str = "a", at: datetime = NOW) -> None:
    """Greets somebody and writes their talks down, each of them at the same moment."""
    async with database.write() as connection:
        work = Work(connection, at)
        known = await talks.load(work, [f"web:{chat}"])
        me = known.get(f"web:{chat}") or greet(work, chat)
        await talks.save(work, [(me, talk) for talk in kept], [me])
        await work.flush()


async def loaded(database: Database, chat: str = "a") -> Contact:
    async with database.write() as connection:
        return (await talks.load(Work(connection, NOW), [f"web:{chat}"]))[f"web:{chat}"]


async def test_a_contact_comes_back_with_its_open_talk(database: Database) -> None:
    await written(database, opened(1, spare=[ENTRY], silent_at=NOW, seq=3))
    me = await loaded(database)
    assert (me.address, me.channel, me.chat, me.name) == ("web:a", "web", "a", "Name of a")
    assert (me.language, me.group, me.offers, me.unreachable) == ("vi", False, [], None)
    assert me.talk == opened(1, spare=[ENTRY], silent_at=NOW, seq=3, touched_at=NOW, stored="open")


async def test_who_was_never_met_is_not_found(database: Database) -> None:
    await written(database, opened(1))
    async with database.write() as connection:
        work = Work(connection, NOW)
        assert set(await talks.load(work, ["web:a", "web:b", "telegram:a"])) == {"web:a"}
        assert await talks.load(work, []) == {}


async def test_many_are_loaded_at_once(database: Database) -> None:
    chats = [f"c{n}" for n in range(150)]
    async with database.write() as connection:
        work = Work(connection, NOW)
        for chat in chats:
            greet(work, chat)
        await work.flush()
        found = await talks.load(work, [f"web:{chat}" for chat in chats])
    assert {contact.chat for contact in found.values()} == set(chats)


async def test_a_contact_in_the_same_turn_is_found_before_it_is_committed(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        me = greet(work)
        assert (await talks.load(work, ["web:a"]))["web:a"] == me


async def test_a_changed_talk_is_written_over(database: Database) -> None:
    await written(database, opened(1))
    later = NOW + timedelta(hours=1)
    async with database.write() as connection:
        work = Work(connection, later)
        me = (await talks.load(work, ["web:a"]))["web:a"]
        assert me.talk is not None
        me.talk.journal.append(ENTRY)
        me.talk.seq, me.talk.step, me.talk.silent_at = 2, "day", None
        await talks.save(work, [(me, me.talk)], [me])
        await work.flush()
    again = (await loaded(database)).talk
    assert again is not None
    assert (again.journal, again.seq, again.step, again.silent_at) == ([ENTRY, ENTRY], 2, "day", None)
    assert (again.opened_at, again.touched_at) == (NOW, later)


async def test_only_an_open_talk_comes_with_its_contact(database: Database) -> None:
    ends = ("finished", "cancelled", "silent", "fenced", "too_long", "aside")
    ended = [opened(number, status=status) for number, status in enumerate(ends)]
    await written(database, *ended)
    assert (await loaded(database)).talk is None
    await written(database, opened(9))
    talk = (await loaded(database)).talk
    assert talk is not None
    assert talk.id == 9


async def test_a_contact_is_written_only_where_it_changed(database: Database) -> None:
    await written(database)
    async with database.write() as connection:
        work = Work(connection, NOW)
        me = (await talks.load(work, ["web:a"]))["web:a"]
        me.language, me.offers, me.unreachable = "en", [Offered("Menu", "/menu"), Offered("Yes", None)], "blocked"
        await talks.save(work, [], [me])
        assert (await work.one(select(contacts.c.language))).language == "vi"
        me.changed = True
        await talks.save(work, [], [me])
    again = await loaded(database)
    assert (again.language, again.unreachable) == ("en", "blocked")
    assert again.offers == [Offered("Menu", "/menu"), Offered("Yes", None)]


async def test_the_talk_put_aside_last_is_found(database: Database) -> None:
    await written(database, opened(1, status="aside"), at=NOW)
    await written(database, opened(2, status="aside"), at=NOW + timedelta(hours=2))
    await written(database, opened(3, status="aside"), at=NOW + timedelta(hours=1))
    await written(database, opened(4, status="aside"), chat="b", at=NOW + timedelta(hours=3))
    me = await loaded(database)
    async with database.write() as connection:
        talk = await talks.aside(Work(connection, NOW), me)
    assert talk is not None
    assert (talk.id, talk.journal, talk.stored) == (2, [ENTRY], "aside")


async def test_nothing_put_aside_is_none(database: Database) -> None:
    await written(database, opened(1))
    async with database.write() as connection:
        assert await talks.aside(Work(connection, NOW), await _me(connection)) is None


async def _me(connection: AsyncConnection) -> Contact:
    return (await talks.load(Work(connection, NOW), ["web:a"]))["web:a"]


async def test_the_silent_are_those_whose_question_has_waited_too_long(database: Database) -> None:
    hours = {"late": -2, "now": 0, "later": 1}
    for number, (chat, hour) in enumerate(hours.items()):
        await written(database, opened(number, silent_at=NOW + timedelta(hours=hour), seq=number), chat=chat)
    await written(database, opened(7, silent_at=NOW - timedelta(days=9), status="finished"), chat="ended")
    await written(database, opened(8), chat="patient")
    async with database.read() as connection:
        work = Work(connection, NOW)
        assert await talks.silent(work, NOW) == [("web:late", 0, 0), ("web:now", 1, 1)]
        assert await talks.silent(work, NOW, most=1) == [("web:late", 0, 0)]


async def test_ended_talks_are_forgotten_and_open_ones_never(database: Database) -> None:
    old, keep = NOW - timedelta(days=31), timedelta(days=30)
    for number, status in enumerate(("open", "finished", "aside")):
        await written(database, opened(number, status=status), at=old)
    await written(database, opened(9, status="finished"), at=NOW - timedelta(days=29))
    async with database.write() as connection:
        work = Work(connection, NOW)
        await talks.prune(work, NOW, keep)
        assert sorted(row.id for row in await work.rows(select(table.c.id))) == [0, 9]


async def test_a_name_is_kept_to_a_sane_length(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        me = talks.greet(work, channel="web", chat="a", name="x" * 5000, language="vi", group=True)
    assert len(me.name) == 80
    assert me.group
