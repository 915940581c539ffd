"""Which columns of the tables the house reads, and which it writes."""

from __future__ import annotations

import ast
import types
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.sql.selectable import Alias

from bot.storage.tables import metadata
from tests.support.reads import Reads, hints, module_of, row_of, tree_of

WRITERS = {"add", "insert", "update", "upsert"}


def columns_read(files: list[Path], reads: Reads) -> set[str]:
    """Every "table.column" that is named in a query, or read off a row of a table that is selected whole.

    What is named only to be written is not read.
    """
    rows = {
        (row_of(table), column): f"{table.name}.{column}"
        for table in metadata.sorted_tables
        for column in hints(row_of(table))
    }
    found = {rows[one] for one in reads.found & rows.keys()}
    for path in files:
        tree = tree_of(path)
        written = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Attribute(value=named, attr="c")) if id(node) not in written:
                    found |= {f"{table}.{node.attr}" for table in _table(path, named)}
    return found


def columns_written(files: list[Path]) -> set[str]:
    """Every "table.column" that a file which writes to the table gives more than None, by a keyword or a key."""
    found = set[str]()
    for path in files:
        tree, tables = tree_of(path), set[str]()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                tables |= _table(path, node.args[0]) if name in WRITERS else set()
        keys = set(_keys(tree))
        for table in _tables(module_of(path)):
            if table.name in tables:
                found |= {
                    f"{table.name}.{c}" for c in hints(row_of(table)) if c in keys or f"{c.split('_')[0]}_…" in keys
                }
    return found


def _tables(module: types.ModuleType) -> list[Table]:
    return [thing for thing in vars(module).values() if isinstance(thing, Table)]


def _table(path: Path, named: ast.expr) -> set[str]:
    """The name of the table that a name stands for, also under another name; else nothing."""
    thing = getattr(module_of(path), named.id, None) if isinstance(named, ast.Name) else None
    thing = thing.element if isinstance(thing, Alias) else thing
    return {thing.name} if isinstance(thing, Table) else set()


def _keys(tree: ast.Module) -> Iterator[str]:
    """Keywords and keys that are given more than None; one put together, as f"by_{sort}", as far as it is plain."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg=str(name), value=value):
                given: list[tuple[ast.expr | None, ast.expr]] = [(ast.Constant(name), value)]
            case ast.Dict(keys=keys, values=values):
                given = [*zip(keys, values, strict=True)]
            case ast.DictComp(key=key, value=value):
                given = [(key, value)]
            case _:
                continue
        yield from (_name(key) for key, value in given if not (isinstance(value, ast.Constant) and value.value is None))


def _name(key: ast.expr | None) -> str:
    match key:
        case ast.Constant(value=str(name)) | ast.Attribute(attr=name):
            return name
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
            return f"{start}…"
    return ""
