"""Nothing is pledged that no code keeps: every field of a plan and every column is read, or said not to be.

What nobody reads stands in one list, which the commands say aloud. That list may only become shorter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from sqlalchemy import UniqueConstraint, select

from bot.programme.plan import Plan
from bot.programme.plan.not_yet import NOT_CARRIED_OUT_YET
from bot.programme.world import World
from bot.storage.tables import contacts, metadata, units
from tests.support.columns import columns_read, columns_written
from tests.support.reads import ROOT, Reads, held, hints, reads_of

NO_USE = {"migrations", "rehearsal", "rows", "tables", "telegram"}
"""Rooms that read without carrying anything out, and a messenger: it knows neither plan nor table."""
EXAMINERS = ("rules_", "not_yet", "__main__")
FILES = sorted(
    path for path in (ROOT / "bot").rglob("*.py") if not NO_USE & {*path.parts} and not path.stem.startswith(EXAMINERS)
)
FIELDS = [field for one in NOT_CARRIED_OUT_YET for field in one.fields]
COLUMNS = [column for one in NOT_CARRIED_OUT_YET for column in one.columns]
LEFT = """
consultation difficulties duties parent volunteers wishes
asked.who catalogue.counted_in
cash.accounts.owner cash.one_day_pay.guided_by cash.one_day_pay.or_income cash.sources
cash.spent_on paper.dated paper.number people.phone
recipients.name recipients.purpose reporting.as_written reporting.to
students.target_percent units.remote window.as_written
"""
COLUMNS_LEFT = """
cards.changed_at cash_lines.ended_at cash_lines.signed_by contacts.made_at desks.contact_id desks.made_at
devices.made_by nominations.ended_by nominations.made_at
people.made_at
receipts.settled_by reminders.at reminders.drive reminders.state reminders.why reports.contact_id
transfers.ended_at transfers.ended_by
"""


@pytest.fixture(scope="module")
def reads() -> Reads:
    return reads_of(FILES)


def places(table: type[msgspec.Struct], around: str = "") -> Iterator[tuple[str, type[msgspec.Struct], str]]:
    """Every field of a plan: (where it stands in the file, its struct, its name); one listed as a whole is one."""
    for name in table.__struct_fields__:
        where = f"{around}{name}"
        yield where, table, name
        for inner in [] if where in FIELDS else held(hints(table)[name]):
            if issubclass(inner, msgspec.Struct):
                yield from places(inner, f"{where}.")


def test_every_field_of_a_plan_is_read_or_said_not_to_be_carried_out(reads: Reads) -> None:
    unread = {where for where, table, name in places(Plan) if (table, name) not in reads.found}
    keys = {
        where for where in unread if where.endswith(".key")
    }  # they tell the rows of a list apart, and pledge nothing
    assert unread - keys == set(FIELDS), "read it or leave it out; what is read now leaves the list"


def test_every_column_is_written_and_read_or_said_not_to_be(reads: Reads) -> None:
    """What the database itself compares, to keep twins out, is read."""
    compared = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for rule in (table.primary_key, *table.constraints)
        if rule is table.primary_key or isinstance(rule, UniqueConstraint)
        for column in rule.columns
    }
    used = (columns_read(FILES, reads) | compared) & columns_written(FILES)
    every = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c}
    assert every - used == set(COLUMNS), "write and read it or leave it out; what is used now leaves the list"


def test_the_list_only_becomes_shorter() -> None:
    """Whoever carries something out takes it off here too. Nobody adds to it."""
    assert sorted(FIELDS) == sorted(LEFT.split())
    assert sorted(COLUMNS) == sorted(COLUMNS_LEFT.split())


class Cup(NamedTuple):
    """Like Bowl, to be told apart."""

    name: str
    size: int
    pattern: str


class Bowl(NamedTuple):
    """Like Cup."""

    name: str
    size: int


class Shelf:
    """Holds both."""

    def __init__(self, cups: dict[str, Cup], bowls: list[Bowl]):
        self.cups, self.bowls = cups, bowls

    def sizes(self) -> list[tuple[int, str]]:
        return [
            (max(cup.size, len(key)), bowl.name) for (key, cup), bowl in zip(self.cups.items(), self.bowls, strict=True)
        ]


async def _row(tx: World, number: int) -> Any:
    return await tx.work.one(select(units).where(units.c.id == number))


async def _reads_a_row(tx: World, number: int) -> tuple[str, ...]:
    unit = await _row(tx, number)
    rows = {row.id: row for row in await tx.work.rows(select(contacts))}
    return unit.kind, *(row.language for row in rows.values())


def _writes(tx: World) -> None:
    tx.work.add(contacts, id=1, chat="1", unreachable=None, **{f"made_{word}": tx.now for word in ("at",)})


def test_what_is_read_is_told_apart_from_its_namesakes() -> None:
    found = reads_of([Path(__file__)])
    named = {(owner.__name__, name) for owner, name in found.found}
    assert {
        ("Cup", "size"),
        ("Bowl", "name"),
        ("StoredUnit", "kind"),
        ("contacts", "id"),
        ("contacts", "language"),
    } <= named
    assert (
        not {("Cup", "name"), ("Bowl", "size"), ("Cup", "pattern"), ("units", "language"), ("contacts", "kind")} & named
    )
    assert columns_read([Path(__file__)], found) == {"contacts.id", "contacts.language", "units.id", "units.kind"}
    assert columns_written([Path(__file__)]) == {"contacts.chat", "contacts.id", "contacts.made_at"}
