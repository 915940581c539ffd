"""What is heavy is loaded where it is first used: not by starting, nor by commands that do not need it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.commands.conftest import Operator

HEAVY = {
    *("aiogram", "pydantic", "telegram", "typst", "zxingcpp", "alembic", "mako", "jinja2", "babel", "phonenumbers"),
    *("rapidfuzz", "xlsxwriter", "python_calamine", "sqlalchemy.dialects.postgresql", "psycopg", "difflib"),
    *("bot.reports.picture", "bot.rehearsal"),
}
WEIGHTY = {"sqlalchemy", "aiohttp", "cryptography"}
"""Every start needs them, but not every command."""
SERVES = """
import asyncio, sys
from bot import settings
from bot.commands.run import build

async def main():
    app, application = await build(settings.read())
    await app.start()
    await app.serve(application, "127.0.0.1", 0)
    await app.stop()

asyncio.run(main())
"""
TALKS_TO_TELEGRAM = "import sys; from bot.handlers.telegram import delivery, handler, reading, wire\n"
READS_A_PLAN = "import sys; from bot.__main__ import main; main(['plan', 'check', 'thanh-oai'])\n"


def loaded(code: str) -> set[str]:
    """The heavy modules that a process of its own holds when it has run some code."""
    told = code + "print('loaded:', *sys.modules)"
    out = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    return (HEAVY | WEIGHTY) & set(out.rpartition("loaded: ")[2].split())


def test_serving_loads_nothing_heavy(operator: Operator) -> None:
    assert loaded(SERVES) == WEIGHTY


@pytest.mark.parametrize(
    ("code", "needed"), [(TALKS_TO_TELEGRAM, {"telegram", "aiohttp", "cryptography"}), (READS_A_PLAN, set())]
)
def test_only_what_is_needed_is_loaded(code: str, needed: set[str]) -> None:
    assert loaded(code) == needed
