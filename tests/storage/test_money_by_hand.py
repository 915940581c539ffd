"""A database of before 0005: what lies in tills already is summed up in the period in which it was booked."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import upgrade as module
from bot.storage.database import Database
from bot.storage.secrecy import Secrecy
from bot.storage.upgrade import upgrade


def at(moment: str) -> int:
    """A moment of Viet Nam as it is kept."""
    return int((datetime.fromisoformat(f"{moment}+07:00") - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 10**6)


SECRECY = Secrecy(bytes(32))


def receipt(number: int, made: str, status: str, minor: int, unit: int | None = 5, **more: object) -> dict[str, object]:
    return {
        "id": number, "drive": "to", "account": f"till:{unit}", "reference": str(number), "holder_id": unit,
        "likely": "[]", "minor": minor, "currency": "VND", "vnd": minor, "memo": b"",
        "payer": SECRECY.seal(b"An" if number == 1 or unit is None else b" ", b"receipts.payer"),
        "moved_at": at(made), "late": 0, "status": status, "made_at": at(made), "pledge_id": None, "source": "gift",
        **more,
    }  # fmt: skip


ROWS: dict[str, list[dict[str, object]]] = {
    "drives": [{"slug": "to", "plan": "[reporting]\nat = 17:00:00\n", "loaded_at": 1}],
    "people": [{"id": 1, "name": "An", "made_at": 1}],
    "contacts": [{"id": 1, "address": "web:a", "channel": "web", "chat": "a", "person_id": 1, "language": "vi",
                  "group_chat": 0, "offers": b"", "made_at": 1}],
    "units": [{"id": n, "drive": "to", "key": str(n), "path": f"/{n}/", "name": str(n), "folded": "", "kind": "commune",
               "exempt": 0, "reports": 1} for n in (5, 6)],
    "pledges": [{"id": 7, "code": "TO1", "drive": "to", "contact_id": 1, "kind": "cash", "donor": "self",
                 "donor_name": "", "unit_id": 6, "minor": 5, "currency": "VND", "vnd": 5, "status": "received",
                 "made_at": 1, "reminded": 0}],
    "receipts": [
        receipt(1, "2021-09-28 16:59", "open", 100),
        receipt(2, "2021-09-28 17:01", "matched", 20, pledge_id=7),
        receipt(3, "2021-10-01 08:00", "unknown", 3),
        receipt(4, "2021-10-01 08:00", "void", 5000),
        receipt(5, "2021-10-01 08:00", "granted", 7000, source="fund"),
        receipt(6, "2021-10-01 08:00", "spent", -900),
        receipt(7, "2021-10-01 08:00", "open", 60_000, unit=None),
        receipt(8, "2021-12-01 08:00", "open", 4),
    ],
    "tallies": [{"drive": "to", "period": period, "unit_id": 5, "item": "cash:in", "gifts": 1, "amount": 1}
                for period in ("2021-09-28", "2021-10-05", "after")],
}  # fmt: skip


async def test_what_lies_in_tills_already_is_summed_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, earlier = module.FOLDER, tmp_path / "earlier"
    shutil.copytree(now, earlier)
    for later in (earlier / "versions").glob("[0-9]*.py"):
        if later.name[:4] > "0004":
            later.unlink()
    monkeypatch.setattr(module, "FOLDER", earlier)
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    await upgrade(database)
    async with database.write() as connection:
        for table, rows in ROWS.items():
            for row in rows:
                names = ", ".join(row)
                values = ", ".join(f":{name}" for name in row)
                await connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
    monkeypatch.setattr(module, "FOLDER", now)
    database.unlock(SECRECY)  # later migrations seal names, and look for them
    await upgrade(database)
    summed = "SELECT period, unit_id, gifts, amount FROM tallies WHERE item = 'cash:hand' ORDER BY period, unit_id"
    async with database.write() as connection:
        found = [tuple(row) for row in (await connection.execute(text(summed))).all()]
        named = (await connection.execute(text("SELECT id FROM receipts WHERE brought = 1"))).all()
    await database.close()
    assert found == [("2021-09-28", 5, 1, 100), ("2021-10-05", 5, 1, 3), ("2021-10-05", 6, 1, 20), ("after", 5, 1, 4)]
    assert [row.id for row in named] == [1], "brought by hand, and somebody's name stands there"
