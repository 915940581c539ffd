"""A number typed after news chose from a list shown before it: whoever answered the digest with "1" gave money."""

from __future__ import annotations

import pytest

from tests.support.rig import Rig


@pytest.mark.parametrize("number", ["1", "3", "9"])
async def test_a_number_after_the_digest_chooses_nothing(rig: Rig, number: str) -> None:
    await rig.says("official", "/menu")
    await rig.move("2021-09-28 17:30")
    assert "bản tổng hợp" in rig.heard("official")[-1].text
    [menu] = await rig.says("official", number)
    assert menu.text.startswith("Số này không thuộc danh sách nào đang mở.")
    assert menu.buttons[0].label == "📊 Bản tổng hợp"


async def test_the_words_of_an_earlier_list_still_choose(rig: Rig) -> None:
    await rig.says("official", "/menu")
    await rig.move("2021-09-28 17:30")
    rig.heard("official")
    [progress] = await rig.says("official", "tiến độ")
    assert "Chưa có ai đăng ký ủng hộ" in progress.text


async def test_the_numbers_of_an_open_question_count_whatever_comes_between(rig: Rig) -> None:
    await rig.says("official", "/goptien")
    await rig.says("official", "500k")
    await rig.move("2021-09-28 17:30")
    rig.heard("official")
    [question] = await rig.says("official", "5")
    assert "xã hay cơ quan nào" in question.text
