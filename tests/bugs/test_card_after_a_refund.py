"""Whoever was given their money back was asked to transfer it, or its rest, once more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.books import holds, makes_pledge
from tests.support.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with Rig(tmp_path, start="2021-09-27 09:00") as made:
        await made.says("an", "/start")
        yield made


async def seen(rig: Rig, says: str) -> str:
    """All that the donor reads in answer to something."""
    rig.heard("an")
    said = await rig.says("an", says)
    assert all(message.picture is None for message in said), "nothing to pay by"
    return "\n".join(message.text for message in said)


@pytest.mark.parametrize(("paid", "back"), [(500_000, 500_000), (500_000, 200_000), (300_000, 300_000)])
async def test_nothing_more_is_expected(rig: Rig, paid: int, back: int) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(paid, code)
    await rig.bank(-back, f"hoan tien {code}")
    await holds(rig)
    went = f"{back // 1000}.000\u00a0đ"
    for says in ("/quacuatoi", f"/the {code}", "/dachuyenkhoan"):
        text = await seen(rig, says)
        assert went in text, text
        assert "gửi lại bạn" in text, text
        assert "tiếp theo" not in text, text
    rig.heard("an")
    await rig.move("2021-11-20 12:00")
    assert not [message for message in rig.heard("an") if "Khi nào tiện" in message.text]


async def test_whoever_gives_anew_has_given(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(500_000, code)
    await rig.bank(-500_000, f"hoan tien {code}")
    await rig.bank(500_000, code)
    assert "🟢" in await seen(rig, "/quacuatoi")
    assert "gửi lại bạn" not in await seen(rig, f"/the {code}")


async def test_what_went_back_of_too_much_changes_nothing(rig: Rig) -> None:
    code = await makes_pledge(rig, "an", 500_000)
    await rig.bank(700_000, code)
    await rig.bank(-200_000, f"hoan tien {code}")
    assert "🟢" in await seen(rig, "/quacuatoi")
