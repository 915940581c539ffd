"""The bot says that it keeps a day's pay and not the pay, but the pay stood in the web chat's history for a month."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import history
from tests.support.rig import Rig


async def said(rig: Rig, *texts: str) -> list[str]:
    """Says things a minute apart; returns what the history shows of them."""
    for text in texts:
        rig.clock.moment += timedelta(minutes=1)
        await rig.says("a", text)
    return [line.own.text for line in await history.page(rig.database, "web:a", None, 40) if line.own is not None]


async def test_the_monthly_pay_is_kept_nowhere(rig: Rig) -> None:
    lines = await said(rig, "/goptien", "một ngày lương", "8 triệu hoặc 9 triệu", "tám triệu rưỡi", "4")
    kept = repr(await rig.everything())
    assert "8 triệu hoặc 9 triệu" not in kept
    assert "tám triệu rưỡi" not in kept
    assert len(lines) == 5
    assert lines[:2] == ["/goptien", "một ngày lương"]
    assert lines[4] == "4"


async def test_other_answers_stay_in_the_history(rig: Rig) -> None:
    assert await said(rig, "/goptien", "500k") == ["/goptien", "500k"]
