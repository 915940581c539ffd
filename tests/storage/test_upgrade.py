"""Bringing a database up to date: fresh, again, from an earlier state with a copy beforehand, and never backwards."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, inspect, select, text, true
from sqlalchemy.exc import IntegrityError

from bot.app import open_database
from bot.settings import Settings
from bot.storage import upgrade as module
from bot.storage.database import Database
from bot.storage.secrecy import KeyMissing, Secrecy
from bot.storage.tables import metadata, people, pledges
from bot.storage.upgrade import DanglingReference, DatabaseForeign, head, upgrade

SECOND = '''"""A later migration, only for tests."""

import sqlalchemy as sa
from alembic import op

revision = "{later}"
down_revision = "{now}"


def upgrade() -> None:
    op.add_column("marks", sa.Column("more", sa.Text))
    {breaks}
'''


def at(path: Path) -> Database:
    database = Database(f"sqlite+aiosqlite:///{path}")
    database.unlock(Secrecy(bytes(32)))
    return database


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def tables(database: Database) -> set[str]:
    async with database.writer.connect() as connection:
        return set(await connection.run_sync(lambda c: inspect(c).get_table_names()))


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """A later release: the same migrations and one more."""

    def release(breaks: str = "") -> str:
        folder = tmp_path / "migrations"
        if not folder.exists():
            shutil.copytree(module.FOLDER, folder)
        now = head()
        number = f"{int(now) + 1:04}"
        source = SECOND.format(later=number, now=now, breaks=breaks)
        (folder / "versions" / f"{number}_later.py").write_text(source)
        monkeypatch.setattr(module, "FOLDER", folder)
        return number

    return release


async def test_a_fresh_database_gets_every_table(tmp_path: Path) -> None:
    database = at(tmp_path / "a.db")
    assert await upgrade(database) is None
    assert await tables(database) == {*metadata.tables, "alembic_version"}
    await database.close()
    assert files(tmp_path) == ["a.db"]


async def test_the_migrations_make_what_the_code_expects(tmp_path: Path) -> None:
    database = at(tmp_path / "a.db")
    await upgrade(database)

    def differences(connection: Connection) -> list[object]:
        return [*compare_metadata(MigrationContext.configure(connection), metadata), *_checks_that_differ(connection)]

    async with database.writer.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.close()


async def test_again_changes_nothing(tmp_path: Path) -> None:
    database = at(tmp_path / "a.db")
    await upgrade(database)
    assert await upgrade(database) == head()
    await database.close()
    assert files(tmp_path) == ["a.db"]


async def test_a_database_of_a_later_release_is_refused_and_untouched(tmp_path: Path) -> None:
    database = at(tmp_path / "a.db")
    await upgrade(database)
    async with database.write() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseForeign, match="9999"):
        await upgrade(database)
    await database.close()
    assert files(tmp_path) == ["a.db"]


async def test_an_earlier_database_is_copied_then_brought_up_to_date(tmp_path: Path, later: Callable[..., str]) -> None:
    database = at(tmp_path / "a.db")
    before = await _with_a_mark(database)
    number = later()
    assert await upgrade(database) == before
    async with database.write() as connection:
        assert (await connection.execute(text("SELECT name, value, more FROM marks"))).all() == [("a", "1", None)]
    await database.close()
    copy = sqlite3.connect(tmp_path / f"a.db.before-{number}")
    assert copy.execute("SELECT * FROM marks").fetchall() == [("a", "1")]
    assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(before,)]
    assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    copy.close()


async def test_a_migration_that_breaks_leaves_the_database_as_it_was(tmp_path: Path, later: Callable[..., str]) -> None:
    database = at(tmp_path / "a.db")
    before = await _with_a_mark(database)
    number = later(breaks='raise ZeroDivisionError("half way")')
    with pytest.raises(ZeroDivisionError):
        await upgrade(database)
    async with database.write() as connection:
        assert (await connection.execute(text("SELECT * FROM marks"))).all() == [("a", "1")]
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() == before
    assert (tmp_path / f"a.db.before-{number}").exists()
    (tmp_path / "migrations" / "versions" / f"{number}_later.py").write_text(
        SECOND.format(later=number, now=before, breaks="")
    )
    assert await upgrade(database) == before  # the copy of the first try stays
    await database.close()


async def test_two_processes_that_start_at_once_bring_it_up_to_date_once(tmp_path: Path) -> None:
    one, other = at(tmp_path / "a.db"), at(tmp_path / "a.db")
    found = await asyncio.gather(upgrade(one), upgrade(other), return_exceptions=True)
    assert all(result in (None, head()) for result in found), found
    assert await tables(one) == {*metadata.tables, "alembic_version"}
    for database in (one, other):
        await database.close()


async def test_the_key_is_made_for_a_fresh_database_only(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    database, secrecy = await open_database(settings)
    await database.close()
    database, again = await open_database(settings)
    await database.close()
    assert again.sessions == secrecy.sessions
    settings.key_file.unlink()
    with pytest.raises(KeyMissing):
        await open_database(settings)
    assert not settings.key_file.exists()


def _checks_that_differ(connection: Connection) -> list[object]:
    """Alembic compares everything but these."""
    differ: list[object] = []
    for name, table in metadata.tables.items():
        found = sorted((c["name"], c["sqltext"]) for c in inspect(connection).get_check_constraints(name))
        wanted = sorted((str(c.name), str(c.sqltext)) for c in table.constraints
                        if isinstance(c, CheckConstraint))  # fmt: skip
        differ += [] if found == wanted else [(name, found, wanted)]
    return differ


async def _with_a_mark(database: Database) -> str:
    await upgrade(database)
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO marks (name, value) VALUES ('a', '1')"))
    return head()


async def test_a_table_made_anew_keeps_its_rows_and_its_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = module.FOLDER
    earlier = tmp_path / "earlier"
    shutil.copytree(now, earlier)
    for later in list((earlier / "versions").glob("[0-9]*.py")):
        if later.name[:4] > "0002":
            later.unlink()
    monkeypatch.setattr(module, "FOLDER", earlier)
    database = at(tmp_path / "a.db")
    await upgrade(database)
    rows = (
        "INSERT INTO drives VALUES ('to', '{}', 1)",
        "INSERT INTO people VALUES (1, 'An', 1)",
        "INSERT INTO contacts VALUES (1, 'web:a', 'web', 'a', 1, 'vi', 0, x'00', NULL, 1)",
        "INSERT INTO pledges VALUES (7, 'TO1', 'to', 1, 'cash', 'self', 'An', NULL, 5, 'VND', 5, NULL, 'promised', 1,"
        " NULL, 0, NULL)",
        "INSERT INTO receipts VALUES (8, 'to', '1', 'FT1', NULL, 7, '[]', 5, 'VND', 5, x'00', x'00', 1, 0, 'matched',"
        " 1, NULL)",
        "INSERT INTO entries VALUES ('to', 1, 1, 'money_in', '', 8, 5, 'VND', x'00')",
    )
    async with database.write() as connection:
        for row in rows:
            await connection.execute(text(row))
    monkeypatch.setattr(module, "FOLDER", now)
    await upgrade(database)
    async with database.write() as connection:
        kept = "SELECT e.receipt_id, r.pledge_id, p.code, r.source, p.shown FROM entries e, receipts r, pledges p"
        assert (await connection.execute(text(kept))).all() == [(8, 7, "TO1", "gift", "nothing")]
        names = select(pledges.c.donor_name, people.c.name)
        assert (await connection.execute(names.join_from(pledges, people, true()))).all() == [("An", "An")]
        for wrong in ("UPDATE pledges SET kind = 'x'", "UPDATE receipts SET pledge_id = 9, status = 'matched'"):
            with pytest.raises(IntegrityError):
                await connection.execute(text(wrong))
        found = await connection.execute(text("SELECT sql FROM sqlite_master WHERE name IN ('receipts', 'pledges')"))
        assert all(sql.rstrip().endswith("STRICT") for (sql,) in found)
    await database.close()


async def test_a_migration_that_leaves_dangling_rows_is_taken_back(tmp_path: Path, later: Callable[..., str]) -> None:
    database = at(tmp_path / "a.db")
    before = await _with_a_mark(database)
    later(breaks="op.execute(\"INSERT INTO people VALUES (1, x'00', 1)\"); op.execute(\"INSERT INTO contacts (id, "
          "address, channel, chat, person_id, language, group_chat, offers, made_at) "
          "VALUES (1, 'web:a', 'web', 'a', 2, 'vi', 0, x'00', 1)\")")  # fmt: skip
    with pytest.raises(DanglingReference, match="contacts"):
        await upgrade(database)
    async with database.write() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() == before
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar() == 1
    await database.close()
