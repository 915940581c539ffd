"""Plans are listed, looked over and loaded, again and again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.programme.plan import plan_bytes, plan_names
from tests.commands.conftest import Operator

FIVE = ["hai-phong", "tay-ninh", "thanh-oai", "tuan-giao", "vinh-tuong"]


def units(operator: Operator) -> dict[str, tuple[int, str]]:
    """The units in the database by key: (number, name)."""
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        return {key: (id, name) for key, id, name in connection.execute("select key, id, name from units")}


def test_the_list_names_all_five_with_their_titles(newcomer: Operator) -> None:
    ended = newcomer.types("plan list")
    assert ended.code == 0
    assert [line.split()[0] for line in ended.out.splitlines()] == FIVE == sorted(plan_names())
    assert all("“" in line for line in ended.out.splitlines())


@pytest.mark.parametrize("name", FIVE)
def test_every_plan_of_the_house_is_right(newcomer: Operator, name: str) -> None:
    assert newcomer.types("plan check", name) == (0, f"{name}: ok\n", "")
    assert not newcomer.data.exists()


def broken(folder: Path, old: str, new: str) -> tuple[Path, int]:
    """A copy of a plan with one thing changed, and the number of the line it stands in."""
    text = plan_bytes("thanh-oai").decode()
    assert text.count(old) == 1
    path = folder / "mine.toml"
    path.write_text(text.replace(old, new))
    return path, text[: text.index(old)].count("\n") + 1


BROKEN = [
    ('"Cao Viên", kind = "commune", parent = "thanh-oai"', '"Cao Viên", kind = "commune", parent = "x"'),
    ('parent = "thanh-oai", head_count = 45, day_pay = 230000', 'parent = "thanh-oai", head_count = -45, day_pay = 1'),
    ('key = "ubnd-cao-vien"\n', 'key = ubnd cao vien\n'),
]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("old", "new"), BROKEN, ids=["unknown parent", "minus people", "no TOML"])
def test_a_fault_is_told_with_its_line_and_a_remedy(
    newcomer: Operator, tmp_path: Path, old: str, new: str, language: str
) -> None:
    path, line = broken(tmp_path, old, new)
    ended = newcomer.types("plan check", path, "--language", language)
    assert (ended.code, ended.err) == (1, "")
    fault, remedy, *_more, sum = ended.out.splitlines()
    assert fault.startswith(f"{path}:{line}: ")
    assert remedy.startswith("    ")
    assert remedy.endswith(".")
    assert "faults" in sum
    assert newcomer.types("plan load", path).code == 1
    assert not newcomer.data.exists()


def test_a_plan_that_is_not_there_is_said_so(newcomer: Operator) -> None:
    for command in ("plan check", "plan load"):
        ended = newcomer.types(command, "/nowhere.toml", "--language", "en")
        assert ended.code == 1
        assert "thanh-oai" in ended.out
        assert newcomer.types(command).code == 2


def test_loading_twice_changes_nothing_and_a_changed_plan_keeps_its_units(newcomer: Operator, tmp_path: Path) -> None:
    assert newcomer.types("plan load thanh-oai").code == 0
    first = units(newcomer)
    assert newcomer.types("plan load thanh-oai") == (0, f"thanh-oai: ok\nthanh-oai: {len(first)} units\n", "")
    assert units(newcomer) == first
    path, _line = broken(tmp_path, 'name = "Xã Cao Viên"', 'name = "Xã Cao Viên mới"')
    assert newcomer.types("plan load", path).code == 0
    number, _name = first["cao-vien"]
    assert units(newcomer) == first | {"cao-vien": (number, "Xã Cao Viên mới")}
