"""Statements as the desk shows them: how far each has come, and what was found in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select

from bot.chat.phrase import Phrase, loaded
from bot.feeds.statements import AT_ONCE
from bot.programme.money.statements import StatementNews
from bot.programme.people.roles import require_clerk
from bot.programme.world import World
from bot.storage.rows.money import StoredStatement
from bot.storage.tables import inbox, statements

UNDER_WAY: Final = ("reading", "read", "taking")
MOST: Final = 20


class StatementRow(msgspec.Struct, frozen=True):
    """One statement; `done` of its `total` lines are through, as far as is known; `told` is the last word on it."""

    number: int
    name: str
    account: str
    status: str
    made_at: datetime
    total: int
    done: int
    told: list[Phrase | str]


async def statement_list(tx: World, states: Collection[str] = ()) -> list[StatementRow]:
    """The latest statements, of all states where none are given; only for clerks."""
    await require_clerk(tx)
    mine = select(statements).where(statements.c.drive == tx.drive)
    if states:
        mine = mine.where(statements.c.status.in_(states))
    rows = await tx.work.rows(mine.order_by(statements.c.id.desc()).limit(MOST))
    return [_shown(row, 0) for row in rows]


async def statement_shown(tx: World, number: int) -> StatementRow | None:
    """One statement of this drive; only for clerks."""
    await require_clerk(tx)
    row = await tx.work.one(select(statements).where(statements.c.id == number, statements.c.drive == tx.drive))
    if row is None:
        return None
    # Lines go into the books in batches, each an update of its own.
    batches = inbox.c.id.startswith(f"statement:{number}:take:", autoescape=True)
    through = select(func.count()).select_from(inbox).where(inbox.c.channel == "bank", batches)
    done = (await tx.work.one(through))[0] * AT_ONCE if row.status == "taking" else 0
    return _shown(row, int(done))


def _shown(row: StoredStatement, done: int) -> StatementRow:
    found = None if row.status == "reading" else row.found  # until then it holds what has been compared so far
    kept = msgspec.json.decode(found, type=StatementNews) if found else StatementNews(0, [])
    told: list[Phrase | str] = [line if isinstance(line, str) else loaded(line) for line in kept.lines]
    return StatementRow(row.id, row.name, row.account, row.status, row.made_at, kept.total, min(done, kept.total), told)
