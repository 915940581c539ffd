"""What every table shares: one metadata with its names for constraints, strict types, ids from outside."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table
from sqlalchemy.schema import SchemaItem

from bot.storage.columns import Big

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *things: SchemaItem) -> Table:
    """A table of the one metadata, strict about types where the database can be."""
    return Table(name, metadata, *things, sqlite_strict=True)


def own_id() -> Column[int]:
    """A primary key made by `storage.ids`, never by the database."""
    return Column("id", Big, primary_key=True, autoincrement=False)
