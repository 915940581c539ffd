"""A database of another release was to be mended by starting the bot once, and starting it broke off in the middle."""

from __future__ import annotations

import sqlite3

import pytest

from tests.commands.conftest import Operator

SAID = "the database is from a newer or another release (revision {})"
REMEDY = "run the release that wrote it, or move it away and put a copy back in its place: python -m bot restore FILE"


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ("update alembic_version set version_num = '9999'", "9999"),
        ("update alembic_version set version_num = '0000'", "0000"),
        ("update alembic_version set version_num = '4f1c2ab09d3e'", "4f1c2ab09d3e"),
        ("delete from alembic_version", "none"),
        ("drop table alembic_version", "none"),
    ],
)
def test_starting_and_the_doctor_say_the_same_in_a_sentence(operator: Operator, change: str, shown: str) -> None:
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        connection.execute(change)
    ended = operator.types("doctor")
    assert ended.err == ""
    assert f"FIX  {SAID.format(shown)}\n     {REMEDY}" in ended.out.replace("\n     → ", "\n     ")
    for command in (["digest"], ["run"]):
        assert operator.types(*command) == (2, "", f"tiep-song: {SAID.format(shown)}: {REMEDY}\n")
    assert not list(operator.data.glob("*.before-*")), "nothing was begun"
