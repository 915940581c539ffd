"""The classes that say what a row of a table is, by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Table

from bot.storage.rows import money
from bot.storage.tables import transfers

ROWS: Final[Mapping[Table, type[Any]]] = {
    transfers: money.StoredTransfer,
}
