"""Roles and invitations are listed and ended from the command line."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from datetime import UTC, datetime

from sqlalchemy import select

from bot.app import open_database
from bot.programme.people.invites import grant
from bot.settings import Settings
from bot.storage.tables import roles, units
from bot.storage.talks import greet
from bot.storage.work import Work
from tests.commands.conftest import Operator

AT = datetime(2021, 10, 1, 2, tzinfo=UTC)
PEOPLE = (("An", "accountant", "mttq-thanh-oai"), ("Binh", "accountant", "mttq-thanh-oai"),
          ("Hoa", "school_contact", "thcs-cao-vien"))  # fmt: skip


def with_roles(operator: Operator) -> list[int]:
    """Two accountants and a teacher on the web chat; the numbers of their roles."""

    async def come_in() -> list[int]:
        database, _secrecy = await open_database(Settings(data_dir=operator.data))
        async with database.write() as connection:
            work = Work(connection, AT)
            for who, role, key in PEOPLE:
                unit = (await work.one(select(units.c.id).where(units.c.key == key))).id
                me = greet(work, channel="web", chat=who, name=who, language="en", group=False)
                await grant(work, person=me.person_id, contact=me.id, role=role, drive="thanh-oai", unit=unit)
            numbers = [row.id for row in await work.rows(select(roles.c.id).order_by(roles.c.id))]
        await database.close()
        return numbers

    return asyncio.run(come_in())


def held(operator: Operator) -> list[int]:
    return [int(number) for number in re.findall(r"^(\d+)  ", operator.types("roles").out, re.MULTILINE)]


def test_roles_are_listed_and_ended(operator: Operator) -> None:
    first, second, third = with_roles(operator)
    ended = operator.types("roles")
    assert ended.code == 0
    hoa = f"{third}  school_contact, Trường THCS Cao Viên, Hoa, web"
    assert f"{hoa}, since 01/10/2021 09:00, last heard -\n" in ended.out
    assert sorted(held(operator)) == [first, second, third]
    assert operator.types("roles end", third).out.startswith("1 ended: Hoa.")
    assert operator.types("roles end", first, "--successor", second, "--sign-out").out.startswith("1 ended: An.")
    assert held(operator) == [second]
    out = operator.types("roles list").out
    assert re.search(r"ended \d\d/\d\d/\d{4} by the command line: school_contact, Trường THCS Cao Viên, Hoa\n", out)
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        assert connection.execute("select count(*) from contacts where address = 'web:An'").fetchone() == (0,)
    again = operator.types("roles end", first)
    assert (again.code, again.out, again.err) == (1, "", "Nobody holds this role any more.\n")


def test_invitations_are_listed_and_taken_back(operator: Operator) -> None:
    assert operator.types("invites").out.startswith("0 open")
    for role in ("volunteer", "official huyen-uy"):
        operator.types(f"invite {role}")
    listed = re.findall(r"^(\d+)  (\w+), ", operator.types("invites list").out, re.MULTILINE)
    assert [role for _number, role in listed] == ["official", "volunteer"]
    assert operator.types("invites revoke", listed[0][0]).code == 0
    assert operator.types("invites").out.count("volunteer") == 1
    again = operator.types("invites revoke", listed[0][0])
    assert (again.code, again.out) == (1, "")
    assert "taken back already" in again.err
