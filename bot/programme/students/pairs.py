"""Notes that two entries may be one child, as soon as the second of them comes onto the list or is corrected."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select, update

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


async def pair_again(tx: World, student: int, found: Mapping[int, bool]) -> None:
    """Notes it of an entry that was corrected: others that may be the same child, and whether each certainly is.

    What nobody has settled and is not alike any more is forgotten; what a reviewer has told apart stays so.
    """
    mine = (doubles.c.student_id == student) | (doubles.c.other_id == student)
    known = {row.student_id + row.other_id - student: row for row in await tx.work.rows(select(doubles).where(mine))}
    gone = [row.id for other, row in known.items() if row.state == "open" and other not in found]
    await tx.work.execute(delete(doubles).where(doubles.c.id.in_(gone)))
    for other, certain in found.items():
        if other not in known:
            pair_up(tx, student, other, certain=certain)
        elif known[other].state == "open":
            await tx.work.execute(update(doubles).where(doubles.c.id == known[other].id).values(certain=certain))
