"""The inbox and the outbox: each update once; each message until it has ended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal

import pytest
from sqlalchemy import delete, select, text

from bot.chat.kind import File
from bot.delivery.outbox import OutboxRow, Settled
from bot.delivery.outbox_table import Postbox
from bot.messages import Button, Incoming, Lane, Outgoing
from bot.storage import inbox, outbox, talks
from bot.storage.database import Database
from bot.storage.ids import Ids
from bot.storage.tables import cards, contacts
from bot.storage.tables import inbox as came
from bot.storage.tables import outbox as goes
from bot.storage.work import Work

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)


def update(id: str, channel: str = "web", **more: Any) -> Incoming:
    return Incoming(channel=channel, chat="a", id=id, at=NOW, **more)


def message(id: int, chat: str = "a", **more: Any) -> Outgoing:
    values: dict[str, Any] = {"lane": Lane.REPLY, "text": f"no. {id}", **more}
    return Outgoing(id=id, channel="web", chat=chat, **values)


async def test_only_what_is_new_is_taken_each_once_and_in_order(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        first = [update(id, text=id) for id in ("b", "a", "b", "c")]
        assert [u.id for u in await inbox.take(work, first)] == ["b", "a", "c"]
        assert [u.id for u in await inbox.take(work, [update("c"), update("d"), update("a")])] == ["d"]
        assert [u.id for u in await inbox.take(work, [update("a", channel="telegram")])] == ["a"]
        assert await inbox.take(work, []) == []
        await work.flush()
        assert len(await work.rows(select(came))) == 5


async def test_an_update_set_aside_is_kept_whole_for_the_operator(database: Database) -> None:
    bad = update("x", text="một \ud800 nửa", photo=File("web:1"), about={"callback": "7"})
    async with database.write() as connection:
        work = Work(connection, NOW)
        inbox.set_aside(work, bad, "ZeroDivisionError: " + "x" * 1000)
        row = await work.one(select(came))
    assert (row.state, row.address, len(row.why)) == ("dead", None, 500)
    kept = json.loads(row.body)
    assert (kept["text"], kept["photo"]["ref"], kept["about"]) == ("một \ud800 nửa", "web:1", {"callback": "7"})


async def test_old_updates_are_forgotten_but_not_the_clocks_nor_the_broken(database: Database) -> None:
    old = NOW - timedelta(days=31)
    async with database.write() as connection:
        work = Work(connection, NOW)
        await inbox.take(work, [update("new"), Incoming(channel="web", chat="a", id="old", at=old)])
        await inbox.take(work, [Incoming(channel="clock", chat="", id="digest:1", at=old)])
        inbox.set_aside(work, Incoming(channel="web", chat="a", id="dead", at=old), "why")
        await inbox.prune(work, NOW, timedelta(days=30))
        assert {row.id for row in await work.rows(select(came.c.id))} == {"new", "digest:1", "dead"}


async def test_a_message_comes_back_from_the_outbox_as_it_was_laid_down(database: Database) -> None:
    full = message(
        2,
        buttons=[Button("Có", "1.2.0")],
        numbered=False,
        picture={"make": "qr", "text": "x"},
        document={"file": "y"},
        answers={"callback": "7"},
        group=True,
        lane=Lane.BULK,
        place="7",
        replaces=1,
    )
    async with database.write() as connection:
        work = Work(connection, NOW)
        for one in (full, message(1)):
            outbox.lay(work, one)
        await work.flush()
    waiting = await Postbox(database, lambda: NOW).waiting()
    assert [one.message for one in waiting] == [message(1, buttons=[]), full]
    assert all((one.tries, one.not_before, one.made_at) == (0, None, NOW) for one in waiting)


async def settled(database: Database, *results: Settled) -> dict[int, tuple[object, ...]]:
    await Postbox(database, lambda: NOW + timedelta(minutes=1)).settle(results)
    async with database.read() as connection:
        rows = (await connection.execute(select(goes))).all()
    return {row.id: (row.state, row.tries, row.why, row.provider_id) for row in rows}


def result(id: int, state: Literal["sent", "dead", "queued"], **more: Any) -> Settled:
    return Settled(id=id, channel="web", chat="a", state=state, **more)


async def test_how_deliveries_ended_is_written_down(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        for id in range(1, 6):
            outbox.lay(work, message(id))
        await work.flush()
    later = NOW + timedelta(hours=1)
    found = await settled(
        database,
        result(1, "sent", provider_id="p1", tries=1),
        result(2, "dead", why="blocked", tries=3),
        result(3, "queued", why="busy", tries=1, not_before=later),
        result(4, "sent", unknown=True),
        result(1, "sent", provider_id="the last word", tries=2),
    )
    assert found == {
        1: ("sent", 2, None, "the last word"),
        2: ("dead", 3, "blocked", None),
        3: ("queued", 1, "busy", None),
        4: ("sent", 0, "may have arrived twice", None),
        5: ("queued", 0, None, None),
    }
    waiting = await Postbox(database, lambda: NOW).waiting()
    assert [(one.message.id, one.tries, one.not_before) for one in waiting] == [(3, 1, later), (5, 0, None)]


async def test_any_row_can_be_looked_up_with_the_messengers_id_of_it(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        for id in (1, 2):
            outbox.lay(work, message(id, buttons=[], replaces=id - 1))
        await work.flush()
    await settled(database, result(1, "sent", provider_id="p1"))
    postbox = Postbox(database, lambda: NOW)
    assert [await postbox.kept(id) for id in (1, 2, 3)] == [
        OutboxRow(message(1, buttons=[]), "p1"),
        OutboxRow(message(2, buttons=[], replaces=1)),
        None,
    ]


async def test_a_chat_that_moved_takes_its_contact_and_what_waits_along(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        talks.greet(work, channel="web", chat="a", name="", language="vi", group=True)
        for id in (1, 2):
            outbox.lay(work, message(id))
        outbox.lay(work, message(3, chat="b"))
        await work.flush()
    await settled(database, result(1, "sent"), result(2, "queued", moved="new"))
    async with database.read() as connection:
        rows = (await connection.execute(select(goes.c.id, goes.c.chat))).all()
        [(address, chat)] = (await connection.execute(select(contacts.c.address, contacts.c.chat))).all()
    assert {tuple(row) for row in rows} == {(1, "a"), (2, "new"), (3, "b")}
    assert (address, chat) == ("web:new", "new")


async def test_a_chat_nothing_reaches_is_remembered(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        talks.greet(work, channel="web", chat="a", name="", language="vi", group=False)
        outbox.lay(work, message(1))
        await work.flush()
    await settled(database, result(1, "dead", why="the person has blocked us", gone=True))
    async with database.read() as connection:
        assert (await connection.execute(select(contacts.c.unreachable))).scalar() == "the person has blocked us"


@pytest.mark.parametrize(
    ("hours", "sent", "gone"), [((0, 12, 25), False, True), ((0, 1, 2), False, False), ((0, 30, 60), True, False)]
)
async def test_what_a_messenger_has_been_wrong_about_is_believed_after_a_day(
    database: Database, hours: tuple[int, ...], sent: bool, gone: bool
) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        talks.greet(work, channel="web", chat="a", name="", language="vi", group=True)
        for id in range(1, 5):
            outbox.lay(work, message(id))
        await work.flush()
    for number, hour in enumerate(hours, 1):
        postbox = Postbox(database, partial(NOW.__add__, timedelta(hours=hour)))
        await postbox.settle([result(number, "dead", why="CHAT_RESTRICTED", perhaps_gone=True)])
        if sent and number == 2:  # it was restricted for a while, and then it was not
            await Postbox(database, lambda: NOW).settle([result(2, "sent")])
    async with database.read() as connection:
        assert ((await connection.execute(select(contacts.c.unreachable))).scalar() is not None) is gone


async def test_delivered_messages_are_forgotten_and_waiting_ones_never(database: Database) -> None:
    old = NOW - timedelta(days=31)
    async with database.write() as connection:
        work = Work(connection, old)
        for id in (1, 2, 3):
            outbox.lay(work, message(id))
        await work.flush()
    await settled(database, result(1, "sent"), result(2, "dead", why="x"))
    async with database.write() as connection:
        work = Work(connection, NOW)
        await outbox.prune(work, NOW, timedelta(days=30))
        assert [row.id for row in await work.rows(select(goes.c.id))] == [3]


async def test_the_message_that_shows_a_card_is_never_forgotten(database: Database) -> None:
    old = NOW - timedelta(days=31)
    async with database.write() as connection:
        work = Work(connection, old)
        for id in (1, 2):
            outbox.lay(work, message(id, replaces=id - 1))
        await work.flush()
    await settled(database, result(1, "sent"), result(2, "sent"))
    async with database.write() as connection:
        work = Work(connection, NOW)
        if database.sqlite:  # the card alone, without all that a pledge hangs on
            await work.execute(text("PRAGMA defer_foreign_keys = ON"))
        else:
            await work.execute(text("SET session_replication_role = replica"))
        work.add(cards, pledge_id=7, outbox_id=2, shown="{}", muted=False, changed_at=NOW)
        await outbox.prune(work, NOW, timedelta(days=30))
        assert [row.id for row in await work.rows(select(goes.c.id))] == [2]
        await work.execute(delete(cards))


def test_ids_grow_and_stay_exact_in_a_browser() -> None:
    ids = Ids()
    drawn = [ids() for _time in range(10_000)]
    assert drawn == sorted(set(drawn))
    assert drawn[-1] < 2**53
