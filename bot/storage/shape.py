"""Whether a database's tables are those that the code expects: one may say the right revision and have others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import CheckConstraint, Connection, Index, Table, UniqueConstraint, inspect

from bot.storage.database import Database
from bot.storage.tables import metadata

HARMLESS: Final = ("remove_table", "remove_index")
"""What there may be more than the code knows."""


async def differences(database: Database) -> list[str]:
    """What is missing or different, a few words each; [] where all is as the code expects it."""
    async with database.reader.connect() as connection:
        return sorted(set(await connection.run_sync(lambda c: list(_differences(c)))))


def _differences(connection: Connection) -> Iterator[str]:
    from alembic.autogenerate import compare_metadata  # slow to import, and only the doctor asks
    from alembic.migration import MigrationContext

    looked = inspect(connection)
    there = set(looked.get_table_names())
    for found in compare_metadata(MigrationContext.configure(connection), metadata):
        for step in found if isinstance(found, list) else [found]:  # a column's differences come as a list
            of_a_missing_one = step[0] == "add_index" and step[1].table.name not in there
            if step[0] not in HARMLESS and not of_a_missing_one:
                yield _said(step)
    for name, table in metadata.tables.items():
        if name in there:
            checks = {check["name"] for check in looked.get_check_constraints(name)}
            wanted = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
            yield from (f"{name}: the rule {rule} is missing" for rule in wanted - checks)


def _said(step: Sequence[Any]) -> str:
    """One of alembic's steps, which say what would have to be done."""
    match step[0], step[1:]:
        case "add_table", (Table(name=name),):
            return f"the table {name} is missing"
        case "add_column", (_schema, table, column):
            return f"{table}: the column {column.name} is missing"
        case "remove_column", (_schema, table, column):
            return f"{table}: nobody knows the column {column.name}"
        case ("add_index", (Index() as rule,)) | ("add_constraint", (UniqueConstraint() as rule,)):
            return f"{rule.table}: the rule {rule.name} is missing"
        case (("modify_type" | "modify_nullable" | "modify_default"), (_schema, table, column, *_how)):
            return f"{table}: the column {column} is another"
        case what, (thing, *_rest):
            table = getattr(getattr(thing, "table", None), "name", "")
            return f"{table}: {str(what).replace('_', ' ')} {getattr(thing, 'name', '')}"
    return str(step[0])
