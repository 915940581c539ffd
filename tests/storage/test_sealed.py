"""What people type never lies in clear: neither while a talk is open, nor in the history, nor on its way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import insert, select, update

from bot.programme.devices import intake
from bot.programme.devices.intake import Arrival
from bot.programme.giving import pledges
from bot.programme.reporting import weekly_reports
from bot.programme.thanks import nominations
from bot.storage.columns import KEYS
from bot.storage.database import Database
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import inbox, metadata, pledge_services
from bot.storage.tables import pledges as rows
from bot.storage.work import Work
from tests.storage.conftest import NOW
from tests.support.books import acting
from tests.support.entries import entry
from tests.support.rig import Rig

NAME, GUARDIAN, PHONE = "Phạm Quỳnh Như", "Phạm Văn Tùng", "0900 000 321"


async def lies(database: Database) -> str:
    """Everything the database holds, as it lies there."""
    async with database.read() as connection:
        found = [(await connection.exec_driver_sql(f"SELECT * FROM {table}")).all() for table in metadata.tables]
    return repr([[_plain(value) for value in row] for rows in found for row in rows])


def _plain(value: object) -> object:
    """Bytes as the characters they would be, were they not sealed."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_a_student_never_lies_in_clear(tmp_path: Path, engine: str) -> None:
    async with Rig(tmp_path, engine=engine) as rig:
        await rig.move("2021-09-27 09:00")
        before = await lies(rig.database)
        assert "thanh-oai" in before
        teacher = next(person.key for person in rig.plan.people if person.role == "school_contact")
        for text in entry(NAME, "12/5/2010", guardian=GUARDIAN, phone=PHONE)[:-1]:
            heard = await rig.says(teacher, text)
            found = await lies(rig.database)
            for word in (NAME, GUARDIAN, "0900000321", PHONE, "12/5/2010"):
                assert word not in found, f"after {text!r}"
        assert NAME in heard[-1].text  # the talk itself knows it all the time
        await rig.restart()
        await rig.says(teacher, "1")
        assert "Như" in (await rig.says(teacher, "/my_students"))[-1].text
        assert NAME not in await lies(rig.database)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_nothing_that_people_write_lies_in_clear(tmp_path: Path, engine: str) -> None:
    """Names, reasons, reports, notes, for whom, and what stands behind a command: each has a word of its own."""
    async with Rig(tmp_path, engine=engine) as rig:
        await rig.move("2021-09-27 09:00")
        rig.names["mai"] = "Trần Kín Một"
        for text in ("/goptien kínhai", "/huy", "/goptien", "500k", "2", "Lê Kín Ba", "1", "1"):
            await rig.says("mai", text)
        async with acting(rig, "mai") as tx:
            [pledge] = await pledges.my_pledges(tx)
            item = next((one for one in tx.plan.catalogue if one.sort == "service"), tx.plan.catalogue[0])
            number = (await tx.work.one(select(rows.c.id))).id
            tx.work.add(pledge_services, id=new_id(), pledge_id=number, item=item.key, quota=1, beneficiaries="kínbốn",
                        valid_from="2021-09-01", valid_to="2021-12-01", worth=None)  # fmt: skip
        await rig.bank(500_000, f"{pledge.code} kínnăm", payer="Kín Sáu")
        async with acting(rig, "contact-cao-vien") as tx:
            unit = await rig.unit(tx.work, "cao-vien")
            period = weekly_reports.current_period(tx)
            assert period is not None
            await weekly_reports.sign(tx, unit=unit, period=period.key, figures={}, corrected=False,
                                      publicity="kínbảy", difficulty="kíntám")  # fmt: skip
        async with acting(rig, "coordinator") as tx:
            reception = await rig.unit(tx.work, "mttq-thanh-oai")
            arrival = Arrival("sim", condition={"active": "yes"}, note="kínchín")
            await intake.take_in(tx, desk=reception, arrival=arrival, giver="Kín Mười")
        teacher = next(person.key for person in rig.plan.people if person.role == "school_contact")
        async with acting(rig, teacher) as tx:
            school = await rig.unit(tx.work, "thcs-cao-vien")
            await nominations.nominate_gift(tx, school=school, code=pledge.code, why="kínmườimột")
        found = (await lies(rig.database)).casefold()
        assert "kín" not in found, found[max(0, found.index("kín") - 200) :][:300]
        async with rig.work() as work:
            assert (await work.one(select(rows.c.donor_name))).donor_name == "Lê Kín Ba"


async def test_a_sealed_text_opens_in_its_own_column_only(database: Database) -> None:
    row = {"channel": "x", "id": "1", "at": NOW, "state": "done", "address": None}
    async with database.write() as connection:
        await connection.execute(insert(inbox).values(**row, body="words", why=None))
        assert (await Work(connection, NOW).one(select(inbox.c.body, inbox.c.why))) == ("words", None)
        await connection.exec_driver_sql("UPDATE inbox SET why = body")
        with pytest.raises(InvalidTag):
            await Work(connection, NOW).one(select(inbox.c.why))
        await connection.execute(update(inbox).values(why="others"))
        assert (await Work(connection, NOW).one(select(inbox.c.why))).why == "others"


async def test_another_key_opens_nothing_and_no_key_is_no_access(in_file: Database) -> None:
    async with in_file.write() as connection:
        row = {"channel": "x", "id": "1", "at": NOW, "state": "done", "address": None, "body": "words", "why": None}
        await connection.execute(insert(inbox).values(**row))
    in_file.unlock(Secrecy(b"another key of thirty-two bytes!"))
    async with in_file.read() as connection:
        with pytest.raises(InvalidTag):
            (await connection.execute(select(inbox.c.body))).all()
    del KEYS[in_file.reader.dialect]
    async with in_file.read() as connection:
        with pytest.raises(KeyError):
            (await connection.execute(select(inbox.c.body))).all()


async def test_no_database_is_asked_to_compare_sealed_text() -> None:
    with pytest.raises(TypeError, match="cannot be compared"):
        select(inbox.c.id).where(inbox.c.body == "words")
    with pytest.raises(TypeError, match="cannot be compared"):
        select(inbox.c.id).order_by(inbox.c.body.desc())
    assert "IS NOT NULL" in str(select(inbox.c.id).where(inbox.c.body.is_not(None)))
