"""A talk in the terminal, typed line by line or piped in."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from tests.commands.conftest import Operator
from tests.support.qr_reading import read_transfer

PLEDGE = "/goptien\n500k\nKhông nêu tên\n1\n1\n"


def pledges(operator: Operator) -> list[tuple[object, ...]]:
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        return list(connection.execute("select code, donor, minor from pledges"))


def test_a_pledge_typed_through_stdin_is_recorded_and_answered_to_the_last_word(operator: Operator) -> None:
    ended = operator.types("chat", keys=PLEDGE)
    assert (ended.code, ended.err) == (0, "")
    [(code, donor, sum)] = pledges(operator)
    assert (donor, sum) == ("anonymous", 500_000)
    picture = re.search(r"^\[picture: (.+)\]$", ended.out, re.MULTILINE)
    assert picture is not None
    assert read_transfer(Path(picture[1]).read_bytes())[2:] == (500_000, code)
    assert str(code) in ended.out
    assert "<" not in ended.out


def test_another_name_is_another_person_and_a_talk_goes_on_next_time(operator: Operator) -> None:
    operator.types("chat --name lan", keys="/goptien\n500k\n")
    other = operator.types("chat --name minh", keys="/quacuatoi\n")
    assert "500.000" not in other.out
    assert "Món quà này đứng tên ai?" not in other.out
    again = operator.types("chat --name lan", keys="4\n1\n1\n")
    assert "Món quà này đứng tên ai?" in again.out
    assert [row[1:] for row in pledges(operator)] == [("anonymous", 500_000)]


def test_what_is_no_utf_8_does_not_end_the_talk(operator: Operator) -> None:
    ended = operator.types("chat", keys=b"\xff\xfe \xc3\n\x00\n" + PLEDGE.encode())
    assert ended.code == 0
    assert len(pledges(operator)) == 1


def test_the_demonstration_may_be_tried_in_the_terminal_and_has_its_own_clock(newcomer: Operator) -> None:
    newcomer.sets(DEMO=1)
    ended = newcomer.types("chat", keys=PLEDGE)
    assert ended.code == 0
    assert "đến muộn" not in ended.out
    assert len(pledges(newcomer)) == 1
    newcomer.unsets("DEMO")
    assert "for demo use" in newcomer.refused("chat")
