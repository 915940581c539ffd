"""A key that is not this database's was taken without a word: new data was hidden with it, old data could not be read.

A damaged key ended in a traceback.
"""

from __future__ import annotations

import sqlite3

import pytest

from tests.commands.conftest import Operator, loaded, newcomer, operator  # noqa: F401 - fixtures

PLEDGE = "/goptien\n500k\nKhông nêu tên\n1\n1\n"


@pytest.mark.parametrize("key", ["ab" * 32, "no key", "abcd", ""], ids=["another", "nonsense", "short", "empty"])
def test_a_key_that_is_not_the_database_s_is_refused(operator: Operator, key: str) -> None:  # noqa: F811 - a fixture
    assert operator.types("chat", keys=PLEDGE).code == 0
    (operator.data / "data.key").write_text(key + "\n")
    for command in ("chat", "digest", "invite volunteer"):
        assert "data.key is not the one this database was written with" in operator.refused(command)
    ended = operator.types("doctor")
    assert "key" in ended.out.split("FIX ")[1]
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        assert connection.execute("select count(*) from pledges").fetchone() == (1,)
        assert connection.execute("select count(*) from invites").fetchone() == (0,)


def test_a_first_start_that_was_cut_short_may_be_begun_again(newcomer: Operator) -> None:  # noqa: F811 - a fixture
    newcomer.types("plan load thanh-oai")
    (newcomer.data / "data.key").unlink()
    with sqlite3.connect(newcomer.data / "tiepsong.db") as connection:  # the power failed before the key was made
        connection.execute("delete from marks")
        connection.execute("delete from units")
        connection.execute("delete from drives")
    assert newcomer.types("plan load thanh-oai").code == 0
    assert newcomer.types("digest").code == 0
