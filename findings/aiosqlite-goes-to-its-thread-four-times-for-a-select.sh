#!/usr/bin/env bash
# SQLAlchemy 2.1.9 on aiosqlite 0.22.1 (PyPI, MIT): one small SELECT is carried to aiosqlite's thread and back four times
# (cursor, execute, fetchall, close), a single INSERT three times. One would have sworn to one each: a statement is one call
# in the code. Each way costs more than the statement: it was a third of a busy bot's work.
# For us: bot/storage/inline.py runs the writer's small statements where they are asked for.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'sqlalchemy[asyncio]==2.1.9' aiosqlite==0.22.1
"$folder/venv/bin/pip" --disable-pip-version-check freeze | grep -iE "^(aiogram|aiosqlite|num2words|python-telegram-bot|sqlalchemy|vietnam|zxing)"
"$folder/venv/bin/python" - <<'PY'
import asyncio
from collections import Counter

import aiosqlite
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

ways = []
carry = aiosqlite.Connection._execute


async def counted(self, call, *given, **named):
    ways.append(call.__name__)
    return await carry(self, call, *given, **named)


aiosqlite.Connection._execute = counted


async def main():
    engine = create_async_engine("sqlite+aiosqlite://")
    seen = {}
    async with engine.connect() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER)"))
        for name, sql in (("INSERT", "INSERT INTO t VALUES (1)"), ("SELECT", "SELECT n FROM t")):
            ways.clear()
            await connection.execute(text(sql))
            seen[name] = list(ways)
    await engine.dispose()
    return seen


seen = asyncio.run(main())
print(seen)
assert {name: len(found) for name, found in seen.items()} == {"INSERT": 3, "SELECT": 4}, "it goes otherwise now"
PY
