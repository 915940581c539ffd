"""A picture of a transfer where pictures are read: what it says is said back, and nothing in the books moves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from sqlalchemy import func, select

from bot.bank.bills import Bill, BillJob, NoBill
from bot.messages import Incoming, Outgoing
from bot.programme.codes import new_code, read_code
from bot.storage.tables import outbox, pledges, receipts
from bot.texts import NBSP, unmarked
from tests.support.rig import Rig
from tests.support.transcript import CODE

READ = ("web", "bill")
"""A reader of pictures is there, which here only writes its jobs down."""
AT = datetime(2021, 9, 27, 10, 32, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
UNREAD = "Mình không đọc được mã món quà nào trên ảnh của bạn."
YET = "Ảnh chưa phải là tiền đã về: ngân hàng báo thì sổ mới ghi nhận, và mình nhắn bạn ngay."
NOT_NEEDED = "Ảnh chuyển khoản thì không cần gửi: ngân hàng báo về là mình ghi nhận và báo bạn ngay."


async def pledge(rig: Rig, who: str = "donor") -> tuple[str, str]:
    """Somebody pledges 500.000 đ; their code as it is shown and as it is stored."""
    for said in ("/goptien", "500k", "4", "1", "có"):
        heard = await rig.says(who, said)
    match = CODE.search(unmarked(heard[0].text))
    assert match
    return match[0], read_code(match[0], "TO") or ""


def jobs(rig: Rig) -> list[BillJob]:
    """What the reader was asked."""
    asked: list[Outgoing] = rig.handlers["bill"].delivered
    return [msgspec.convert(message.document, BillJob) for message in asked]


async def reads(rig: Rig, found: Bill | NoBill, who: str = "donor") -> list[str]:
    """What is heard once the last picture was read."""
    job, rig_about = jobs(rig)[-1], {"occasion": "bill_read", "found": msgspec.to_builtins(found)}
    about: dict[str, Any] = {**rig_about, "drive": job.drive, "contact": job.contact}
    rig.heard(who)
    await rig.take(Incoming(channel="bank", chat=str(job.contact), id=f"bill:{job.job}", at=rig.clock(), about=about))
    [heard] = rig.heard(who)
    return unmarked(heard.text).replace(NBSP, " ").split("\n")


async def test_what_was_read_is_said_back_and_nothing_counts(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        code, stored = await pledge(rig)
        [wait] = await rig.sends("donor", "bill.jpg")
        assert wait.text == "Cảm ơn bạn! Bạn chờ một chút, mình đang xem ảnh."
        [job] = jobs(rig)
        assert (job.file, job.prefix, job.zone, job.asked_at) == (
            "web:bill.jpg", "TO", "Asia/Ho_Chi_Minh", rig.clock())  # fmt: skip
        still = f"🟡 {code}: 500.000 đ, ngân hàng chưa báo tiền về."
        assert await reads(rig, Bill([stored], [], 500_000, AT)) == [
            f"Trên ảnh mình đọc được {code}, 500.000 đ, 10:32, 27/9/2021.", still, YET]  # fmt: skip
        async with rig.work() as work:
            assert (await work.one(select(func.count()).select_from(receipts)))[0] == 0
            assert (await work.one(select(pledges.c.status))).status == "promised"
            bodies = " ".join(
                row.body for row in await work.rows(select(outbox.c.body).where(outbox.c.channel == "bill"))
            )
        assert stored not in bodies
        assert "500" not in bodies


@pytest.mark.parametrize(
    ("minor", "at", "said"),
    [
        (None, None, "Trên ảnh mình đọc được {code}."),
        (500_000, None, "Trên ảnh mình đọc được {code}, 500.000 đ."),
        (None, AT, "Trên ảnh mình đọc được {code}, 10:32, 27/9/2021."),
    ],
)
async def test_what_was_not_read_is_not_said(tmp_path: Path, minor: int | None, at: datetime | None, said: str) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        code, stored = await pledge(rig)
        await rig.sends("donor", "bill.jpg")
        assert (await reads(rig, Bill([], [stored], minor, at)))[0] == said.format(code=code)


async def test_another_sum_is_told_so(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        _code, stored = await pledge(rig)
        await rig.sends("donor", "bill.jpg")
        lines = await reads(rig, Bill([stored], [], 900_000))
        assert lines[2:] == ["Số tiền này khác số bạn đăng ký, cũng có thể mình đọc nhầm.", YET]


async def test_what_has_come_in_is_told_so(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        code, stored = await pledge(rig)
        await rig.bank(500_000, f"UNG HO {stored}")
        await rig.sends("donor", "bill.jpg")
        assert (await reads(rig, Bill([stored], [], 500_000)))[1:] == [f"✅ {code}: đã nhận 500.000 đ."]


@pytest.mark.parametrize(
    "found", [NoBill("broken"), NoBill("too often"), NoBill("too late"), Bill([], [], 500_000, AT)]
)
async def test_where_no_code_was_read_the_usual_answer_comes(tmp_path: Path, found: Bill | NoBill) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        code, _stored = await pledge(rig)
        await rig.sends("donor", "bill.jpg")
        assert await reads(rig, found) == [UNREAD, NOT_NEEDED, f"🟡 {code}: 500.000 đ, ngân hàng chưa báo tiền về."]


async def test_of_somebody_elses_code_nothing_is_said(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        theirs, stored = await pledge(rig, "other")
        mine, _stored = await pledge(rig)
        await rig.sends("donor", "bill.jpg")
        lines = await reads(rig, Bill([stored], [], 500_000, AT))
        assert lines[0] == "Mã trên ảnh không phải của đăng ký nào bạn đang chờ ở đây."
        assert theirs not in "".join(lines)
        assert mine in lines[-1]
        await rig.sends("donor", "bill.jpg")
        assert (await reads(rig, Bill([], [stored])))[0] == UNREAD  # a slip is not mended to somebody else's


async def test_two_codes_are_none(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        _code, stored = await pledge(rig)
        await rig.sends("donor", "bill.jpg")
        assert (await reads(rig, Bill([stored, new_code("TO")])))[0] == UNREAD


async def test_only_pictures_of_those_who_pledged_money_are_read(tmp_path: Path) -> None:
    async with Rig(tmp_path, channels=READ) as rig:
        await rig.sends("visitor", "bill.jpg")
        await pledge(rig)
        await rig.sends("donor", "bill.pdf", "application/pdf")
        await rig.says("donor", "/goptien")
        await rig.sends("donor", "bill.jpg")  # a question is open
        assert jobs(rig) == []


async def test_where_no_reader_is_the_usual_answer_comes_at_once(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await pledge(rig)
        [heard] = await rig.sends("donor", "bill.jpg")
        assert heard.text.startswith("Mình không xem được ảnh")
