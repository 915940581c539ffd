"""A plan may have no household classes: then the teacher is not asked for one, and a student is listed all the same."""

from __future__ import annotations

from pathlib import Path

from tests.support.rig import Rig


async def test_a_student_is_listed_where_the_plan_has_no_household_classes(tmp_path: Path) -> None:
    async with Rig(tmp_path, plan="vinh-tuong") as rig:
        teacher = next(person.key for person in rig.plan.people if person.role == "school_contact")
        said = await rig.says(teacher, "/dangkyhocsinh")
        for words in ("1", "1", "Nguyễn Thị An", "4A", "1/2/2012", "Nguyễn Văn Ba", "0900 000 123", "1"):
            said = await rig.says(teacher, words)
        assert "mạng" in " ".join(button.label for button in said[-1].buttons), said
