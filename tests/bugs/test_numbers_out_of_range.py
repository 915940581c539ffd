"""A number no row can have is answered like any unknown one, behind whatever command it stands."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from bot.chat.row_number import row_number
from bot.flows.registry import FLOWS
from bot.storage.tables import inbox
from tests.support.rig import Rig

STRANGE = (
    "9" * 18,
    str(2**63 - 1),
    str(2**63),
    "9" * 30,
    "9" * 5_000,
    "-1",
    "٣" * 20,
    "1e400",
    "0x10",
    f"{'9' * 30} 1 2",
)


def test_only_what_a_column_can_hold_is_a_number() -> None:
    assert [row_number(words) for words in ("7", "007", "9" * 18)] == [7, 7, 10**18 - 1]
    assert [row_number(words) for words in ("", "-7", "7.0", "٧", " 7", "9" * 19, "9" * 5_000)] == [0] * 7


async def test_no_command_is_set_aside_for_what_stands_behind_it(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        for who in ("an", "accountant", "contact-cao-vien"):
            for name in sorted(FLOWS):
                for words in STRANGE:
                    await rig.says(who, "/cancel")
                    await rig.says(who, f"/{name} {words}")
        async with rig.work() as work:
            dead = await work.rows(select(inbox.c.why).where(inbox.c.state == "dead"))
        assert dead == []


async def test_a_button_with_such_a_number_is_answered_too(tmp_path: Path) -> None:
    async with Rig(tmp_path) as rig:
        await rig.says("an", "/goptien")
        question = rig.button("an", 1).data.rpartition(".")[0]
        for number in ("9" * 30, "9" * 5_000):
            [closed, *_again] = await rig.says("an", button=f"{question}.{number}")
            assert "đóng" in closed.text
        async with rig.work() as work:
            assert await work.rows(select(inbox.c.why).where(inbox.c.state == "dead")) == []
