"""What is offered to a donor is what the drive takes: money, devices, services, and no sort of gift besides."""

from __future__ import annotations

import msgspec
import pytest

from tests.support.rig import Rig

GIVES = {"cash": "/give_cash", "devices": "/give_devices", "services": "/give_services"}


def takes(rig: Rig, *modules: str) -> None:
    """From now on the drive takes these alone."""
    rig.app.plans[rig.plan.slug] = msgspec.structs.replace(rig.plan, modules=modules)  # type: ignore[index]  # its own dict


@pytest.mark.parametrize("modules", [["cash"], ["devices"], ["services"], ["cash", "services"], list(GIVES)])
async def test_who_has_promised_nothing_is_offered_what_is_taken(rig: Rig, modules: list[str]) -> None:
    takes(rig, *modules)
    [answer] = await rig.says("an", "/quacuatoi")
    assert [button.data for button in answer.buttons] == [GIVES[module] for module in modules]


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (["cash"], "góp tiền,"),
        (["cash", "services"], "góp tiền,"),
        (["devices"], "góp thiết bị,"),
        (["services"], "góp dịch vụ,"),
        (["cash", "devices", "services"], "góp tiền hoặc thiết bị,"),
    ],
)
async def test_the_greeting_names_nothing_else(rig: Rig, modules: list[str], said: str) -> None:
    takes(rig, *modules)
    heard = await rig.says("an", "/start")
    assert said in "\n".join(message.text for message in heard)
