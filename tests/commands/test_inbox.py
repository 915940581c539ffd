"""What was set aside is listed, taken in again and put by, from the command line."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.app import open_database
from bot.messages import Incoming
from bot.settings import Settings
from bot.storage import inbox
from bot.storage.tables import inbox as rows
from bot.storage.work import Work
from tests.commands.conftest import Operator

AT = datetime(2021, 10, 1, 2, tzinfo=UTC)
SAID = Incoming(channel="web", chat="an", id="u1", at=AT, text="/menu")
FELL_DUE = Incoming(channel="clock", chat="", id="tidy:thanh-oai:2021-10-01", at=AT,
                    about={"occasion": "tidy", "drive": "thanh-oai"})  # fmt: skip
BROKEN = Incoming(channel="clock", chat="", id="gone:1", at=AT, about={"occasion": "gone", "drive": "thanh-oai"})


@pytest.fixture
def troubled(operator: Operator) -> Operator:
    """An operator with three things set aside: what somebody said, what fell due, and what still goes wrong."""

    async def set_aside() -> None:
        database, _secrecy = await open_database(Settings(data_dir=operator.data))
        async with database.write() as connection:
            work = Work(connection, AT)
            for number, update in enumerate((SAID, FELL_DUE, BROKEN)):
                inbox.set_aside(work, update, f"ValueError: no. {number}")
            await work.flush()
        await database.close()

    asyncio.run(set_aside())
    return operator


def kept(operator: Operator) -> dict[str, str]:
    async def states() -> dict[str, str]:
        database, _secrecy = await open_database(Settings(data_dir=operator.data))
        async with database.read() as connection:
            found = {row.id: row.state for row in (await connection.execute(select(rows))).all()}
        await database.close()
        return found

    return asyncio.run(states())


def test_nothing_is_set_aside(operator: Operator) -> None:
    assert operator.types("inbox list") == (0, "0 set aside\n", "")
    assert operator.types("inbox clear") == (0, "0 put by\n", "")
    assert operator.types("inbox replay").code == 0


def test_each_is_listed_with_its_error_and_the_doctor_leads_there(troubled: Operator) -> None:
    ended = troubled.types("inbox list")
    assert ended.code == 1
    assert "01/10/2021 09:00  web:u1\n    ValueError: no. 0\n" in ended.out
    assert "3 set aside\n" in ended.out
    assert "python -m bot inbox list" in troubled.types("doctor").out


def test_what_nobody_said_is_taken_in_again_and_what_breaks_again_stays(troubled: Operator) -> None:
    ended = troubled.types("inbox replay")
    assert (ended.code, ended.err) == (1, "FIX  clock:gone:1: KeyError\n")
    assert ended.out.startswith("1 taken in; 1 left.")
    assert kept(troubled) == {"u1": "dead", FELL_DUE.id: "done", "gone:1": "dead"}


def test_what_somebody_said_is_taken_in_again_by_its_name(troubled: Operator) -> None:
    assert troubled.types("inbox replay web:u1").out.startswith("1 taken in; 0 left.")
    assert kept(troubled)["u1"] == "done"
    for command in ("inbox replay web:u1", "inbox clear web:u1", "inbox clear nothing"):
        ended = troubled.types(command)
        assert (ended.code, ended.out) == (1, "")
        assert "is set aside; see: python -m bot inbox list" in ended.err


def test_what_is_put_by_troubles_the_doctor_no_more(troubled: Operator) -> None:
    assert troubled.types("inbox clear web:u1").out == "1 put by\n"
    assert troubled.types("inbox clear").out == "2 put by\n"
    assert kept(troubled) == {"u1": "done", FELL_DUE.id: "done", "gone:1": "done"}
    assert troubled.types("doctor").code == 0
