"""The daily digest called 29 units late every evening, though their one report was due a week later."""

from __future__ import annotations

from pathlib import Path

from tests.support.rig import Rig


async def test_nobody_is_late_before_the_day(tmp_path: Path) -> None:
    async with Rig(tmp_path, plan="vinh-tuong", start="2021-09-24 09:00") as rig:
        rig.language = "en"
        code = await rig.invite("manager", rig.plan.organiser.unit)
        await rig.says("manager", f"/start {code}")
        [early] = await rig.says("manager", "/digest")
        assert "so far" in early.text
        assert "Not yet in" not in early.text
        await rig.move("2021-09-30 09:00")
        [late] = await rig.says("manager", "/digest")
        assert "Not yet in" in late.text


async def test_a_plans_own_fields_are_asked_kept_and_read(tmp_path: Path) -> None:
    async with Rig(tmp_path, plan="vinh-tuong", start="2021-09-29 09:00") as rig:
        rig.language = "en"
        unit = next(unit for unit in rig.plan.units if unit.reports and not unit.exempt)
        for who, role, of in (("contact", "unit_contact", unit.key), ("manager", "manager", rig.plan.organiser.unit)):
            await rig.says(who, f"/start {await rig.invite(role, of)}")
        await rig.says("contact", "/weekly_report")
        [asked] = await rig.says("contact", "1")
        assert asked.text == "How many pupils were supported?"
        assert [button.label for button in asked.buttons] == ["Nothing to tell"]
        [asked] = await rig.says("contact", "17 pupils")
        assert asked.text == "What do you find and propose?"
        assert [button.label for button in asked.buttons] == ["Skip"]
        await rig.says("contact", "skip")
        [page] = await rig.says("manager", "/unit_reports")
        assert page.text.split("\n")[2:] == [f"<b>{unit.name}</b>", "How many pupils were supported? 17 pupils"]
