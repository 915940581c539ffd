"""The unit of work: rows gathered and written in order, every read after them, sums that run."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.bulk import Bulk
from bot.storage.database import Database
from bot.storage.tables import contacts, drives, marks, people, tallies
from bot.storage.work import Work

NOW = datetime(2021, 9, 27, 2, 0, tzinfo=UTC)
BY_NAME = select(marks.c.name, marks.c.value).where(marks.c.name == bindparam("b_name"))
SUMS = select(tallies.c.amount).where(tallies.c.drive == bindparam("b_drive"))
CHANGE = update(marks).where(marks.c.name == bindparam("b_name")).values(value=bindparam("b_value"))


async def test_rows_are_written_in_bulk_table_by_table(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[tuple[str, int]] = []
    write = Bulk.write

    async def noted(self: Bulk, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        written.append((self.sql.split()[2], len(rows)))
        await write(self, connection, rows)

    monkeypatch.setattr(Bulk, "write", noted)
    async with database.write() as connection:
        work = Work(connection, NOW)
        for number in range(3):
            work.add(people, id=number, name=f"p{number}", made_at=NOW)
            work.add(marks, name=f"m{number}", value="x")
        work.add(people, id=9, name="p9", made_at=NOW)
        assert written == []
        await work.flush()
    assert sorted(written) == [("marks", 3), ("people", 4)]
    async with database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(people))).scalar() == 4


async def test_what_is_counted_once_is_counted_anew_after_a_write_it_rests_on(database: Database) -> None:
    counts = 0

    async def count() -> int:
        nonlocal counts
        counts += 1
        return len(await work.rows(select(marks)))

    async with database.write() as connection:
        work = Work(connection, NOW)
        rests_on = frozenset({marks})
        assert [await work.once("marks", rests_on, count) for _time in range(3)] == [0, 0, 0]
        work.add(people, id=1, name="p", made_at=NOW)
        assert (await work.once("marks", rests_on, count), counts) == (0, 1), "nothing of its tables was written"
        work.add(marks, name="a", value="1")
        assert (await work.once("marks", rests_on, count), counts) == (1, 2)
        await work.execute(delete(marks))
        assert (await work.once("marks", rests_on, count), counts) == (0, 3)
        work.add(marks, name="b", value="1")
        await work.each(CHANGE, [{"b_name": "b", "b_value": "2"}])
        assert (await work.once("marks", rests_on, count), counts) == (1, 4)


async def test_a_constant_select_gives_its_rows_for_each_of_its_parameters(database: Database) -> None:
    by_value = select(marks.c.name, marks.c.value).where(
        marks.c.value == bindparam("b_value"), marks.c.name != "3"
    )  # a value of its own beside the parameter
    async with database.write() as connection:
        work = Work(connection, NOW)
        for number, value in enumerate("abab"):
            work.add(marks, name=str(number), value=value)
        found = await work.found(by_value, [{"b_value": "a"}, {"b_value": "nobody"}, {"b_value": "b"}])
    assert [tuple(row) for row in found] == [("0", "a"), ("2", "a"), ("1", "b")]


async def test_a_parent_is_there_before_its_child_whichever_was_gathered_first(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        for number in range(2):
            work.add(contacts, **contact(number))
            work.add(people, id=number, name="p", made_at=NOW)
        await work.flush()


async def test_a_child_without_its_parent_is_refused(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.add(contacts, **contact(1))
        with pytest.raises(IntegrityError):
            await work.flush()


def contact(number: int) -> dict[str, Any]:
    return {
        "id": number, "address": f"web:{number}", "channel": "web", "chat": str(number), "person_id": number,
        "language": "vi", "group_chat": False, "offers": "[]", "unreachable": None, "made_at": NOW,
    }  # fmt: skip


async def test_every_read_sees_what_was_gathered_before(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.add(marks, name="a", value="1")
        assert (await work.one(select(marks.c.value))).value == "1"
        work.add(marks, name="b", value="2")
        assert len(await work.rows(select(marks))) == 2
        work.add(marks, name="c", value="3")
        await work.execute(update(marks).values(value="4"))
        assert {row.value for row in await work.rows(select(marks))} == {"4"}
        work.tally("d", "p", 0, "cash", 1, 500)
        assert (await work.one(select(tallies.c.amount))).amount == 500
        work.add(marks, name="d", value="5")
        await work.each(CHANGE, [{"b_name": "d", "b_value": "6"}, {"b_name": "nobody", "b_value": "7"}])
        assert (await work.one(select(marks.c.value).where(marks.c.name == "d"))).value == "6"


async def test_nothing_is_found_as_none(database: Database) -> None:
    async with database.write() as connection:
        assert await Work(connection, NOW).one(select(marks)) is None


async def test_what_is_not_flushed_or_rolled_back_is_gone(database: Database) -> None:
    async def breaks() -> None:
        async with database.write() as connection:
            work = Work(connection, NOW)
            work.add(marks, name="a", value="1")
            work.tally("d", "p", 0, "cash", 1, 500)
            await work.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await breaks()
    async with database.read() as connection:
        assert (await connection.execute(select(marks))).all() == []
        assert (await connection.execute(select(tallies))).all() == []


async def test_a_second_flush_writes_nothing_twice(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.add(marks, name="a", value="1")
        work.tally("d", "p", 0, "cash", 1, 500)
        await work.flush()
        await work.flush()
        [row] = await work.rows(select(tallies))
        assert (row.gifts, row.amount) == (1, 500)


# --- running sums ---


async def test_sums_begin_grow_and_shrink(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.tally("d", "p", 7, "cash", 1, 500)
        work.tally("d", "p", 7, "cash", 1, 700)
        work.tally("d", "p", 7, "tablet", 1, 3)
        await work.flush()
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.tally("d", "p", 7, "cash", -1, -500)
        work.tally("d", "q", 7, "cash", 1, 10**15)
        await work.flush()
        rows = {(row.period, row.item): (row.gifts, row.amount) for row in await work.rows(select(tallies))}
    assert rows == {("p", "cash"): (1, 700), ("p", "tablet"): (1, 3), ("q", "cash"): (1, 10**15)}


KEYS = st.tuples(
    st.sampled_from(["d", "e"]), st.sampled_from(["p", "q"]), st.integers(0, 2), st.sampled_from(["x", "y"])
)
STEPS = st.lists(st.one_of(st.none(), st.tuples(KEYS, st.integers(-3, 3), st.integers(-(10**9), 10**9))), max_size=30)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_running_sums_are_the_sums_however_they_are_flushed(steps: list[Any]) -> None:
    async def run() -> dict[Any, tuple[int, int]]:
        from bot.storage.tables import metadata

        database = Database("sqlite+aiosqlite:///file::memory:?uri=true")
        async with database.write() as connection:
            await connection.run_sync(metadata.create_all, tables=[tallies])
            work = Work(connection, NOW)
            for step in steps:
                if step is None:
                    await work.flush()
                else:
                    (drive, period, unit, item), gifts, amount = step
                    work.tally(drive, period, unit, item, gifts, amount)
            rows = await work.rows(select(tallies))
        await database.close()
        return {(row.drive, row.period, row.unit_id, row.item): (row.gifts, row.amount) for row in rows}

    wanted: dict[Any, tuple[int, int]] = {}
    for step in filter(None, steps):
        gifts, amount = wanted.get(step[0], (0, 0))
        wanted[step[0]] = (gifts + step[1], amount + step[2])
    assert asyncio.run(run()) == wanted


# --- moments and flags ---


async def test_a_moment_keeps_its_microsecond_and_comes_back_in_utc(database: Database) -> None:
    east = NOW + timedelta(microseconds=123457)
    local = east.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    before_epoch = datetime(1911, 2, 3, 4, 5, 6, 7, tzinfo=UTC)
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.add(people, id=1, name="a", made_at=local)
        work.add(people, id=2, name="b", made_at=before_epoch)
        rows = await work.rows(select(people.c.made_at).order_by(people.c.id))
    assert [row.made_at for row in rows] == [east, before_epoch]
    assert rows[0].made_at.utcoffset() == timedelta(0)


async def test_a_moment_without_its_zone_is_refused(database: Database) -> None:
    naive = datetime(2021, 9, 27, 9, 0)
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.add(people, id=1, name="a", made_at=naive)
        with pytest.raises(ValueError, match="time zone"):
            await work.flush()
        with pytest.raises(StatementError, match="time zone"):
            await work.rows(select(people).where(people.c.made_at < naive))


async def test_moments_compare_in_the_database_as_in_python(database: Database) -> None:
    async with database.write() as connection:
        work = Work(connection, NOW)
        for number in range(5):
            work.add(people, id=number, name="a", made_at=NOW + timedelta(hours=number))
        found = await work.rows(select(people.c.id).where(people.c.made_at <= NOW + timedelta(hours=2)))
    assert [row.id for row in found] == [0, 1, 2]


# --- the database itself ---


async def test_the_writer_takes_its_lock_when_it_begins(database: Database) -> None:
    order: list[str] = []

    async def add(name: str, wait: float) -> None:
        async with database.write() as connection:
            order.append(f"{name} in")
            work = Work(connection, NOW)
            found = await work.one(select(marks.c.value).where(marks.c.name == "n"))
            for _turn in range(3):
                await asyncio.sleep(0)
            if found is None:
                work.add(marks, name="n", value="1")
                await work.flush()
            else:
                await work.execute(update(marks).values(value=str(int(found.value) + 1)))
            order.append(f"{name} out")

    await asyncio.gather(*(add(str(n), 0) for n in range(5)))
    assert all(order[i][0] == order[i + 1][0] for i in range(0, 10, 2))
    async with database.read() as connection:
        assert (await connection.execute(select(marks.c.value))).scalar() == "5"


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        async with database.read() as connection:
            await connection.execute(marks.insert().values(name="a", value="b"))


async def test_a_reader_does_not_see_what_is_not_committed(database: Database) -> None:
    async with database.write() as writing:
        work = Work(writing, NOW)
        work.add(marks, name="a", value="b")
        await work.flush()
        async with database.read() as reading:
            assert (await reading.execute(select(marks))).all() == []
    async with database.read() as reading:
        assert len((await reading.execute(select(marks))).all()) == 1


async def test_sqlite_is_set_to_keep_what_was_acknowledged(in_file: Database) -> None:
    async with in_file.write() as connection:

        async def pragma(name: str) -> Any:
            return (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()

        assert await pragma("journal_mode") == "wal"
        assert await pragma("synchronous") == 2  # FULL
        assert await pragma("foreign_keys") == 1
        version = (await connection.exec_driver_sql("SELECT sqlite_version()")).scalar()
    assert tuple(map(int, str(version).split("."))) >= (3, 51, 3)


async def test_strict_tables_refuse_a_text_where_a_number_belongs(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.write() as connection:
            await connection.exec_driver_sql("INSERT INTO people (id, name, made_at) VALUES (1, 'a', 'yesterday')")


async def test_values_are_not_shown_in_errors(database: Database) -> None:
    async with database.write() as connection:
        for plan in ("a plan", "a child's name"):
            work = Work(connection, NOW)
            work.add(drives, slug="one", plan=plan, loaded_at=NOW)
            if plan == "a plan":
                await work.flush()
        with pytest.raises(IntegrityError) as error:
            await work.flush()
    assert "a child's name" not in str(error.value)


@pytest.mark.parametrize(("of", "written"), [("b", 0), ("a", 1)])
async def test_a_constant_select_waits_for_nothing_that_it_cannot_find(
    database: Database, monkeypatch: pytest.MonkeyPatch, of: str, written: int
) -> None:
    writes = []
    write = Bulk.write

    async def noted(self: Bulk, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        writes.append(self.sql.split()[2])
        await write(self, connection, rows)

    monkeypatch.setattr(Bulk, "write", noted)
    async with database.write() as connection:
        work = Work(connection, NOW)
        work.add(people, id=1, name="p", made_at=NOW)
        work.tally("d", "p", 0, "cash", 1, 500)
        assert await work.found(BY_NAME, [{"b_name": "a"}]) == [], "none of its rows was gathered"
        work.add(marks, name="a", value="1")
        found = await work.found(BY_NAME, [{"b_name": of}], among=lambda row: row["name"] == of)
        assert (len(found), len(writes) > 0) == (written, written > 0)
        assert [row.value for row in await work.found(BY_NAME, [{"b_name": "a"}])] == ["1"]
        assert [row.amount for row in await work.found(SUMS, [{"b_drive": "d"}])] == [500]


async def test_a_constant_statement_with_an_in_is_refused(database: Database) -> None:
    async with database.write() as connection:
        with pytest.raises(ValueError, match="holds no IN"):
            await Work(connection, NOW).found(select(marks.c.name).where(marks.c.name.in_(("a", "b"))), [{}])
