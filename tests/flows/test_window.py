"""Whether the drive is open is said at once: in the greeting, on the menu, before anything is asked of a donor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from bot.messages import Outgoing
from tests.support.rig import Rig

GIVING = {"/give_cash", "/give_devices", "/give_services"}


def told(messages: Sequence[Outgoing]) -> str:
    return "\n".join(message.text for message in messages)


def offered(messages: Sequence[Outgoing]) -> set[str]:
    return {button.data for message in messages for button in message.buttons}


def refuses_late(rig: Rig) -> None:
    """From now on the drive takes nothing after its end."""
    window = msgspec.structs.replace(rig.plan.window, late="refuse")
    rig.app.plans[rig.plan.slug] = msgspec.structs.replace(rig.plan, window=window)  # type: ignore[index]  # its own dict


@pytest.mark.parametrize("words", ["/start", "/menu", "/goptien", "/gopmay", "tôi muốn góp 500k"])
async def test_before_it_opens(tmp_path: Path, words: str) -> None:
    async with Rig(tmp_path, start="2021-09-20 09:00") as rig:
        heard = await rig.says("donor-x", words)
        assert "bắt đầu từ ngày 23/9/2021" in told(heard)
        assert not GIVING & offered(heard)
        assert "Bạn muốn góp" not in told(heard)


@pytest.mark.parametrize("words", ["/start", "/menu", "/goptien", "/gopmay"])
async def test_after_it_has_closed_for_good(tmp_path: Path, words: str) -> None:
    async with Rig(tmp_path, start="2021-11-20 09:00") as rig:
        refuses_late(rig)
        heard = await rig.says("donor-x", words)
        assert "đã kết thúc ngày 15/11/2021 và không nhận thêm" in told(heard)
        assert not GIVING & offered(heard)


@pytest.mark.parametrize("words", ["/start", "/menu", "/goptien", "/gopmay"])
async def test_a_late_gift_is_known_to_be_late_before_anything_is_asked(tmp_path: Path, words: str) -> None:
    async with Rig(tmp_path, start="2021-11-20 09:00") as rig:
        assert "đã kết thúc ngày 15/11/2021" in (await rig.says("donor-x", words))[0].text


async def test_while_it_is_open_nothing_is_said_of_it(rig: Rig) -> None:
    assert "kết thúc" not in told(await rig.says("donor-x", "/menu")) + told(await rig.says("donor-x", "/goptien"))
