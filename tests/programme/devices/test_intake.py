"""Every device that comes in is in the books exactly once, and every pledge knows what of it is there."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.chat.words import Refused
from bot.programme import codes
from bot.programme.devices import care as device_care
from bot.programme.devices import intake as devices
from bot.programme.devices.intake import Arrival
from bot.programme.devices.labels import labels_waiting, print_labels
from bot.programme.devices.reception import appointments_today, my_receptions, pledge_at
from bot.programme.devices.release import ReleaseCheck, check_for_release
from bot.programme.devices.stock import store
from bot.programme.giving import pledges
from bot.programme.giving.pledges import Delivery, PledgedGoods
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.storage.tables import devices as rows
from bot.storage.tables import entries, pledge_goods, units
from bot.storage.tables import pledges as pledge_rows
from bot.storage.tables import tallies as sums
from tests.support.books import acting, state
from tests.support.rig import Rig

RECEPTION, KEEPER = "cao-vien", "contact-cao-vien"
GOOD = {
    "computer": {"turns-on": "yes", "screen": "whole", "charger": "yes", "locked": "open"},
    "tablet": {"turns-on": "yes", "screen": "whole", "battery": "lesson", "charger": "yes", "locked": "open"},
    "sim": {"active": "yes"},
}


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        for who in ("an", KEEPER, "coordinator", "teacher"):
            await made.says(who, "/start")
        yield made


async def unit(rig: Rig, key: str = RECEPTION) -> int:
    [row] = await rig.rows(select(units.c.id).where(units.c.key == key))
    return int(row.id)


async def makes_pledge(rig: Rig, *goods: tuple[str, int], for_unit: str = "") -> str:
    """An pledges these things; returns the code."""
    number = await unit(rig, for_unit) if for_unit else None
    async with acting(rig, "an") as tx:
        lines = [PledgedGoods(item, count, GOOD[item]) for item, count in goods]
        delivery = Delivery("fetch", fetch_from="thôn Trung", phone="0900000301")
        made = await pledges.add_device_pledge(tx, goods=lines, delivery=delivery, donor="self", name="An", unit=number)
    return made.code


async def comes(
    rig: Rig, item: str = "tablet", *, code: str = "", who: str = KEEPER, reception: str = RECEPTION, **more: Any
) -> devices.Taken:
    """Something comes in at a reception."""
    number = await unit(rig, reception)
    arrival = Arrival(item, **{"condition": GOOD[item], **more})
    async with acting(rig, who) as tx:
        return await devices.take_in(tx, desk=number, arrival=arrival, code=code, giver="" if code else "Bình")


async def device(rig: Rig, tag: str) -> Any:
    [row] = await rig.rows(select(rows).where(rows.c.tag == tag))
    return row


async def holds(rig: Rig) -> None:
    """The running sums, the pledges and the ledger all say what the devices say."""
    found = await rig.rows(select(rows))
    there = [row for row in found if row.status != "withdrawn"]
    counted = Counter((row.unit_id or 0, tallies.came_in(row.item)) for row in there)
    kept = select(sums.c.unit_id, sums.c.item, func.sum(sums.c.gifts), func.sum(sums.c.amount))
    kept = kept.where(sums.c.item.endswith(":in"), sums.c.item != tallies.RECEIVED).group_by(
        sums.c.unit_id, sums.c.item
    )
    told = {(unit, item): (int(gifts), int(pieces)) for unit, item, gifts, pieces in await rig.rows(kept)}
    assert {key: pair for key, pair in told.items() if any(pair)} == {key: (n, n) for key, n in counted.items()}
    in_all = (await rig.app.ask(tallies.came)).things
    assert {item: sum.amount for item, sum in in_all.items() if sum.amount} == Counter(row.item for row in there)
    standing = select(pledge_goods.c.item, func.sum(pledge_goods.c.count)).join(pledge_rows)
    standing = standing.where(pledge_rows.c.status != "cancelled").group_by(pledge_goods.c.item)
    pledged = {item: int(count) for item, count in await rig.rows(standing)}
    totals = await rig.app.ask(tallies.totals)
    assert {item: sum.amount for item, sum in totals.items() if sum.amount} == pledged
    for pledge in await rig.rows(select(pledge_rows).where(pledge_rows.c.kind == "devices")):
        lines = await rig.rows(select(pledge_goods).where(pledge_goods.c.pledge_id == pledge.id))
        wanted = Counter({line.item: 0 for line in lines})
        for line in lines:
            wanted[line.item] += line.count
        came = Counter(row.item for row in there if row.pledge_id == pledge.id)
        whole = all(came[item] >= count for item, count in wanted.items())
        if pledge.status != "cancelled":
            assert (pledge.status == "received") == whole, (pledge.status, wanted, came)
    for row in found:
        about = select(entries.c.sort).where(entries.c.about == row.tag).order_by(entries.c.number)
        lines = [line.sort for line in await rig.rows(about)]
        assert lines == ["device_in", "device_out"] if row.status == "withdrawn" else lines == ["device_in"]
        if row.status in device_care.IN_STORE:
            assert row.status == devices.status_of(
                row.verdict, used=row.used, holds=row.item != "sim", wiped=row.wiped, unlocked=row.unlocked,
                checked=None not in (row.wipe_method, row.battery, row.system),
            )  # fmt: skip
    assert (await rig.app.ask(ledger.verify)).whole


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_comes_and_goes_the_books_say_what_is_there(rig: Rig, seed: int) -> None:
    chance = random.Random(seed)
    given: list[str] = []
    for _step in range(50):
        tags = [row.tag for row in await rig.rows(select(rows.c.tag))]
        what = chance.choice(["promise", "in", "in", "in", "cancel", "out", "judge", "clear"])
        try:
            if what == "promise":
                things = [(item, chance.randint(1, 3)) for item in chance.sample(sorted(GOOD), 2)]
                given.append(await makes_pledge(rig, *things, for_unit=chance.choice(["", "binh-minh"])))
            elif what == "in":
                verdict = chance.choice(["usable", "usable", "repair", "parts"])
                serial = chance.choice([None, f"SN{chance.randint(0, 20):04}"])
                pieces = chance.choice([1, 1, 3]) if serial is None else 1
                code = chance.choice([*given, ""])
                who, reception = chance.choice([(KEEPER, RECEPTION), ("coordinator", "mttq-thanh-oai")])
                await comes(rig, chance.choice(sorted(GOOD)), code=code, who=who, reception=reception, verdict=verdict,
                            note="" if verdict == "usable" else "vỡ", serial=serial, pieces=pieces,
                            used=chance.random() < 0.5, wiped=chance.random() < 0.5)  # fmt: skip
            elif what == "cancel" and given:
                async with acting(rig, "an") as tx:
                    await pledges.cancel_pledge(tx, code=chance.choice(given))
            elif tags:
                tag, who = chance.choice(tags), chance.choice([KEEPER, "coordinator"])
                async with acting(rig, who) as tx:
                    if what == "out":
                        await device_care.withdraw(tx, tag=tag, reason="given_back")
                    elif what == "judge":
                        verdict = chance.choice(["usable", "repair", "parts"])
                        await device_care.judge(tx, tag=tag, verdict=verdict, note="xem lại")
                    elif what == "clear" and chance.random() < 0.5:
                        seen = ReleaseCheck("reset", chance.random() < 0.7, "good", "Android 9")
                        await check_for_release(tx, tag=tag, found=seen)
                    elif what == "clear":
                        await device_care.clear(tx, tag=tag, what=chance.choice(["wiped", "unlocked"]))
        except Refused:
            continue
    await holds(rig)


async def test_a_pledge_is_received_once_all_its_pieces_are_in(rig: Rig) -> None:
    code = await makes_pledge(rig, ("tablet", 2), ("sim", 1), for_unit="binh-minh")
    first = await comes(rig, "tablet", code=code, serial="R9TM001")
    assert (first.status, first.left, first.whole, first.late) == ("ready", 1, False, False)
    assert await state(rig, code) == "promised"
    await comes(rig, "sim", code=code)
    assert (await comes(rig, "tablet", code=code)).whole
    assert await state(rig, code) == "received"
    row = await device(rig, first.tags[0])
    assert (row.unit_id, row.holder_id, row.giver) == (await unit(rig, "binh-minh"), await unit(rig), "")
    await holds(rig)


async def test_more_than_pledged_and_other_kinds_are_taken_in_and_stand_for_nothing_else(rig: Rig) -> None:
    code = await makes_pledge(rig, ("tablet", 1))
    await comes(rig, "computer", code=code)
    assert await state(rig, code) == "promised"
    await comes(rig, "tablet", code=code, pieces=3)
    assert await state(rig, code) == "received"
    async with acting(rig, KEEPER) as tx:
        seen = await pledge_at(tx, desk=await _unit(tx), code=code)
    assert [(line.item, line.count, line.came, line.left) for line in seen.parts] == [
        ("tablet", 1, 3, 0),
        ("computer", 0, 1, 0),
    ]
    await holds(rig)


async def _unit(tx: Any, key: str = RECEPTION) -> int:
    return int((await tx.work.one(select(units.c.id).where(units.c.key == key))).id)


async def test_a_cancelled_pledge_stands_again_when_its_devices_come_all_the_same(rig: Rig) -> None:
    code = await makes_pledge(rig, ("tablet", 2))
    async with acting(rig, "an") as tx:
        await pledges.cancel_pledge(tx, code=code)
    await comes(rig, "tablet", code=code)
    assert await state(rig, code) == "promised"
    await comes(rig, "tablet", code=code)
    assert await state(rig, code) == "received"
    await holds(rig)


async def test_a_device_given_back_leaves_the_pledge_open_again(rig: Rig) -> None:
    code = await makes_pledge(rig, ("tablet", 1))
    [tag] = (await comes(rig, "tablet", code=code, serial="R9TM001")).tags
    async with acting(rig, KEEPER) as tx:
        await device_care.withdraw(tx, tag=tag, reason="given_back")
    assert await state(rig, code) == "promised"
    [line] = await rig.rows(select(entries).where(entries.c.sort == "device_out"))
    assert (line.about, line.reason, line.minor) == (tag, "Trả lại người tặng", 0)
    async with acting(rig, KEEPER) as tx:
        with pytest.raises(Refused, match="out of the books already"):
            await device_care.withdraw(tx, tag=tag, reason="given_back")
    await holds(rig)


async def test_a_device_that_comes_back_gets_a_new_tag_and_its_number(rig: Rig) -> None:
    [old] = (await comes(rig, serial="R9-TM 001")).tags
    async with acting(rig, KEEPER) as tx:
        await device_care.withdraw(tx, tag=old, reason="mistake")
        assert await devices.tag_with(tx, desk=await _unit(tx), serial="R9TM001") == ""
    [new] = (await comes(rig, serial="r9tm001")).tags
    assert new != old
    assert ((await device(rig, old)).serial, (await device(rig, new)).serial) == (None, "R9TM001")
    assert new in (await device(rig, old)).note
    await holds(rig)


async def test_after_the_end_it_is_flagged_and_counted(rig: Rig) -> None:
    await rig.move("2021-11-20 09:00")
    taken = await comes(rig)
    assert taken.late
    assert (await device(rig, taken.tags[0])).late
    await holds(rig)


async def test_a_number_is_taken_once_and_the_other_is_told_which_tag_has_it(rig: Rig) -> None:
    [tag] = (await comes(rig, serial="R9TM001")).tags
    with pytest.raises(Refused) as no:
        await comes(rig, "computer", serial="r9-tm-001", who="coordinator", reception="mttq-thanh-oai")
    assert no.value.why.values["tag"] == codes.shown(tag)
    async with acting(rig, KEEPER) as tx:
        assert await devices.tag_with(tx, desk=await _unit(tx), serial="R9TM001") == tag
    await holds(rig)


async def test_of_two_receptions_that_type_the_same_number_at_once_one_wins(rig: Rig) -> None:
    rig.language = "en"
    who = (KEEPER, "coordinator")
    for one in who:
        await rig.reads(one, "en")
        for said in ("/take_device", "1", "1", "5", "1", "1", "/skip", "1", "1"):
            await rig.says(one, said)
    updates = [rig.update(one, "8984048000012345678") for one in who]
    await rig.together(updates)
    same = await rig.rows(select(rows).where(rows.c.serial == "8984048000012345678"))
    assert len(same) == 1
    told = [[message.text for message in rig.all_heard(one)[-3:]] for one in who]
    assert sum("8984048000012345678 is on the device" in " ".join(one) for one in told) == 1
    await asyncio.gather(*(rig.says(one, "finish") for one in who))
    await holds(rig)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"item": "sim", "condition": {}}, "questions about this device have changed"),
        ({"condition": {**GOOD["tablet"], "screen": "green"}}, "questions about this device have changed"),
        ({"verdict": "parts"}, "judged otherwise"),
        ({"verdict": "parts", "note": "  "}, "judged otherwise"),
        ({"verdict": "fine", "note": "x"}, "does not take such things"),
        ({"pieces": 51}, "does not take such things"),
        ({"pieces": 2, "serial": "R9TM001"}, "one by one"),
        ({"serial": "490154203237519"}, "One digit of this IMEI"),
        ({"serial": "x"}, "A serial number has"),
    ],
)
async def test_what_is_not_right_is_refused(rig: Rig, more: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        await comes(rig, **{"item": "tablet", **more})
    assert await rig.rows(select(rows)) == []


async def test_what_the_catalogue_does_not_hold_is_refused(rig: Rig) -> None:
    number = await unit(rig)
    async with acting(rig, KEEPER) as tx:
        with pytest.raises(Refused, match="does not take such things"):
            await devices.take_in(tx, desk=number, arrival=Arrival("sofa"))


async def test_only_keepers_of_the_unit_or_one_above_may_touch_a_device(rig: Rig) -> None:
    [tag] = (await comes(rig, serial="R9TM001")).tags
    reception = await unit(rig)
    for who in ("an", "teacher", "coordinator"):  # the coordinator's unit stands beside the commune, not above it
        async with acting(rig, who) as tx:
            sorting: tuple[Awaitable[object], ...] = (
                device_care.device_seen(tx, tag=tag),
                device_care.clear(tx, tag=tag, what="wiped"),
                device_care.judge(tx, tag=tag, verdict="usable", note="xem lại"),
            )
            for sorts in sorting:  # but its unit sorts, as the plan says, wherever devices lie
                if who == "coordinator":
                    await sorts
                    continue
                with pytest.raises(Refused):
                    await sorts
            for deed in (
                devices.take_in(tx, desk=reception, arrival=Arrival("sim", condition=GOOD["sim"])),
                device_care.withdraw(tx, tag=tag, reason="given_back"),
                print_labels(tx, which="tags", tags=tag),
                pledge_at(tx, desk=reception, code="x"),
                appointments_today(tx, desk=reception),
            ):
                with pytest.raises(Refused):
                    await deed
    for who in ("an", "teacher"):
        async with acting(rig, who) as tx:
            for look in (my_receptions(tx), store(tx), labels_waiting(tx)):
                with pytest.raises(Refused):
                    await look
    assert (await device(rig, tag)).status == "ready"


async def test_a_used_device_is_ready_once_it_is_wiped_unlocked_and_usable(rig: Rig) -> None:
    [tag] = (await comes(rig, used=True, verdict="repair", note="pin yếu")).tags
    steps: list[tuple[Any, dict[str, Any], str]] = [
        (device_care.clear, {"what": "wiped"}, "repair"),
        (device_care.judge, {"verdict": "usable", "note": "đã thay pin"}, "received"),
        (device_care.clear, {"what": "unlocked"}, "received"),
        (check_for_release, {"found": ReleaseCheck(battery="good", system="Android 9")}, "received"),
        (check_for_release, {"found": ReleaseCheck(wipe_method="reset")}, "ready"),
        (device_care.judge, {"verdict": "parts", "note": "rơi vỡ"}, "parts"),
    ]
    for deed, args, status in steps:
        async with acting(rig, "coordinator") as tx:
            assert await deed(tx, tag=tag, **args) == status
    await holds(rig)


async def test_a_used_sim_card_holds_nothing_that_has_to_be_wiped(rig: Rig) -> None:
    assert (await comes(rig, "sim", used=True)).status == "ready"
    assert (await comes(rig, "computer", used=True)).status == "received"


async def test_a_tag_is_never_a_pledges_code(rig: Rig) -> None:
    prefix = rig.plan.code_prefix
    for _one in range(200):
        tag, code = codes.new_code(devices.tag_prefix(prefix)), codes.new_code(prefix)
        assert codes.read_code(tag, prefix) is None
        assert codes.read_code(code, devices.tag_prefix(prefix)) is None
        assert codes.read_code(codes.shown(tag).lower(), devices.tag_prefix(prefix)) == tag


async def test_every_label_is_printed_once_unless_it_is_asked_for_again(rig: Rig) -> None:
    first = (await comes(rig)).tags + (await comes(rig)).tags

    async def waiting() -> tuple[int, int]:
        async with acting(rig, KEEPER) as tx:
            found = await labels_waiting(tx)
        return found.fresh, found.today

    async def printed(which: str, tags: str = "") -> list[str]:
        async with acting(rig, KEEPER) as tx:
            sheet = await print_labels(tx, which=which, tags=tags)
        assert all(label.url.startswith("https://tiepsong.example.org/chat?start=may-TOM") for label in sheet.labels)
        return [codes.fold_code(label.tag) for label in sheet.labels]

    assert await waiting() == (2, 2)
    assert await printed("tags", first[1]) == [first[1]]
    assert await waiting() == (2, 2), "the first one has no label yet"
    assert await printed("fresh") == first
    assert await waiting() == (0, 2)
    await rig.move("2021-09-28 09:00")
    later = (await comes(rig)).tags
    assert await waiting() == (1, 1)
    assert await printed("today") == later
    assert await waiting() == (0, 1)
    with pytest.raises(Refused, match="no such device here"):
        await printed("fresh")
    assert await printed("tags", f"{codes.shown(first[0])}, {later[0]} rubbish") == [first[0], later[0]]


async def test_the_store_counts_what_lies_in_the_unit_and_below(rig: Rig) -> None:
    await comes(rig, "tablet", used=True)
    await comes(rig, "tablet", pieces=3)
    await comes(rig, "computer", verdict="parts", note="vỡ")
    await comes(rig, "sim", who="coordinator", reception="mttq-thanh-oai")
    async with acting(rig, KEEPER) as tx:
        found = await store(tx)
    assert [(kind.item, kind.states) for kind in found.kinds] == [
        ("computer", {"parts": 1}),
        ("tablet", {"received": 1, "ready": 3}),
    ]
    assert len(found.waiting) == 1
