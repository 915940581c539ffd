"""Who of many new students may be on the list already: as `registering.likely` for each, at a fraction of its cost.

A birthday's entries are opened once, however many new students share it, and only few of them are compared in full.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, select

from bot.programme.students.likeness import Features, alike, bare, found_by, looked_for
from bot.programme.students.registering import ComparedPart, Found
from bot.programme.students.steps import ON_LIST
from bot.programme.world import World
from bot.storage.bulk import read_rows
from bot.storage.tables import students

# The state is looked at here: asked for it too, SQLite would take the index by states and read the whole drive.
_COLUMNS = (students.c.status, students.c.id, students.c.school_id, students.c.code, students.c.secret)
_MINE = students.c.drive == bindparam("drive")
_BY_BIRTH = select(*_COLUMNS).where(_MINE, students.c.by_birth == bindparam("key"))
_KEYED = {
    purpose: select(column, *_COLUMNS).where(_MINE, column == bindparam("key"))
    for purpose, column in (
        ("name", students.c.by_name),
        ("phone", students.c.by_phone),
        ("guardian", students.c.by_guardian),
    )
}
_PLAIN: Final = str.maketrans(
    {
        letter: unicodedata.normalize("NFD", letter).encode("ascii", "ignore").decode().replace("y", "i")
        for letter in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)))
        if unicodedata.normalize("NFD", letter).encode("ascii", "ignore").decode().isalpha()
    }
    | {"đ": "d", "y": "i"}
)
"""Vietnamese letters without their marks, and every y as i: names that are alike are alike so, too."""


class _Named(msgspec.Struct, frozen=True):
    """What is looked at of everybody who was born on a day."""

    name: str


async def likely_ones(tx: World, new: Sequence[Features]) -> list[list[Found]]:
    """For each new student those on the list who may be the same child, as `likely` finds them, in any order."""
    found: list[dict[int, Found]] = [{} for _one in new]
    born = defaultdict[date, list[int]](list)
    keys: dict[str, dict[bytes, list[int]]] = {purpose: defaultdict(list) for purpose in _KEYED}
    for place, one in enumerate(new):
        born[one.birth].append(place)
        sought = looked_for(one)
        for text in (*sought["name"], found_by(one)["name"]):  # its own day too: the same words in another order
            keys["name"][tx.secrecy.blind("name", text)].append(place)
        for purpose in ("phone", "guardian"):
            for text in sought[purpose]:
                keys[purpose][tx.secrecy.blind(purpose, text)].append(place)
    for day, places in born.items():
        key = tx.secrecy.blind("birth", day.isoformat())
        rows = await read_rows(tx.work.connection, _BY_BIRTH, [{"drive": tx.drive, "key": key}])
        there = [row for row in rows if row[0] in ON_LIST]
        names = [_plain(tx.secrecy.reveal(row[4], row[1], _Named).name) for row in there]
        joined = [name.replace(" ", "") for name in names]
        for place in places:
            for number in _near(new[place].bare.replace("y", "i"), names, joined):
                _add(found[place], new[place], _opened(tx, there[number]))
    for purpose, wanted in keys.items():
        asked = [{"drive": tx.drive, "key": key} for key in wanted]
        for row in await read_rows(tx.work.connection, _KEYED[purpose], asked):
            if row[1] in ON_LIST:
                one_there = _opened(tx, row[1:])
                for place in wanted[bytes(row[0])]:
                    _add(found[place], new[place], one_there)
    return [list(one.values()) for one in found]


def _add(found: dict[int, Found], new: Features, there: Found) -> None:
    if there.id not in found and alike(new, there.features):
        found[there.id] = there


def _opened(tx: World, row: Sequence[Any]) -> Found:
    _status, id, school, code, secret = row
    known = tx.secrecy.reveal(secret, id, ComparedPart)
    return Found(id, school, code, Features(known.name, known.birth, known.phone, known.guardian))


def _near(plain: str, names: Sequence[str], joined: Sequence[str]) -> Iterator[int]:
    """Which of the names of one birthday, with and without their spaces, may be alike, and few others.

    Of two that are, the names have the same last word, or are a slip apart; or the same words, which an index finds.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    last = plain.rpartition(" ")[2]
    near = {place for place, name in enumerate(names) if name.endswith(last)}
    slips = extract(plain.replace(" ", ""), joined, scorer=OSA.distance, score_cutoff=1, limit=None)
    near.update(place for _name, _distance, place in slips)
    yield from near


def _plain(name: str) -> str:
    """A name without marks in one stroke, where it has nothing but Vietnamese letters; else as it is compared."""
    plain = name.lower().translate(_PLAIN)
    if plain.isascii() and plain.replace(" ", "").isalpha():
        return plain
    return bare(name).replace("y", "i")
