"""Migration 0006: what earlier releases left in clear is sealed where it lies, batch by batch, on both engines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.storage import upgrade as module
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.tables import people, pledges, reports, talks
from bot.storage.upgrade import upgrade
from tests.support import postgres

PEOPLE = 1_203
"""More than one batch, and not a whole number of them."""


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_names_and_words_that_lay_in_clear_are_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    now, earlier = module.FOLDER, tmp_path / "earlier"
    shutil.copytree(now, earlier)
    for later in (path for path in (earlier / "versions").glob("[0-9]*.py") if path.name[:4] > "0005"):
        later.unlink()
    name = postgres.fresh() if engine == "postgres" else ""
    database = Database(postgres.url(name) if name else f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")
    database.unlock(Secrecy(bytes(32)))
    monkeypatch.setattr(module, "FOLDER", earlier)
    await upgrade(database)
    blob = "'\\x00'::bytea" if name else "x'00'"
    rows = [
        "INSERT INTO drives VALUES ('to', '{}', 1)",
        *(f"INSERT INTO people VALUES ({number}, 'Người Kín {number}', 1)" for number in range(PEOPLE)),
        f"INSERT INTO contacts VALUES (1, 'web:a', 'web', 'a', 1, 'vi', 0, {blob}, NULL, 1)",
        "INSERT INTO units (id, drive, key, path, name, folded, kind, exempt, reports)"
        " VALUES (1, 'to', 'a', '/1/', 'A', 'a', 'commune', 0, 1)",
        "INSERT INTO pledges (id, code, drive, contact_id, kind, donor, donor_name, status, made_at, reminded)"
        " VALUES (7, 'TO1', 'to', 1, 'cash', 'self', '', 'promised', 1, 0)",
        "INSERT INTO reports (id, drive, period, unit_id, contact_id, figures, corrected, zero, publicity, difficulty,"
        " made_at) VALUES (1, 'to', 'p', 1, 1, '{}', 0, 0, NULL, 'nhà dột, Kín Đáo', 1)",
        "INSERT INTO talks (id, contact_id, flow, argument, status, opened_at, touched_at, seq, step, digest, journal)"
        f" VALUES (1, 1, 'goptien', 'Kín Đáo', 'open', 1, 1, 1, '', '', {blob})",
    ]
    async with database.write() as connection:
        for row in rows:
            await connection.exec_driver_sql(row)
    monkeypatch.setattr(module, "FOLDER", now)
    await upgrade(database)
    async with database.write() as connection:
        named = (await connection.execute(select(people.c.id, people.c.name).order_by(people.c.id))).all()
        assert [tuple(row) for row in named] == [(number, f"Người Kín {number}") for number in range(PEOPLE)]
        assert (await connection.execute(select(pledges.c.donor_name))).scalar() == ""
        assert (await connection.execute(select(reports.c.publicity, reports.c.difficulty))).one() == (
            None,
            "nhà dột, Kín Đáo",
        )
        assert (await connection.execute(select(talks.c.argument))).scalar() == "Kín Đáo"
        kept = (await connection.execute(text("SELECT name FROM people"))).scalars()
        assert all(bytes(value)[:1] == b"\x01" for value in kept)
    await database.close()
    if not name:
        assert "Kín".encode() not in (tmp_path / "a.db").read_bytes(), "neither in a row nor in a free page"
    else:
        postgres.drop(name)
