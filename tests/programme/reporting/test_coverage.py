"""Coverage: which school counts as silent or far below, and who sees which schools."""

from __future__ import annotations

from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.plan import load_plan
from bot.programme.reporting.coverage import FAR_BELOW, coverage, state_of
from bot.programme.world import World
from bot.storage.tables import units
from tests.support.rig import Rig

COUNT = st.integers(0, 3_000)


@given(COUNT, st.none() | COUNT, COUNT, COUNT)
def test_far_below_is_less_than_a_fourth_of_what_the_others_list(
    listed: int, pupils: int | None, all_listed: int, all_pupils: int
) -> None:
    state = state_of(listed, pupils, (all_listed, all_pupils))
    if not listed:
        assert state == "silent"
    elif not pupils or not all_pupils:
        assert state == "listed"
    else:
        assert (state == "few") == (listed / pupils < all_listed / all_pupils / FAR_BELOW)


def test_a_school_alone_is_never_far_below() -> None:
    assert state_of(1, 1_000, (1, 1_000)) == "listed"


async def test_schools_of_other_levels_are_not_expected_and_exempt_ones_not_counted(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start="2021-09-22 12:00") as rig, rig.work() as work:
        plan = load_plan("vinh-tuong")
        schools = {unit.name for unit in plan.units if unit.kind == "school"}
        tx = World(work, {plan.slug: plan}, plan.slug, rig.secrecy)
        assert {one.name for one in await coverage(tx)} == schools
        assert plan.students is not None
        primary = msgspec.structs.replace(plan, students=msgspec.structs.replace(plan.students, levels=("primary",)))
        tx = World(work, {plan.slug: primary}, plan.slug, rig.secrecy)
        assert {one.name for one in await coverage(tx)} == {name for name in schools if "Tiểu học" in name}
        await work.execute(units.update().where(units.c.key == "th-tho-tang").values(exempt=True))
        assert "Trường Tiểu học Thổ Tang" not in {one.name for one in await coverage(tx)}


async def test_a_commune_sees_its_own_schools_and_the_office_all(tmp_path: Path) -> None:
    async with Rig(tmp_path, "vinh-tuong", start="2021-09-22 12:00") as rig:
        [own] = await rig.says("reviewer-commune", "/dophu")
        assert "Kim Xá" not in own.text
        assert "Thổ Tang" in own.text
        for who in ("reviewer-office", "official"):
            [every] = await rig.says(who, "/dophu")
            assert "Trường THCS Kim Xá: 0/540" in every.text
        for who in ("teacher", "telecom", "donor"):
            [said] = await rig.says(who, "/dophu")
            assert "Thổ Tang" not in said.text
