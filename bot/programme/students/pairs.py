"""Notes that two entries may be one child, as soon as the second of them comes onto the list or is corrected."""

from __future__ import annotations

from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.tables import doubles


def pair_up(tx: World, student: int, other: int, *, certain: bool) -> None:
    """Notes it of two entries that no pair holds yet; `certain`: the same to the letter."""
    tx.work.add(
        doubles,
        id=new_id(),
        drive=tx.drive,
        student_id=student,
        other_id=other,
        certain=certain,
        state="open",
        gone_id=None,
        before=None,
        settled_at=None,
    )
