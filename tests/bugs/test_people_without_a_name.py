"""People on the web page gave no name, so that those with one role looked alike on the list of roles."""

from __future__ import annotations

import pytest

from tests.support.rig import Rig


@pytest.mark.parametrize("name", ["", "Nguyễn Thị Hoa"])
async def test_no_two_buttons_are_alike(rig: Rig, name: str) -> None:
    rig.language = "en"
    for who in ("first", "second", "third"):
        rig.names[who] = name
        code = await rig.invite("school_contact", "th-phuong-trung")
        await rig.says(who, f"/start {code}")
    await rig.reads("manager", "en")
    await rig.says("manager", "/end_role")
    [asked] = await rig.says("manager", "phuong trung school contact")
    labels = [button.label for button in asked.buttons]
    assert len(set(labels)) == len(labels)
    unclear = [label for label in labels if "(no. " in label]
    assert len(unclear) == 3
    assert all("since 09:00, 27 Sep 2021" in label for label in unclear)
    [shown] = await rig.press("manager", unclear[1])
    assert unclear[1].partition(" –")[0] in shown.text
