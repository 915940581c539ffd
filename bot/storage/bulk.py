"""Writes many rows with one prepared statement, past SQLAlchemy's per-row work: the hot path's only short cut.

SQLAlchemy compiles the statement for the dialect at hand, once; the rows go to the driver as plain tuples (SQLite) or
dicts (PostgreSQL). Measured at 50 rows: 2 µs a row instead of 12.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Dialect, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

Processor = Callable[[Any], Any]


class Bulk:
    """One statement compiled for one dialect: its SQL, its parameters in order, and how values are turned."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, keys: Sequence[str] | None = None):
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        self.sql = str(compiled)
        order = compiled.positiontup
        self.keys = list(order if order is not None else compiled.params)
        self.positional = order is not None
        types = {name: bind.type for name, bind in compiled.binds.items()}
        turns = [types[key].dialect_impl(dialect).bind_processor(dialect) for key in self.keys]
        self.turns: list[tuple[int, str, Processor]] = [
            (place, key, turn)
            for place, (key, turn) in enumerate(zip(self.keys, turns, strict=True))
            if turn is not None
        ]

    def shaped(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The rows as the driver wants them."""
        if not self.positional:
            named = [dict(row) for row in rows]
            for row in named:
                for _place, key, turn in self.turns:
                    row[key] = turn(row[key])
            return named
        keys, shaped = self.keys, []
        for given in rows:
            values = [given[key] for key in keys]
            for place, _key, turn in self.turns:
                values[place] = turn(values[place])
            shaped.append(tuple(values))
        return shaped

    async def write(self, connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Writes the rows; every one must give every parameter."""
        await connection.exec_driver_sql(self.sql, self.shaped(rows))


_compiled: WeakKeyDictionary[Dialect, dict[Any, tuple[Any, Bulk]]] = WeakKeyDictionary()
"""By the engine's dialect, for a sealed column's processor holds that database's key; then by table or statement."""


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that all give the same columns."""
    columns = tuple(rows[0])
    known = _compiled.setdefault(connection.dialect, {})
    kept = known.get((table.name, columns))
    if kept is None:
        kept = known[table.name, columns] = (table, Bulk(insert(table), connection.dialect, columns))
    await kept[1].write(connection, rows)


async def run_rows(connection: AsyncConnection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Runs a module's own constant statement once for every row of parameters."""
    known = _compiled.setdefault(connection.dialect, {})
    kept = known.get(id(statement))
    if kept is None:  # the statement is kept too, so that nothing else can come to its id
        kept = known[id(statement)] = (statement, Bulk(statement, connection.dialect))
    await kept[1].write(connection, rows)
