"""What one turn reads and writes: rows are gathered and written in bulk, all in the turn's one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Executable, Insert, SelectBase, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.bulk import insert_rows, read_rows, run_rows, tables_of
from bot.storage.tables import metadata, tallies

T = TypeVar("T")
ORDER = {table: number for number, table in enumerate(metadata.sorted_tables)}


def upsert(table: Table, dialect: str) -> Any:
    """The dialect's insert with `on_conflict_do_…`."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # loaded already, for its connection is open

    return postgresql.insert(table)


@cache
def _tallying(dialect: str) -> Insert:
    new = upsert(tallies, dialect)
    added: Insert = new.on_conflict_do_update(
        index_elements=["drive", "period", "unit_id", "item"],
        set_={"gifts": tallies.c.gifts + new.excluded.gifts, "amount": tallies.c.amount + new.excluded.amount},
    )
    return added


class Work:
    """The hands of facts and deeds. Every read first writes out what was gathered and it might find."""

    def __init__(self, connection: AsyncConnection, now: datetime):
        self.connection = connection
        self.now = now
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self.heads: dict[str, tuple[int, bytes]] = {}  # the ledger's last entry by drive, as far as this turn knows it
        self._tallies: dict[tuple[str, str, int, str], list[int]] = defaultdict(lambda: [0, 0])
        self._counted: dict[str, tuple[frozenset[Table], Any]] = {}

    def add(self, table: Table, **values: Any) -> None:
        """Gathers a row to be inserted; all rows of a table must give the same columns."""
        self._rows.setdefault(table, []).append(values)
        if self._counted:
            self._counted = {name: kept for name, kept in self._counted.items() if table not in kept[0]}

    def tally(self, drive: str, period: str, unit: int, item: str, gifts: int, amount: int) -> None:
        """Adds to a running sum of pledges (amounts in đồng or pieces); negative takes away."""
        sums = self._tallies[drive, period, unit, item]
        sums[0] += gifts
        sums[1] += amount

    async def rows(self, statement: Executable, values: Any = None) -> Sequence[Any]:
        """Everything a statement returns."""
        found: Sequence[Any] = (await self.execute(statement, values)).all()
        return found

    async def one(self, statement: Executable, values: Any = None) -> Any:
        """The first row a statement returns, or None."""
        return (await self.execute(statement, values)).first()

    async def execute(self, statement: Executable, values: Any = None) -> Any:
        """Runs any statement after what was gathered."""
        if self._rows or self._tallies:
            await self.flush()
        if not isinstance(statement, SelectBase):
            self._counted.clear()
        return await self.connection.execute(statement, values)

    async def once(self, name: str, rests_on: frozenset[Table], count: Callable[[], Awaitable[T]]) -> T:
        """What `count` finds; within this turn it is counted anew only after one of its tables was written to."""
        kept = self._counted.get(name)
        if kept is None:
            kept = self._counted[name] = (rests_on, await count())
        found: T = kept[1]
        return found

    async def found(
        self,
        statement: ClauseElement,
        rows: Sequence[Mapping[str, Any]],
        among: Callable[[Mapping[str, Any]], bool] = lambda row: True,
    ) -> list[Any]:
        """All that a constant select returns, once for every row of parameters.

        Only where it may find something that was gathered is that written out before, for all that waits for the
        turn's end is written with one call. `among` says of a row of its tables whether it may be found.
        """
        looks_at = tables_of(statement)
        gathered = (row for table in looks_at for row in self._rows.get(table, ()))
        if (self._tallies and tallies in looks_at) or any(map(among, gathered)):
            await self.flush()
        return await read_rows(self.connection, statement, rows)

    async def each(self, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
        """Runs a constant statement once for every row of parameters."""
        await self.flush()
        self._counted.clear()
        await run_rows(self.connection, statement, rows)

    async def flush(self) -> None:
        """Writes out what was gathered, tables that others refer to first."""
        rows, self._rows = self._rows, {}
        for table in sorted(rows, key=ORDER.__getitem__):
            await insert_rows(self.connection, table, rows[table])
        if self._tallies:
            sums, self._tallies = self._tallies, defaultdict(lambda: [0, 0])
            await run_rows(
                self.connection,
                _tallying(self.connection.dialect.name),
                [
                    {"drive": d, "period": p, "unit_id": u, "item": i, "gifts": n, "amount": a}
                    for (d, p, u, i), (n, a) in sums.items()
                ],
            )

    def upsert(self, table: Table) -> Any:
        """The dialect's insert with `on_conflict_do_…`."""
        return upsert(table, self.connection.dialect.name)
