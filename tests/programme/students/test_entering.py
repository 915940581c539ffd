"""Who is listed and who is not: consents, levels, ages, areas, what the plan gives, and guardians without a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import pytest_asyncio

from bot.chat.words import Refused
from bot.programme.plan import Plan
from bot.programme.students.entering import entry_terms
from bot.programme.students.particulars import revealed
from bot.programme.students.registering import Likeness, look_alikes
from bot.programme.students.trail import trail_of
from tests.support.books import acting
from tests.support.entries import listed, lists, stored
from tests.support.rig import Rig


@pytest_asyncio.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        made.language = "en"
        yield made


def planned(rig: Rig, **students: Any) -> Plan:
    """The plan of the drive with other rules for students."""
    assert rig.plan.students is not None
    return msgspec.structs.replace(rig.plan, students=msgspec.structs.replace(rig.plan.students, **students))


async def test_consents_are_kept_with_the_version_of_the_notice(rig: Rig) -> None:
    code = await listed(rig)
    row = await stored(rig, code)
    async with acting(rig, "teacher") as tx:
        known = revealed(tx, row)
    assert known is not None
    assert (known.consent, known.child_consent, known.consent_text) == ("paper", "spoken", "2026-11-28")
    assert known.consent_at == rig.clock()
    assert (row.level, row.home_id) == ("lower_secondary", None)
    async with acting(rig, "teacher") as tx:
        assert [trace.what for trace in await trail_of(tx, row.id)] == ["entered"]


@pytest.mark.parametrize(
    ("but", "why"),
    [
        ({"consent": "no"}, "guardian's consent"),
        ({"consent": ""}, "guardian's consent"),
        ({"notice": "another"}, "guardian's consent"),
        ({"child_consent": ""}, "a child has to agree too"),
        ({"child_consent": "no"}, "a child has to agree too"),
        ({"birth": date(2002, 1, 1)}, "10 to 18 years old"),
        ({"birth": date(2014, 1, 1)}, "10 to 18 years old"),
        ({"household": "rich"}, "no such household class"),
        ({"household": ""}, "no such household class"),
        ({"needs_device": False}, "needs a device or a connection"),
        ({"needs_device": False, "needs_line": True}, "gives devices only"),
        ({"home": 7}, "helps families in"),
    ],
)
async def test_nobody_is_listed_against_the_rules(rig: Rig, but: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        await listed(rig, **but)
    assert why in refused.value.why.source.replace("{youngest} to {oldest}", "10 to 18")


async def test_below_seven_the_guardian_alone_decides(rig: Rig) -> None:
    young = {"birth": date(2015, 9, 1), "class_name": "1A", "child_consent": ""}
    assert await listed(rig, "teacher-kim-bai", "th-kim-bai", **young)
    with pytest.raises(Refused):
        await listed(rig, "teacher-kim-bai", "th-kim-bai", **{**young, "birth": date(2014, 9, 27)})


async def test_a_school_of_other_levels_or_elsewhere_lists_nobody(rig: Rig) -> None:
    async with acting(rig, "teacher") as tx:
        school = await rig.unit(tx.work, "thcs-cao-vien")
        for plan in (planned(rig, levels=("kindergarten",)), planned(rig, areas=("thcs-kim-bai",))):
            tx.plans = {rig.plan.slug: plan}
            for refused in (entry_terms(tx, school=school), lists(tx, school)):
                with pytest.raises(Refused, match="This drive helps pupils"):
                    await refused
        tx.plans = {rig.plan.slug: planned(rig, areas=("cao-vien",), lacks=("connection",))}
        terms = await entry_terms(tx, school=school)
        assert (terms.lacks, terms.asks_home) == (["line"], False)
        with pytest.raises(Refused, match="gives connections only"):
            await lists(tx, school)
        assert await lists(tx, school, needs_device=False, needs_line=True)


async def test_the_last_entries_give_hints(rig: Rig) -> None:
    async with acting(rig, "teacher") as tx:
        school, other = await rig.unit(tx.work, "thcs-cao-vien"), await rig.unit(tx.work, "binh-minh")
        first = await entry_terms(tx, school=school)
        assert (first.classes, first.known, [place.name for place in first.homes]) == ([], False, ["Xã Cao Viên"])
        await lists(tx, school, class_name="7B", home=other)
        again = await entry_terms(tx, school=school)
        assert (again.classes, again.known) == (["7B"], True)
        assert [place.name for place in again.homes] == ["Xã Cao Viên", "Xã Bình Minh"]
    await rig.move("2021-09-27 10:30")
    async with acting(rig, "teacher") as tx:
        assert not (await entry_terms(tx, school=school)).known


async def test_without_a_phone_the_guardians_name_finds_a_child_again(rig: Rig) -> None:
    await listed(rig, phone="")
    async with acting(rig, "teacher") as tx:
        school = await rig.unit(tx.work, "thcs-cao-vien")
        for phone, guardian, found in (
            ("", "nguyễn văn bình", 1),
            ("+84900000999", "Nguyễn Văn Bình", 1),
            ("", "Nguyễn Văn Chung", 0),
            ("", "Bình", 0),
        ):
            alike = await look_alikes(tx, school=school, name="Nguyen Van An", birth=date(2010, 8, 17), phone=phone,
                                      guardian=guardian)  # fmt: skip
            assert len(alike) == found, guardian


async def test_the_same_to_the_letter_but_of_another_guardian_may_be_another_child(rig: Rig) -> None:
    await listed(rig, phone="")
    assert await listed(rig, phone="", guardian="Lê Thị Hồng", another_child=True)
    with pytest.raises(Refused, match="on the list already"):
        await listed(rig, phone="", another_child=True)


async def test_an_entry_of_an_earlier_release_is_found_too(rig: Rig) -> None:
    """It has no fingerprint of its guardian, and is found by the others."""
    await listed(rig)
    async with acting(rig, "teacher") as tx:
        school = await rig.unit(tx.work, "thcs-cao-vien")
        found = await look_alikes(tx, school=school, name="Nguyễn Văn An", birth=date(2010, 5, 1), phone="")
        assert found == [Likeness(own=True, code=found[0].code)]
