"""What is said of the rows of a table is what the table has: each column, its type, and whether it may be empty."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import datetime
from typing import Any, get_type_hints

import pytest
from sqlalchemy import Column, Table

import bot.storage.rows
from bot.storage.columns import Flag, Moment, Sealed
from tests.support.rows import ROWS, row_in

OURS: dict[type[Any], type[Any]] = {Moment: datetime, Flag: bool, Sealed: str}


def held(column: Column[Any]) -> object:
    """What a row of the column's table holds there."""
    sort = OURS.get(type(column.type)) or column.type.python_type
    return sort | None if column.nullable else sort


@pytest.mark.parametrize("table", ROWS, ids=lambda table: table.name)
def test_a_row_has_the_columns_of_its_table_with_their_types(table: Table) -> None:
    assert get_type_hints(ROWS[table]) == {column.key: held(column) for column in table.c}


def test_every_row_stands_for_a_table() -> None:
    modules = [
        importlib.import_module(f"bot.storage.rows.{one.name}")
        for one in pkgutil.iter_modules(bot.storage.rows.__path__)
    ]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, type)]
    assert {row_in(one) for one in found if one.__module__.startswith("bot.storage.rows")} == set(ROWS.values())
