"""Devices at the desk: found by tag, number, code, state and unit; seen to once; and by nobody but their keepers."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import func, select

from bot.desk.devices.device_actions import DEVICE_ACTIONS
from bot.programme.codes import shown
from bot.programme.devices.transfers import send_goods
from bot.programme.ledger.entries import verify
from bot.programme.world import World
from bot.storage.tables import devices, entries
from tests.desk.desk_world import ORGANISER, Browser, DeskWorld, Page, paths

LIST = "/desk/devices"
HOME = "Ủy ban MTTQ Việt Nam huyện Thanh Oai"
HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> {{ 987654321*987654321 }}"
TAG = re.compile(r'<th scope="row"><a href="/desk/devices/(\w+)"')


async def found(browser: Browser, asked: str) -> list[str]:
    """The tags on a page of the list."""
    page = await browser.get(f"{LIST}?{asked}")
    assert page.status == 200, page.words
    return TAG.findall(page.html)


async def state(desk: DeskWorld, tag: str) -> str:
    [(status,)] = await desk.rig.rows(select(devices.c.status).where(devices.c.tag == tag))
    return str(status)


async def do(browser: Browser, tag: str, deed: str, page: Page | None = None, **fields: str) -> Page:
    page = page or await browser.get(f"{LIST}/{tag}")
    return await browser.post(f"{LIST}/{tag}", {**page.hidden, "do": deed, **fields})


async def test_a_device_is_found_by_tag_number_and_gift_code(desk: DeskWorld) -> None:
    code = await desk.add_device_pledge("Lê Thị Hảo Tâm")
    tag = await desk.device(serial="S/N: c02-x41 kj", code=code)
    other = await desk.device(serial="490154203237518")
    browser = await desk.enter("coordinator")
    for typed in (
        tag,
        shown(tag).lower(),
        shown(tag)[:-1] + "0",
        "C02X41KJ",
        "sn: c02 x41-kj",
        "x41kj",
        code,
        shown(code),
    ):
        assert await found(browser, f"text={typed}") == [tag], typed
    assert await found(browser, "text=imei: 490154 20 323751 8") == [other]
    for typed in ("C02X41KK", "đèn", "???", "%25", "x41", "_____"):
        assert await found(browser, f"text={typed}") == [], typed
    assert await found(browser, "text=++") == [other, tag]


async def test_a_device_is_found_by_its_state_and_unit(desk: DeskWorld) -> None:
    tags = {
        "ready": await desk.device(),
        "received": await desk.device(used=True),
        "repair": await desk.device(verdict="repair", note="màn hình"),
        "parts": await desk.device(verdict="parts", note="màn hình", at="hoi-lhpn"),
    }
    browser = await desk.enter("coordinator")
    for name, tag in tags.items():
        assert await found(browser, f"state={name}") == [tag]
    assert await found(browser, "state=way") == []
    assert await found(browser, "state=all") == list(tags.values())[::-1]
    page = await browser.get(LIST)
    units = {name: number for number, name in re.findall(r'<option value="(\d+)">([^<]+)</option>', page.html)}
    assert len(units) == 2
    assert await found(browser, f"unit={units[HOME]}") == [tags["repair"], tags["received"], tags["ready"]]
    assert await found(browser, f"state=parts&unit={units[HOME]}") == []


async def test_a_device_on_its_way_is_told_apart_and_left_alone(desk: DeskWorld) -> None:
    tag = await desk.device()

    async def send(tx: World) -> None:
        here, there = await desk.rig.unit(tx.work, ORGANISER), await desk.rig.unit(tx.work, "cao-vien")
        await send_goods(tx, unit=here, to=there, kinds={"tablet": 1})

    browser = await desk.enter("coordinator")
    before = await browser.get(f"{LIST}/{tag}")
    await desk.act_as("coordinator", send)
    assert (await found(browser, "state=way"), await found(browser, "state=ready")) == ([tag], [])
    page = await browser.get(f"{LIST}/{tag}")
    assert "đang chuyển" in page.words
    assert 'name="do"' not in page.html
    assert (await do(browser, tag, "withdraw", before, choice="mistake")).status == 409
    assert await state(desk, tag) == "ready"


async def test_a_long_list_is_read_page_by_page(desk: DeskWorld) -> None:
    for _number in range(45):
        await desk.device(used=True)
    browser = await desk.enter("coordinator")
    [rows] = [[row.tag for row in await desk.rig.rows(select(devices.c.tag).order_by(devices.c.id))]]
    for name, tags in (("received", rows), ("all", rows[::-1])):
        path, seen = f"{LIST}?state={name}", []
        for _page in range(3):
            page = await browser.get(path)
            seen += TAG.findall(page.html)
            further = [one for one in paths(page, '[^"]*after=[^"]+') if 'rel="next"' in page.html]
            path = further[-1] if further else ""
        assert (path, seen) == ("", tags)


async def test_a_device_is_checked_and_then_ready(desk: DeskWorld) -> None:
    tag = await desk.device(used=True)
    browser = await desk.enter("coordinator")
    seen = {"choice": "reset", "lock": "locked", "battery": "good", "text": "Android 9"}
    for wrong in ({"choice": "fire"}, {"battery": "nuclear"}, {"text": ""}):
        assert (await do(browser, tag, "check", None, **seen | wrong)).status == 409
    page = await do(browser, tag, "check", None, **seen)
    assert page.path.startswith(f"{LIST}/{tag}?did=check")
    assert "Khôi phục cài đặt gốc" in page.words
    assert await state(desk, tag) == "received"
    page = await do(browser, tag, "check", page, **seen | {"lock": "free"})
    assert await state(desk, tag) == "ready"
    assert 'value="check"' not in page.html
    assert "sẵn sàng" in page.words


async def test_a_device_is_repaired_at_the_desk(desk: DeskWorld) -> None:
    tag = await desk.device(verdict="repair", note="không sạc")
    browser = await desk.enter("coordinator")
    assert (await do(browser, tag, "repaired", cost="1", minutes="1")).status == 409
    assert (await do(browser, tag, "take_on", text="x")).status == 409
    page = await do(browser, tag, "take_on", text="cổng sạc lỏng")
    assert "cổng sạc lỏng" in page.words
    assert (await do(browser, tag, "take_on", text="cổng sạc")).status == 409
    assert (await do(browser, tag, "repaired", page, text="cổng mới", cost="nhiều", minutes="30")).status == 409
    page = await do(browser, tag, "repaired", text="cổng mới", cost="120.000", minutes="30")
    assert "120.000 đ" in page.words
    assert await state(desk, tag) == "ready"


async def test_what_is_given_up_is_recycled_with_its_reason(desk: DeskWorld) -> None:
    tag = await desk.device(verdict="repair", note="pin phồng")
    browser = await desk.enter("coordinator")
    await do(browser, tag, "take_on", text="pin phồng")
    await do(browser, tag, "leave")
    await do(browser, tag, "take_on", text="pin phồng")
    page = await do(browser, tag, "give_up", choice="unsafe", end="recycle")
    assert await state(desk, tag) == "withdrawn"
    assert "Đưa đi tái chế: Dùng không an toàn" in page.words
    assert (await desk.rig.app.ask(verify)).whole


async def test_a_new_verdict_needs_its_reason(desk: DeskWorld) -> None:
    tag = await desk.device()
    browser = await desk.enter("coordinator")
    page = await do(browser, tag, "judge", choice="repair", text=" . ")
    assert page.status == 409
    assert 'role="alert"' in page.html
    assert await state(desk, tag) == "ready"
    assert (await do(browser, tag, "judge", choice="gold", text="pin phồng")).status == 409
    page = await do(browser, tag, "judge", choice="repair", text="pin\x00 phồng")
    assert (page.status, await state(desk, tag)) == (200, "repair")
    assert "pin phồng" in page.words


async def test_out_of_the_books_once_though_sent_twice(desk: DeskWorld) -> None:
    tag = await desk.device()
    browser = await desk.enter("coordinator")
    page = await browser.get(f"{LIST}/{tag}")
    answers = await asyncio.gather(*(do(browser, tag, "withdraw", page, choice="mistake") for _n in range(3)))
    assert [one.status for one in answers] == [200, 200, 200]
    assert sum("làm rồi" in one.words for one in answers) == 2
    out = select(func.count()).where(entries.c.sort == "device_out", entries.c.about == tag)
    assert (await desk.rig.rows(out))[0][0] == 1
    assert (await do(browser, tag, "withdraw", page=None, choice="mistake")).status == 409, "with a new key as well"
    assert (await desk.rig.rows(out))[0][0] == 1
    page = await browser.get(f"{LIST}/{tag}")
    assert "đã ra khỏi sổ" in page.words
    assert 'name="do"' not in page.html
    assert (await desk.rig.app.ask(verify)).whole


async def test_ones_own_reason_comes_before_the_chosen_one(desk: DeskWorld) -> None:
    tag = await desk.device()
    browser = await desk.enter("coordinator")
    assert (await do(browser, tag, "withdraw", choice="mistake", text="cũ")).status == 409
    page = await do(browser, tag, "withdraw", choice="mistake", text="Máy bị ngập nước")
    assert "Máy bị ngập nước" in page.words
    [(reason,)] = await desk.rig.rows(select(entries.c.reason).where(entries.c.sort == "device_out"))
    assert reason == "Máy bị ngập nước"


async def test_hostile_words_stay_words(desk: DeskWorld) -> None:
    code = await desk.add_device_pledge(HOSTILE)
    tag = await desk.device(code=code, note=HOSTILE)
    other = await desk.device(donor=HOSTILE)
    browser = await desk.enter("coordinator")
    await do(browser, tag, "judge", choice="repair", text=HOSTILE)
    await do(browser, other, "withdraw", text=HOSTILE)
    refused = await do(browser, other, "judge", choice=HOSTILE, text=HOSTILE)
    seen = (f"{LIST}/{tag}", f"{LIST}/{other}", LIST, f"{LIST}?text=%3Cscript%3E", f"/desk/pledges/{code}")
    pages = [refused, *[await browser.get(path) for path in seen]]
    for page in pages:
        assert page.status in (200, 409)
        assert "<script" not in page.html
        assert "<img src=x" not in page.html
    assert "alert(1)" in pages[1].words


async def test_an_accountant_sees_no_devices(desk: DeskWorld) -> None:
    code = await desk.add_device_pledge("Lê Thị Hảo Tâm")
    tag = await desk.device(code=code, serial="C02X41KJ", used=True)
    keeper, browser = await desk.enter("coordinator"), await desk.enter("accountant")
    home = await browser.get("/desk")
    assert LIST not in home.html
    assert "what=devices" not in home.html
    for path in (LIST, f"{LIST}/{tag}", f"{LIST}/TOMAAAAAAA"):
        page = await browser.get(path)
        assert (page.status, "C02X41KJ" in page.words) == (403, False)
    assert (await do(browser, tag, "check", home, choice="reset", text="Android 9")).status == 403
    [(wiped,)] = await desk.rig.rows(select(devices.c.wiped).where(devices.c.tag == tag))
    assert not wiped
    page = await browser.get(f"/desk/pledges/{code}")
    assert tag not in page.html
    assert "Thiết bị do nơi khác giữ: 1" in page.words
    assert LIST in (await keeper.get("/desk")).html


async def test_an_accountant_who_keeps_a_units_devices_sees_those_alone(desk: DeskWorld) -> None:
    here, elsewhere = await desk.device("cao-vien"), await desk.device()
    await desk.rig.says("accountant", f"/start {await desk.rig.invite('helper', 'cao-vien')}")
    browser = await desk.enter("accountant")
    assert await found(browser, "") == [here]
    assert (await browser.get(f"{LIST}/{elsewhere}")).status == 403
    page = await browser.get(f"{LIST}/{here}")
    assert (await do(browser, elsewhere, "withdraw", page, choice="mistake")).status == 403
    assert await state(desk, elsewhere) == "ready"


async def test_a_form_made_by_hand_is_no_trouble(desk: DeskWorld) -> None:
    tag = await desk.device()
    mine, other = await desk.enter("coordinator"), await desk.enter("manager")
    assert (await do(mine, tag, "drop table")).status == 400
    assert (await do(mine, tag, "withdraw", await other.get(LIST), choice="mistake")).status == 403
    fields = {**(await mine.get(LIST)).hidden, "do": "withdraw", "choice": "mistake"}
    answer = await mine.post(f"{LIST}/{tag}", fields, origin="https://elsewhere.example.org")
    assert answer.status == 403
    assert await state(desk, tag) == "ready"


@pytest.mark.parametrize(
    "asked",
    ["state=nonsense", "after=x", "after=99999999999999999999", "unit=x", "unit=1", "unit=%C2%B2", "text=%00",
     "text=" + "a" * 5000, "state=ready&state=all", "after=-1"],
)  # fmt: skip
async def test_an_odd_address_is_no_trouble(desk: DeskWorld, asked: str) -> None:
    await desk.device()
    assert (await (await desk.enter("coordinator")).get(f"{LIST}?{asked}")).status == 200


async def test_every_deed_in_the_list_has_its_button(desk: DeskWorld) -> None:
    tags = [await desk.device(used=True), *[await desk.device(verdict="repair", note="vỡ") for _one in range(2)]]
    browser = await desk.enter("coordinator")
    await do(browser, tags[-1], "take_on", text="màn hình vỡ")
    pages = [await browser.get(f"{LIST}/{tag}") for tag in tags]
    for action in DEVICE_ACTIONS:
        assert any(f'name="do" value="{action.name}"' in page.html for page in pages), action.name


async def test_a_pledge_lists_its_devices(desk: DeskWorld) -> None:
    code = await desk.add_device_pledge("Lê Thị Hảo Tâm", count=3)
    browser = await desk.enter("coordinator")
    assert "Chưa nhận được gì." in (await browser.get(f"/desk/pledges/{code}")).words
    tags = [await desk.device(code=code), await desk.device("hoi-lhpn", code=code)]
    await do(browser, tags[1], "withdraw", choice="given_back")
    await desk.device("cao-vien", code=code)
    page = await browser.get(f"/desk/pledges/{code}")
    assert TAG.findall(page.html) == tags
    assert "đã ra khỏi sổ" in page.words
    assert "Thiết bị do nơi khác giữ: 1" in page.words
