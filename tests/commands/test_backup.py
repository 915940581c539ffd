"""The database goes into one file and back, whole or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.commands.conftest import Operator


@pytest.fixture
def copy(operator: Operator, tmp_path: Path) -> Path:
    """A backup of a database with one pledge in it."""
    assert operator.types("chat", keys="/give_cash\n500k\n4\n1\n1\n").code == 0
    ended = operator.types("backup", tmp_path / "copy.db")
    assert (ended.code, ended.err) == (0, "")
    assert str(operator.data / "data.key") in ended.out
    return tmp_path / "copy.db"


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {table: sorted(connection.execute(f"select * from {table}"), key=repr) for table in tables}


def test_a_round_trip_loses_nothing(operator: Operator, copy: Path, tmp_path: Path) -> None:
    digest = operator.types("digest").out.splitlines()
    operator.sets(DATA_DIR=tmp_path / "new")
    ended = operator.types("restore", copy)
    assert (ended.code, ended.err) == (0, "")
    assert str(tmp_path / "new" / "data.key") in ended.out, "the operator is reminded of the key"
    assert "its key" in operator.refused("digest")
    shutil.copy(operator.data / "data.key", tmp_path / "new")
    assert rows(tmp_path / "new" / "tiepsong.db") == rows(operator.data / "tiepsong.db") == rows(copy)
    again = operator.types("digest").out.splitlines()
    assert again[2:] == digest[2:]  # all but its hour
    assert any("500.000" in line for line in again[2:])
    assert operator.types("doctor").code == 0


def test_a_backup_says_what_is_not_in_it(operator: Operator, copy: Path, tmp_path: Path) -> None:
    files = operator.data / "files"
    files.mkdir(exist_ok=True)
    (files / ("a" * 22)).write_bytes(b"sealed")
    (files / ("a" * 22 + ".json")).write_bytes(b"sealed")
    said = operator.types("backup", tmp_path / "other.db").out
    assert f"1 received files (6 bytes) in {files} are not in it" in said
    assert oct((tmp_path / "other.db").stat().st_mode & 0o777) == "0o600"
    operator.sets(DATA_DIR=tmp_path / "new")
    assert str(tmp_path / "new" / "files") in operator.types("restore", copy).out


def test_a_backup_overwrites_nothing_and_needs_a_database_and_a_folder(operator: Operator, copy: Path) -> None:
    before = copy.read_bytes()
    ended = operator.types("backup", copy)
    assert (ended.code, ended.out) == (1, "")
    assert f"{copy} exists already" in ended.err
    assert copy.read_bytes() == before
    assert "no folder" in operator.types("backup", copy / "x" / "y.db").err
    operator.sets(DATA_DIR=copy.parent / "empty")
    assert "no database yet" in operator.types("backup", copy.parent / "b.db").err
    assert not (copy.parent / "empty").exists()


def test_a_database_is_copied_while_it_is_written(operator: Operator, copy: Path) -> None:
    with sqlite3.connect(operator.data / "tiepsong.db", isolation_level=None) as writing:
        writing.execute("begin immediate")
        writing.execute("delete from pledges")
        assert operator.types("backup", copy.parent / "b.db").code == 0
        writing.execute("rollback")
    assert rows(copy.parent / "b.db") == rows(copy)


@pytest.mark.parametrize("there", ["tiepsong.db", "tiepsong.db-wal", "tiepsong.db-shm"])
def test_a_restore_overwrites_nothing_and_takes_up_no_remains(operator: Operator, copy: Path, there: str) -> None:
    data = copy.parent / "other"
    data.mkdir()
    (data / there).write_bytes(b"somebody's")
    operator.sets(DATA_DIR=data)
    ended = operator.types("restore", copy)
    assert (ended.code, ended.out) == (1, "")
    assert f"{data / there} is there" in ended.err
    assert [path.name for path in data.iterdir()] == [there]
    assert (data / there).read_bytes() == b"somebody's"


def damaged(copy: Path, how: str) -> None:
    content = bytearray(copy.read_bytes())
    if how == "nonsense":
        copy.write_bytes(b"This is no database. " * 500)
    elif how == "empty":
        copy.write_bytes(b"")
    elif how == "cut off":
        copy.write_bytes(content[: len(content) // 2])
    elif how == "overwritten":
        content[8192 : len(content) - 8192] = bytes(len(content) - 16384)
        copy.write_bytes(content)
    else:
        copy.unlink()
        with sqlite3.connect(copy) as connection:
            connection.execute("create table something (else_ text)")


@pytest.mark.parametrize("how", ["nonsense", "empty", "cut off", "overwritten", "another program's"])
def test_a_damaged_copy_is_refused_and_nothing_is_left_behind(operator: Operator, copy: Path, how: str) -> None:
    damaged(copy, how)
    before = copy.read_bytes()
    operator.sets(DATA_DIR=copy.parent / "new")
    ended = operator.types("restore", copy)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{copy} is ")
    assert ended.err.count("\n") == 1
    assert list((copy.parent / "new").iterdir()) == []
    assert copy.read_bytes() == before
    assert sorted(path.name for path in copy.parent.glob("copy*")) == ["copy.db"]


def test_a_copy_of_a_newer_program_is_refused(operator: Operator, copy: Path) -> None:
    with sqlite3.connect(copy) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
    operator.sets(DATA_DIR=copy.parent / "new")
    assert "newer or another release (revision 9999)" in operator.types("restore", copy).err


def test_a_copy_that_is_not_there_is_said_so(newcomer: Operator, tmp_path: Path) -> None:
    assert newcomer.types("restore", tmp_path / "none.db") == (1, "", f"there is no file {tmp_path / 'none.db'}\n")


def test_a_postgresql_is_left_to_its_own_tools(newcomer: Operator, tmp_path: Path) -> None:
    newcomer.sets(DATABASE_URL="postgresql+psycopg://user:geheim-password@127.0.0.1:1/name")
    assert "pg_dump" in newcomer.types("backup", tmp_path / "x").err
    assert "pg_restore" in newcomer.types("restore", tmp_path / "x").err
