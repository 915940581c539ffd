"""A file of pays through the whole bot: one sum comes out, the file goes, and no pay is left anywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import select, update

from bot.bank.payroll import MOST, Why
from bot.bank.statements.shape import Reason
from bot.chat.kind import File
from bot.messages import Outgoing
from bot.programme.day_pay.payrolls import FAILED
from bot.storage import history
from bot.storage.tables import expectations as expectation_rows
from bot.storage.tables import roles
from tests.bank.statements.making import workbook
from tests.storage.test_sealed import lies
from tests.support.digits import tells
from tests.support.rig import Rig

PAYS = (8_513_577, 7_214_633, 9_120_411, 6_733_129)
BOOK = workbook([["Họ tên", "Lương"], *[[f"Người Thứ {n}", pay] for n, pay in enumerate(PAYS)]])
TEXT = "\n".join(f"Người Thứ {n};{pay}" for n, pay in enumerate(PAYS)).encode()


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        yield made


async def sends(rig: Rig, content: bytes, name: str, before: str = "") -> list[Outgoing]:
    rig.handlers["web"].files["web:f"] = content
    await rig.says("contact-cao-vien", "/tinhngayluong")
    if before:
        await rig.says("contact-cao-vien", before)
    return await rig.says("contact-cao-vien", document=File("web:f", name, "", len(content)))


async def no_pay_is_left(rig: Rig) -> None:
    kept = repr(await rig.everything()) + await lies(rig.database)
    kept += repr(await history.page(rig.database, rig.address("contact-cao-vien"), None, 40))
    for pay in PAYS:
        assert not tells(kept, pay)
        assert f"{pay:,}".replace(",", ".") not in kept
    assert "Người Thứ" not in kept
    assert rig.handlers["web"].files == {}
    folder = [path for path in rig.settings.data_dir.rglob("*") if path.is_file()]
    assert not any(BOOK in path.read_bytes() or TEXT in path.read_bytes() for path in folder)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
@pytest.mark.parametrize(("content", "name"), [(BOOK, "luong.xlsx"), (TEXT, "luong.csv")])
async def test_one_sum_is_kept_and_no_pay(tmp_path: Path, engine: str, content: bytes, name: str) -> None:
    async with Rig(tmp_path, start="2021-09-27 09:00", engine=engine) as rig:
        heard = await sends(rig, content, name)
        assert "31.581.750" in heard[-1].text.replace("\u00a0", " ")
        assert max(len(button.data.encode()) for button in heard[-1].buttons) <= 64
        await rig.press("contact-cao-vien", 1)
        [row] = await rig.rows(select(expectation_rows))
        assert (row.head_count, row.expected) == (4, round(sum(PAYS) / 22))
        await no_pay_is_left(rig)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (BOOK[: len(BOOK) // 2], "luong.xlsx"),
        (f"{PAYS[0]}\n{PAYS[1]}".encode(), "luong.csv"),
        ("\n".join(f"{pay};{pay + 5_000_000}" for pay in PAYS).encode(), "luong.csv"),
        (b"%PDF" + str(PAYS[0]).encode(), "luong.pdf"),
        (b"", ""),
    ],
)
async def test_a_wrong_file_is_explained_and_forgotten(rig: Rig, content: bytes, name: str) -> None:
    heard = await sends(rig, content, name)
    assert heard[-1].buttons[0].label == "🧮 Tính số tiền"
    assert await rig.rows(select(expectation_rows)) == []
    await no_pay_is_left(rig)


async def test_no_keeps_nothing(rig: Rig) -> None:
    await sends(rig, BOOK, "luong.xlsx")
    await rig.press("contact-cao-vien", 2)
    assert await rig.rows(select(expectation_rows)) == []
    await no_pay_is_left(rig)


async def test_the_same_file_twice_is_the_same_sum_and_not_twice_the_sum(rig: Rig) -> None:
    first = await sends(rig, BOOK, "luong.xlsx")
    again = await sends(rig, BOOK, "luong.xlsx")
    assert [message.text for message in first] == [message.text for message in again]
    await rig.press("contact-cao-vien", 1)
    await rig.press("contact-cao-vien", 1, back=2)
    [row] = await rig.rows(select(expectation_rows))
    assert (row.head_count, row.expected) == (4, round(sum(PAYS) / 22))


async def test_the_rest_of_a_pasted_column_may_come_as_a_file(rig: Rig) -> None:
    heard = await sends(rig, BOOK, "luong.xlsx", before="5.000.000\n5.000.000\n5.000.000")
    assert "46.581.750" in heard[-1].text.replace("\u00a0", " ")
    await rig.press("contact-cao-vien", 1)
    [row] = await rig.rows(select(expectation_rows))
    assert (row.head_count, row.expected) == (7, round((sum(PAYS) + 15_000_000) / 22))


async def test_more_people_than_fit_are_refused_though_the_file_alone_would_fit(rig: Rig) -> None:
    heard = await sends(rig, b"6.500.000\n" * (MOST - 2), "luong.csv", before="5.000.000\n5.000.000\n5.000.000")
    assert str(MOST) in heard[-1].text.replace(".", "")
    assert [button.label for button in heard[-1].buttons] == ["🧮 Tính số tiền"]


async def test_who_lost_the_unit_meanwhile_keeps_nothing(rig: Rig) -> None:
    await sends(rig, BOOK, "luong.xlsx")
    async with rig.work() as work:
        await work.execute(update(roles).values(ended_at=rig.clock()))
    await rig.press("contact-cao-vien", 1)
    assert await rig.rows(select(expectation_rows)) == []


@pytest.mark.parametrize("argument", ["", "x", "1 2", "1 2 3 4", "٣ ٣ ٣", "1 -2 3", "9" * 19 + " 5 5", "1 1 1"])
async def test_a_forged_button_keeps_nothing(rig: Rig, argument: str) -> None:
    assert await rig.says("contact-cao-vien", f"/luutongluong {argument}")
    assert await rig.rows(select(expectation_rows)) == []


def test_every_reason_has_its_sentence() -> None:
    reasons = {reason for told in get_args(Why) for reason in (get_args(told) or (told,))}
    # Only a statement has these.
    unsaid = {"no date column", "no amount column", "another currency", "not in single dong", "another account",
              "old font", "swapped days"}  # fmt: skip
    assert set(FAILED) == reasons - unsaid
    assert unsaid <= set(get_args(Reason))
