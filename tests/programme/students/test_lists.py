"""A school's list from its file to the drive's list: shown first, taken once, and forgotten."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from bot.chat.kind import File
from bot.programme.students import probing
from bot.programme.students.particulars import Particulars
from bot.programme.students.trail import trail_of
from bot.storage.tables import doubles, list_imports, list_rows, roles, students
from tests.support.entries import entry
from tests.support.listed import lists
from tests.support.rig import Rig

HEAD = "STT;Họ và tên;Ngày sinh;Lớp;Phụ huynh;SĐT;Diện;Nhu cầu"
AN = "1;Lê Hoài An;5/9/2010;5A;Lê Văn Bình;0900000201;Hộ nghèo;Máy tính"
CHAU = "2;Đỗ Minh Châu;7/8/2010;5A;Đỗ Văn Dũng;0900000203;Cận nghèo;Máy tính"
TEACHER = "teacher"


async def sends(rig: Rig, *rows: str, consent: int = 1, head: str = HEAD) -> Any:
    """A teacher sends a list; returns the last message they hear."""
    content = "\n".join((head, *rows)).encode()
    rig.handlers["web"].files["web:ds"] = content
    await rig.says(TEACHER, "/send_list")
    await rig.press(TEACHER, consent)
    return (await rig.says(TEACHER, document=File("web:ds", "ds.csv", "text/csv", len(content))))[-1]


async def listed(rig: Rig) -> dict[str, tuple[str, str, str, bool, bool]]:
    """Class, phone, household and needs of everybody on the list, by name."""
    found = {}
    for row in await rig.rows(select(students).where(students.c.status == "listed")):
        known = rig.secrecy.reveal(row.secret, row.id, Particulars)
        found[known.name] = (known.class_name, known.phone, row.household, row.needs_device, row.needs_line)
    return found


async def outcomes(rig: Rig) -> list[str]:
    return [row.outcome for row in await rig.rows(select(list_rows).order_by(list_rows.c.place))]


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
async def test_nobody_is_on_the_list_before_the_yes_and_then_everybody_once(tmp_path: Path, engine: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00", engine=engine) as rig:
        await sends(rig, AN, CHAU)
        assert (await listed(rig), await outcomes(rig)) == ({}, ["new", "new"])
        old = rig.button(TEACHER, 1).data
        await rig.press(TEACHER, 1)
        assert await listed(rig) == {
            "Lê Hoài An": ("5A", "+84900000201", "poor", True, False),
            "Đỗ Minh Châu": ("5A", "+84900000203", "near-poor", True, False),
        }
        await rig.says(TEACHER, button=old)
        said = await sends(rig, AN, CHAU.replace("5A", "5B"))
        assert await outcomes(rig) == ["known", "changed"]
        assert "5B" not in said.text, "no particulars beyond what is needed"
        await rig.press(TEACHER, 1)
        assert (await listed(rig))["Đỗ Minh Châu"][0] == "5B"
        assert len(await listed(rig)) == 2
        [chau] = [row.id for row in await rig.rows(select(students)) if "Châu" in name_of(rig, row)]
        trail = await rig.app.ask(lambda tx: trail_of(tx, chau))
        told = [[one.detail.get(part) for part in ("by", "answer", "old", "new")] for one in trail]
        assert [one.what for one in trail] == ["entered", "changed"]
        assert told == [["list", None, None, None], ["list", "class_name", "5A", "5B"]]


def name_of(rig: Rig, row: Any) -> str:
    return rig.secrecy.reveal(row.secret, row.id, Particulars).name


async def test_the_file_comes_back_with_what_came_of_each_row(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        said = await sends(rig, AN, CHAU.replace("7/8/2010", "31/2/2010"), AN)
        [sheet] = [CalamineWorkbook.from_object(io.BytesIO(rig.handlers["web"].files[said.document["file"]]))]
        rows = sheet.get_sheet_by_index(0).to_python()
        assert [row[-1] for row in rows] == [
            "Kết quả kiểm tra",
            "Em mới: thêm được",
            "ngày sinh không có thật (31/2/2010)",
            "trùng học sinh ở dòng 2",
        ]
        assert [row[1] for row in rows[1:]] == ["Lê Hoài An", "Đỗ Minh Châu", "Lê Hoài An"]


async def test_the_file_that_came_back_can_be_mended_and_sent_again(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        said = await sends(rig, AN, CHAU.replace("7/8/2010", "31/2/2010"))
        back = rig.handlers["web"].files[said.document["file"]]
        await rig.press(TEACHER, 1)
        rig.handlers["web"].files["web:again"] = back
        await rig.says(TEACHER, "/send_list")
        await rig.press(TEACHER, 1)
        await rig.says(TEACHER, document=File("web:again", "ds-ket-qua.xlsx", "", len(back)))
        assert (await outcomes(rig))[-2:] == ["known", "flawed"]


async def test_a_child_of_another_school_is_refused_and_never_shown(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        code = await rig.invite("school_contact", "thcs-tam-hung")
        await rig.says("other", f"/start {code}")
        for text in entry("Lê Hoài An", "5/9/2010", "7C", "Lê Văn Bình", "0900000201"):
            heard = await rig.says("other", text)
        assert "HS-" in heard[-1].text, [one.text for one in heard]
        said = await sends(rig, AN, "2;Lê Hoài Ân;5/9/2010;5A;Lê Thị Nga;0900000777;Hộ nghèo;Máy tính")
        assert await outcomes(rig) == ["elsewhere", "likely"]
        everything = "\n".join(message.text for message in rig.all_heard(TEACHER)) + str(await shown(rig, said))
        assert "7C" not in everything
        assert "HS-" not in everything
        await rig.press(TEACHER, "🔁 Xem các em có thể trùng")
        assert "do trường khác đăng ký" in rig.all_heard(TEACHER)[-1].text
        await rig.press(TEACHER, "Không, cùng một em")
        assert len(await listed(rig)) == 1


async def shown(rig: Rig, said: Any) -> list[Any]:
    """The cells of the file that came with a message."""
    content = rig.handlers["web"].files[said.document["file"]]
    return CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()


async def test_whoever_lost_the_role_meanwhile_puts_nobody_on_the_list(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sends(rig, AN)
        mine = roles.c.role == "school_contact"
        async with rig.work() as work:
            await work.execute(roles.update().where(mine).values(ended_at=rig.clock()))
        heard = await rig.press(TEACHER, 1)
        assert "mã" in heard[-1].text
        assert await listed(rig) == {}


async def test_without_a_yes_in_the_column_nobody_is_taken(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        head = f"{HEAD};Phụ huynh đồng ý"
        await sends(rig, f"{AN};x", f"{CHAU};", consent=3, head=head)
        assert await outcomes(rig) == ["new", "flawed"]
        await rig.press(TEACHER, 1)
        assert list(await listed(rig)) == ["Lê Hoài An"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (AN.replace("2010", "1995"), "ngày sinh quá tuổi của đợt vận động này (05/09/1995)"),
        (AN.replace("2010", "2020"), "ngày sinh chưa đủ tuổi của đợt vận động này (05/09/2020)"),
        (AN.replace("Hộ nghèo", "Khá giả"), "diện hộ không thuộc diện nào của đợt vận động này (Khá giả)"),
        (AN.replace("Máy tính", "Mạng"), "còn thiếu gì không thiếu thứ nào mà đợt vận động này hỗ trợ"),
        (AN.replace("Lê Văn Bình", ""), "phụ huynh còn thiếu"),
        (AN.replace("5A", ""), "lớp còn thiếu"),
        (AN.replace("Lê Hoài An", "An"), "họ tên chỉ có một chữ (An)"),
        (AN.replace("5/9/2010", "2010"), "ngày sinh thiếu ngày (2010)"),
    ],
)
async def test_what_the_drive_does_not_take_is_said_in_the_row(tmp_path: Path, row: str, said: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        assert said in (await sends(rig, row)).text
        assert await outcomes(rig) == ["flawed"]


async def test_files_and_rows_are_gone_once_it_is_settled(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sends(rig, AN)
        await rig.press(TEACHER, 1)
        assert "web:ds" not in rig.handlers["web"].files
        assert await rig.rows(select(list_rows)) == []
        await sends(rig, CHAU)
        await rig.press(TEACHER, "Thôi, bỏ danh sách này")
        assert "web:ds" not in rig.handlers["web"].files
        assert (await rig.rows(select(list_rows)), await states(rig)) == ([], ["taken", "dropped"])


async def test_on_which_nobody_decides_is_put_away_after_a_week(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sends(rig, AN)
        old = rig.button(TEACHER, 1).data
        await rig.move("2021-10-04 01:00")
        assert await states(rig) == ["read"]
        await rig.move("2021-10-05 09:00")
        assert (await states(rig), await rig.rows(select(list_rows))) == (["dropped"], [])
        assert "đã một tuần" in rig.all_heard(TEACHER)[-1].text
        assert "xử lý xong" in (await rig.says(TEACHER, button=old))[-1].text


async def test_a_list_on_paper_is_kept_until_the_drives_particulars_go(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        rig.handlers["web"].files["web:giay.jpg"] = b"a picture"
        await rig.says(TEACHER, "/send_list")
        await rig.press(TEACHER, 1)
        await rig.sends(TEACHER, "giay.jpg")
        assert await states(rig) == ["paper"]
        await rig.move("2021-11-15 09:00")
        assert "web:giay.jpg" in rig.handlers["web"].files
        await rig.move("2021-11-20 09:00")
        assert "web:giay.jpg" not in rig.handlers["web"].files


async def test_a_list_of_another_school_can_neither_be_taken_nor_dropped(tmp_path: Path) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        await sends(rig, AN)
        take = rig.button(TEACHER, 1).data
        code = await rig.invite("school_contact", "thcs-tam-hung")
        await rig.says("other", f"/start {code}")
        for command in (take, take.replace("take_list", "drop_list"), take.replace("take_list", "settle_list")):
            heard = await rig.says("other", command)
            assert "mã" in heard[-1].text, heard[-1].text
        assert (await listed(rig), await states(rig)) == ({}, ["read"])


async def states(rig: Rig) -> list[str]:
    return [row.status for row in await rig.rows(select(list_imports).order_by(list_imports.c.id))]


async def test_a_list_is_no_way_to_find_out_who_is_listed_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the day's limit a child of another school is a row like any other; reviewers see that there are two."""
    monkeypatch.setattr(probing, "A_DAY", 1)
    async with Rig(tmp_path, start="2021-09-27 09:00") as rig:
        for name, day, phone in (("Lê Hoài An", "5/9/2010", "0900000201"), ("Đỗ Minh Châu", "7/8/2010", "0900000203")):
            await lists(rig, "teacher-kim-bai", name, day, phone=f"+84{phone[1:]}")
        await sends(rig, AN, CHAU)
        assert sorted(await outcomes(rig)) == ["elsewhere", "new"]
        await rig.press(TEACHER, 1)
        [pair] = await rig.rows(select(doubles))
        assert pair.certain
        both = select(students).where(students.c.id.in_((pair.student_id, pair.other_id)))
        [one, other] = await rig.rows(both)
        assert name_of(rig, one) == name_of(rig, other)
        assert one.school_id != other.school_id
