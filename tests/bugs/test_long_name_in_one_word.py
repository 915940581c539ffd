"""A long name typed as one word made a button that Telegram refuses with its whole message: nobody heard anything."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat.kind import Heard, NotUnderstood, Unsure
from bot.chat.kinds import PersonName
from bot.messages import Outgoing
from bot.turn.beginning import LONGEST_DATA
from tests.support.entries import entry
from tests.support.rig import Rig

NAMES = ["An", "NguyễnThịThanhHương", "Nguyễnthịthanhhươngvàlêthịthanhmaicùngtrầnthịthanhlan"]


@pytest.mark.parametrize("name", NAMES)
async def test_it_is_asked_about_on_every_messenger(rig: Rig, name: str) -> None:
    [asked] = await _asked(rig, name)
    assert asked.buttons[0].label == f"Chỉ có tên {name}"
    assert all(0 < len(button.data.encode()) <= LONGEST_DATA for button in asked.buttons)


@pytest.mark.parametrize("name", NAMES)
async def test_one_tap_takes_it(rig: Rig, name: str) -> None:
    await _asked(rig, name)
    [asked] = await rig.press("teacher", f"Chỉ có tên {name}")
    assert "học lớp nào" in asked.text


async def test_the_words_of_the_button_take_it_too(rig: Rig) -> None:
    await _asked(rig, NAMES[1])
    [asked] = await rig.says("teacher", f"Chỉ có tên {NAMES[1]}")
    assert "học lớp nào" in asked.text


async def test_a_button_of_an_earlier_question_takes_nothing(rig: Rig) -> None:
    await _asked(rig, NAMES[1])
    old = rig.button("teacher", 1).data
    await rig.says("teacher", "Nguyễn Văn An")
    closed, _again = await rig.says("teacher", button=old)
    assert closed.text == "Câu hỏi này đã đóng rồi."


def test_what_is_too_long_for_a_name_is_not_asked_about() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        PersonName().hear(Heard(text="a" * 90), date(2021, 9, 27))
    assert not isinstance(refusal.value, Unsure)


async def _asked(rig: Rig, name: str) -> list[Outgoing]:
    for words in entry(name)[:3]:
        await rig.says("teacher", words)
    return await rig.says("teacher", name)
