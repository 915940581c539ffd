"""A round as everybody may read it: enough to recompute its order, and nothing that names a child or a school.

First what holds for the round, a name and its values a line; an empty line; then one line for each slot in the order:

    place      1, 2, 3 …
    slot       the public code of one student's place on the list; whose it is, the school and the offices know
    class      of household, as the plan calls it
    verified   the day the last review approved it
    level      of school
    needs      device or line: what the round gives
    decision   proposed, given, waiting, later (in another round), gone (no longer on the list), ended (taken back)
    thing      the kind that is given
    way        order; local: it stays near where it lies; override: out of order, with a reason
    reason     of an override, or of an end
    proof      SHA-256 of "SALT GIFT SLOT", once it is decided; salt and gift its donor has
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

COLUMNS: Final = (
    "place", "slot", "class", "verified", "level", "needs", "decision", "thing", "way", "reason", "proof"
)  # fmt: skip
DECISIONS: Final = ("proposed", "given", "waiting", "later", "gone", "ended")
MARK: Final = "\ufeff"
"""By it spreadsheets know that a file is UTF-8."""


class PublicPlace(msgspec.Struct, frozen=True):
    """One line of the order."""

    place: int
    slot: str
    household: str
    verified_on: str
    level: str
    needs: str
    decision: str = "waiting"
    thing: str = ""
    way: str = ""
    reason: str = ""
    proof: str = ""


class PublicThing(msgspec.Struct, frozen=True):
    """How many of a kind there were to give when the order was drawn up, and the levels of school it suits."""

    item: str
    count: int
    levels: tuple[str, ...]


class PublicRound(msgspec.Struct, frozen=True):
    """A round with its order; of one that is still open nothing but the hash of its secret is known."""

    drive: str
    round: str
    state: str
    opened: str  # ISO day and minute, in the drive's own zone; the others likewise, empty until then
    secret_hash: str
    closed: str = ""
    objections_until: str = ""
    decided: str = ""
    mark_number: int = 0
    mark: str = ""
    secret: str = ""
    list_hash: str = ""
    classes: tuple[str, ...] = ()
    things: tuple[PublicThing, ...] = ()
    places: tuple[PublicPlace, ...] = ()


class UnreadableRound(Exception):
    """A file is none of these; says in plain words where."""


def proof_of(salt: bytes, gift: str, slot: str) -> str:
    """The public proof that a gift (a device's tag, or a service's code and number) is bound to a slot, hex."""
    return hashlib.sha256(f"{salt.hex()} {gift} {slot}".encode()).hexdigest()


def list_hash(places: Iterable[PublicPlace]) -> str:
    """What the ledger says of a closed list: SHA-256 over its slots, each with class, day and level, by slot."""
    lines = sorted(f"{one.slot},{one.household},{one.verified_on},{one.level}\n" for one in places)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def written(round: PublicRound) -> str:
    """The file of a round."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    for name in _FACTS:
        lines.writerow([name, getattr(round, name)])
    lines.writerow(["classes", *round.classes])
    lines.writerows([["thing", one.item, one.count, " ".join(one.levels)] for one in round.things])
    lines.writerow([])
    lines.writerow(COLUMNS)
    lines.writerows([[getattr(one, name) for name in one.__struct_fields__] for one in round.places])
    return MARK + out.getvalue()


_FACTS: Final = (
    "drive", "round", "state", "opened", "secret_hash", "closed", "objections_until", "decided", "mark_number", "mark",
    "secret", "list_hash",
)  # fmt: skip


def read_round(text: str) -> PublicRound:
    """The round a file tells of; raises UnreadableRound, with the line, for anything else."""
    facts: dict[str, str] = {}
    classes: Sequence[str] = ()
    things, places = list[PublicThing](), list[PublicPlace]()
    if not text.endswith("\n"):
        raise UnreadableRound("its end is missing")
    lines = csv.reader(io.StringIO(text.removeprefix(MARK), newline=""))
    at = 0
    try:
        for cells in lines:
            at += 1
            match cells:
                case [] | [""]:
                    break
                case ["classes", *rest]:
                    classes = rest
                case ["thing", item, count, levels]:
                    things.append(PublicThing(item, _whole(count), tuple(levels.split())))
                case [name, value] if name in _FACTS and name not in facts:
                    facts[name] = value
                case _:
                    raise UnreadableRound(f"line {at} says nothing of a round: {','.join(cells)[:60]}")
        if facts and tuple(next(lines, ())) != COLUMNS:
            raise UnreadableRound(f"line {at + 1} does not name the columns {', '.join(COLUMNS)}")
        at += 1
        for cells in lines:
            at += 1
            if len(cells) != len(COLUMNS):
                raise UnreadableRound(f"line {at} has {len(cells)} columns, not {len(COLUMNS)}")
            places.append(PublicPlace(_whole(cells[0]), *cells[1:]))
        if missing := [name for name in _FACTS if name not in facts]:
            raise UnreadableRound(f"it does not say: {', '.join(missing)}")
        mark_number = _whole(facts.pop("mark_number"))
    except (csv.Error, ValueError) as fault:
        raise UnreadableRound(f"line {at} cannot be read: {fault}") from fault
    return PublicRound(
        **facts, mark_number=mark_number, classes=tuple(classes), things=tuple(things), places=tuple(places)
    )


def _whole(cell: str) -> int:
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= 12):
        raise ValueError(f"{cell[:20]!r} is no number")
    return int(cell)
