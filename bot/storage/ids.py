"""Numbers for new rows: microseconds of the machine's clock, yet always above every number given before.

Messages are compared by their numbers, so they must grow also where the clock was set back and the bot begun anew.
"""

from __future__ import annotations

import time

from sqlalchemy import func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import metadata


class Ids:
    """Ever-growing numbers below 2^53, so that also a browser keeps them exactly."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        self._last = max(self._last + 1, time.time_ns() // 1_000)
        return self._last

    async def go_on_from(self, connection: AsyncConnection) -> None:
        """From now on numbers are above the highest in the database."""
        tables = [table for table in metadata.tables.values() if table.primary_key.columns.keys() == ["id"]]
        highest = union_all(*(select(func.max(table.c.id).label("id")) for table in tables)).subquery()
        found = (await connection.execute(select(func.max(highest.c.id)))).scalar()
        self._last = max(self._last, found or 0)


new_id = Ids()
"""The process's one source of row numbers; rows can so be written in bulk without asking the database."""
