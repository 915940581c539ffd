"""Which of the files that people sent are still needed: by a row, an open talk, or a job that waits."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import Column, ColumnElement, select

from bot.storage.tables import deliveries, devices, list_imports, outbox, pledge_goods, pledges, statements, talks
from bot.storage.work import Work

_REFS: Final = re.compile(r"web:[0-9A-Za-z_-]{22}(?![0-9A-Za-z_-])")
_WAITING: Final = ("reading", "read", "taking")


async def files_in_use(work: Work) -> set[str]:
    """The references, as far as the files lie with us; those of other messengers are theirs to keep."""
    kept = (
        select(pledge_goods.c.photo).join(pledges).where(pledges.c.status != "cancelled", _ours(pledge_goods.c.photo)),
        select(devices.c.photo).where(_ours(devices.c.photo)),
        select(deliveries.c.photo).where(_ours(deliveries.c.photo)),
        select(statements.c.file).where(statements.c.status.in_(_WAITING)),
        select(list_imports.c.file).where(list_imports.c.status.in_((*_WAITING, "asking", "paper"))),
        select(list_imports.c.annotated).where(list_imports.c.status.in_(_WAITING)),
        select(talks.c.journal).where(talks.c.status.in_(("open", "aside"))),
        select(talks.c.spare).where(talks.c.status.in_(("open", "aside"))),
        select(talks.c.argument).where(talks.c.status.in_(("open", "aside"))),
        select(outbox.c.body).where(outbox.c.state == "queued"),
    )
    found: set[str] = set()
    for statement in kept:
        for (text,) in await work.rows(statement):
            found.update(_REFS.findall(text or ""))
    return found


def _ours(photo: Column[str]) -> ColumnElement[bool]:
    return photo.startswith("web:")
