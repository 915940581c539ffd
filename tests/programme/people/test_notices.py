"""Notices reach whom they concern, while they hold: in the greeting, at the reception, at an appointment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
import pytest

from bot.messages import Outgoing
from bot.programme.people.notices import ToldNotice, notices_for
from bot.programme.plan import load_plan
from bot.programme.plan.identity import Notice
from tests.support.rig import Rig

PLAN = load_plan("thanh-oai")
START = PLAN.window.opens
MOVED = Notice(
    key="moved",
    says={"vi": "Điểm nhận chuyển sang nhà văn hóa.", "en": "The drop-off is at the house of culture."},
    units=("cao-vien",),
    begins=START + timedelta(days=6),
    ends=START + timedelta(days=9),
)


def noticed(rig: Rig, *notices: Notice) -> None:
    """From now on the drive has these notices."""
    rig.plan = msgspec.structs.replace(rig.plan, notices=notices)
    rig.app.plans[rig.plan.slug] = rig.plan  # type: ignore[index]  # the app's own dict


def told(messages: Sequence[Outgoing]) -> str:
    return "\n".join(message.text for message in messages)


@pytest.mark.parametrize(
    ("units", "told_of"),
    [([], False), (["cao-vien"], True), (["th-cao-vien"], True), (["kim-bai"], False), (["thanh-oai"], False)],
)
def test_it_concerns_a_unit_and_all_below_it(units: list[str], told_of: bool) -> None:
    plan = msgspec.structs.replace(PLAN, notices=(MOVED,))
    assert bool(notices_for(plan, units)) is told_of


def test_what_names_no_unit_concerns_everybody() -> None:
    everybody = msgspec.structs.replace(MOVED, units=())
    assert notices_for(msgspec.structs.replace(PLAN, notices=(everybody,)), [])


@pytest.mark.parametrize(("days", "holds", "lasts"), [(-1, False, True), (0, True, True), (3, True, True)])
def test_it_holds_from_its_first_to_its_last_moment(days: int, holds: bool, lasts: bool) -> None:
    assert MOVED.begins is not None
    one = ToldNotice(MOVED.says, MOVED.begins, MOVED.ends)
    at = MOVED.begins + timedelta(days=days)
    assert (one.holds(at), one.lasts(at)) == (holds, lasts)
    assert not one.lasts(at + timedelta(days=20))
    assert ToldNotice(MOVED.says).holds(datetime.max.replace(tzinfo=START.tzinfo))


async def test_the_greeting_tells_those_of_the_commune_and_nobody_else(rig: Rig) -> None:
    noticed(rig, MOVED)
    assert "nhà văn hóa" not in told(await rig.says("contact-cao-vien", "/start"))
    await rig.move("2021-09-29 09:00")
    assert "Đến hết 2/10/2021: Điểm nhận chuyển sang nhà văn hóa." in told(await rig.says("contact-cao-vien", "/start"))
    assert "nhà văn hóa" in told(await rig.says("teacher", "/start"))  # a school of the commune
    assert "nhà văn hóa" not in told(await rig.says("teacher-kim-bai", "/start"))
    assert "nhà văn hóa" not in told(await rig.says("guest", "/start"))
    await rig.move("2021-10-03 09:00")
    assert "nhà văn hóa" not in told(await rig.says("contact-cao-vien", "/start"))


async def test_the_unit_s_link_the_reception_and_the_day_s_pay_tell_it(rig: Rig) -> None:
    noticed(rig, MOVED)
    assert "Từ 29/9/2021 đến 2/10/2021: Điểm nhận" in told(await rig.says("guest", "/noinhan"))
    await rig.move("2021-09-29 09:00")
    assert "nhà văn hóa" in told(await rig.says("guest", "/start u-cao-vien"))
    assert "nhà văn hóa" not in told(await rig.says("other", "/start u-kim-bai"))
    assert "nhà văn hóa" in told(await rig.says("contact-cao-vien", "/motngayluong"))
    assert "nhà văn hóa" not in told(await rig.says("contact-women", "/motngayluong"))


async def test_an_appointment_on_such_a_day_tells_it_and_so_does_its_reminder(rig: Rig) -> None:
    noticed(rig, MOVED)
    for words in ("/gopmay", "5", "3", "1", "bỏ qua", "không", "1"):
        asked = await rig.says("donor-x", words)
    assert "nhà văn hóa" in told(asked)  # where will you bring it?
    await rig.says("donor-x", "2")
    await rig.press("donor-x", "Thứ Năm 30/9, 08:00–11:00")
    for words in ("4", "1", "có"):
        done = await rig.says("donor-x", words)
    assert "Từ 29/9/2021 đến 2/10/2021: Điểm nhận chuyển sang nhà văn hóa." in told(done)
    await rig.press("donor-x", "🕑 Đổi giờ")
    await rig.says("donor-x", "2")
    moved = await rig.press("donor-x", "Thứ Ba 5/10, 08:00–11:00")
    assert "nhà văn hóa" not in told(moved)
    rig.heard("donor-x")
    await rig.move("2021-10-04 18:00")
    assert "nhà văn hóa" not in told(rig.heard("donor-x"))


async def test_the_reminder_of_an_appointment_tells_what_holds_on_its_day(rig: Rig) -> None:
    noticed(rig, MOVED)
    for words in ("/gopmay", "5", "3", "1", "bỏ qua", "không", "1", "2"):
        await rig.says("donor-x", words)
    await rig.press("donor-x", "Thứ Năm 30/9, 08:00–11:00")
    for words in ("4", "1", "có"):
        await rig.says("donor-x", words)
    rig.heard("donor-x")
    await rig.move("2021-09-29 18:00")
    assert "nhà văn hóa" in told(rig.heard("donor-x"))
