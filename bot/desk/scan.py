"""One page of a long list: rows in order of their numbers, some of them only known to fit once they are opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select

from bot.desk.search import AT_MOST, BATCH, PAGE
from bot.programme.world import World


class Numbered(Protocol):
    """A row with the number it is listed by."""

    id: int


R = TypeVar("R", bound=Numbered)


class ScanPage(msgspec.Struct, Generic[R], frozen=True):
    """Rows of a page; `after` leads to the next one, 0 where there is none. `bounded`: a search was cut off."""

    rows: list[R]
    after: int = 0
    bounded: bool = False


async def scan(
    tx: World,
    statement: Select[*tuple[object, ...]],
    number: ColumnElement[int],
    *,
    after: int,
    rising: bool,
    fits: Callable[[R], bool] | None,
    at_most: int = AT_MOST,
) -> ScanPage[R]:
    """The first rows behind `after` that fit; without `fits` all do. `number` is the column they are ordered by."""
    found: list[R] = []
    opened, batch = 0, BATCH if fits else PAGE + 1
    ordered = statement.order_by(number if rising else number.desc()).limit(batch)
    while opened < at_most:
        behind = ordered
        if after:
            behind = ordered.where(number > after if rising else number < after)
        rows = await tx.work.rows(behind)
        for row in rows:
            if fits is None or fits(row):
                if len(found) == PAGE:
                    return ScanPage(found, found[-1].id)
                found.append(row)
            after = row.id
            opened += 1
        if len(rows) < batch:
            return ScanPage(found)
    return ScanPage(found, after, bounded=True)
