"""Plans are listed, looked over and loaded, again and again."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.programme.plan import load_plan, plan_bytes, plan_names
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
    ended = newcomer.types("plan check", name)
    assert (ended.code, ended.out.splitlines()[0], ended.err) == (0, f"{name}: ok", "")
    assert not newcomer.data.exists()


VIETNAMESE = """\
hai-phong: ok
hai-phong: Chữ đầu mã HP hay gặp trong lời thường, ví dụ HUYNH PHAM: nhiều khoản chuyển sẽ phải chờ người xem. \
Hai chữ không đi liền nhau như SM, VX thì tốt hơn; chỉ đổi khi chưa có món quà nào.
hai-phong: Kế hoạch này có 5 điều Tiếp Sóng chưa làm được:
  - Chưa hỏi ý kiến ai, chưa tính im lặng là đồng ý: bạn tự gửi dự thảo và tự gom ý kiến. [consultation]
  - Chưa chuyển gì lên đợt vận động cấp trên: bạn tự báo cáo. [parent]
  - Số liệu chỉ gửi cho nơi nhận có digest = true, nơi nào cũng một bản: nơi khác thì bạn tự gửi. \
[recipients.name, recipients.purpose]
  - Phần này được giữ nhưng chưa dùng, chưa hiện ra ở đâu: ai cần thì bạn tự báo. \
[paper.number, people.phone]
  - Ai làm gì, lúc nào, vì sao không nhắc đều được ghi lại nhưng chưa hiện ra ở đâu: cần thì tra trong cơ sở dữ liệu.
"""
ENGLISH = """\
hai-phong: ok
hai-phong: Ordinary words hold the prefix HP of the codes, e.g. HUYNH PHAM: more transfers than needed will wait for a \
person. Letters that never meet, like SM or VX, are better; only before the first gift.
hai-phong: In this plan 5 things are not carried out yet:
  - Nobody is asked for an opinion, and no silence is counted: send the draft and gather the answers yourself. \
[consultation]
  - Nothing is passed on to the higher drive: report to it yourself. [parent]
  - Figures go to the recipients with digest = true, the same to each: send papers to the others yourself. \
[recipients.name, recipients.purpose]
  - This is kept, but neither used nor shown to anybody: tell people yourself what they need of it. \
[paper.number, people.phone]
  - Who did what and when, and why a reminder did not go out, is kept but shown nowhere: look it up in the database.
"""


@pytest.mark.parametrize(("language", "said"), [("vi", VIETNAMESE), ("en", ENGLISH)])
def test_what_is_not_carried_out_yet_is_said_aloud_and_is_no_fault(
    newcomer: Operator, language: str, said: str
) -> None:
    assert newcomer.types("plan check hai-phong --language", language) == (0, said, "")
    units = len(load_plan("hai-phong").units)
    loaded = newcomer.types("plan load hai-phong --language", language)
    assert loaded == (0, f"{said}hai-phong: {units} units\n", "")


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
    again = newcomer.types("plan load thanh-oai")
    assert (again.code, again.out.splitlines()[-1]) == (0, f"thanh-oai: {len(first)} units")
    assert units(newcomer) == first
    path, _line = broken(tmp_path, 'name = "Xã Cao Viên"', 'name = "Xã Cao Viên mới"')
    assert newcomer.types("plan load", path).code == 0
    number, _name = first["cao-vien"]
    assert units(newcomer) == first | {"cao-vien": (number, "Xã Cao Viên mới")}


def test_a_drive_that_was_loaded_by_mistake_is_taken_out(operator: Operator) -> None:
    operator.types("plan load tuan-giao")
    operator.sets(DRIVE="tuan-giao")
    operator.types("invite volunteer")
    operator.unsets("DRIVE")
    assert operator.types("doctor").code == 1
    assert operator.types("plan unload tuan-giao") == (0, "tuan-giao is taken out\n", "")
    assert operator.types("doctor").code == 0
    again = operator.types("plan unload tuan-giao")
    assert (again.code, again.out) == (1, "")
    assert "no drive 'tuan-giao' is loaded" in again.err
    assert operator.types("plan load tuan-giao").code == 0


def test_a_drive_in_which_anything_was_done_stays(operator: Operator) -> None:
    with sqlite3.connect(operator.data / "tiepsong.db") as connection:
        connection.execute("insert into people (id, name, made_at) values (1, x'00', 0)")
        connection.execute(
            "insert into contacts (id, address, channel, chat, person_id, language, group_chat, offers, made_at) "
            "values (1, 'web:a', 'web', 'a', 1, 'vi', 0, x'00', 0)"
        )
        connection.execute(
            "insert into roles (id, person_id, contact_id, role, drive, granted_at) "
            "values (1, 1, 1, 'volunteer', 'thanh-oai', 0)"
        )
    refused = operator.types("plan unload thanh-oai")
    assert (refused.code, refused.out) == (1, "")
    assert "thanh-oai stays: it has roles" in refused.err
    assert len(units(operator)) > 30
