"""Whether a published round is what the rules make of its list: whoever has the file can recompute it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from bot.programme.allocation.order import hash_of, in_order, seed_of
from bot.programme.allocation.public_file import DECISIONS, PublicPlace, PublicRound, list_hash

GIVEN: Final = ("proposed", "given")
MOST_FAULTS: Final = 20
"""After so many there is nothing left to learn."""


class Recomputed(msgspec.Struct, frozen=True):
    """What a recomputation found: how many are on the list, given to, and given to out of the plain order."""

    places: int
    given: int
    local: int
    overrides: dict[str, int]  # by their reasons
    faults: list[str]


def recompute(round: PublicRound) -> Recomputed:
    """Draws the order again and looks whether every decision follows from it; faults in plain English."""
    faults: list[str] = []
    if not round.mark:
        faults.append("the round is still open: its order can be recomputed once its secret and its mark are public")
        return Recomputed(0, 0, 0, {}, faults)
    for fault in _faults(round):
        faults.append(fault)
        if len(faults) == MOST_FAULTS:
            faults.append("and more")
            break
    given = [one for one in round.places if one.decision in GIVEN]
    overrides = Counter(one.reason for one in given if one.way == "override")
    local = sum(one.way == "local" for one in given)
    return Recomputed(len(round.places), len(given), local, dict(sorted(overrides.items())), faults)


def _faults(round: PublicRound) -> Iterator[str]:
    try:
        secret, mark = bytes.fromhex(round.secret), bytes.fromhex(round.mark)
        seed = seed_of(secret, mark)
    except ValueError:
        yield "the secret and the mark are not 64 hex digits each"
        return
    if hash_of(secret) != round.secret_hash:
        yield "the secret is not the one whose hash was published before"
    if list_hash(round.places) != round.list_hash:
        yield "the list is not the one whose hash stands in the ledger: slots were added, taken off or changed"
    yield from _twice("slot", [one.slot for one in round.places])
    yield from _twice("proof", [one.proof for one in round.places if one.proof])
    ordered = in_order(round.places, round.classes, seed)
    for place, (one, right) in enumerate(zip(round.places, ordered, strict=True), 1):
        if one.place != place:
            yield f"place {place} is numbered {one.place}"
        elif one.slot != right.slot:
            yield f"place {place} is {right.slot}'s, not {one.slot}'s"
            break
    yield from _wrong_decisions(round)


def _twice(what: str, values: Sequence[str]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"the {what} {value} stands {times} times"


def _wrong_decisions(round: PublicRound) -> Iterator[str]:
    """Nobody waits in front of somebody who was given what would have suited them, unless it says why."""
    levels = {one.item: one.levels for one in round.things}
    counts = Counter(one.thing for one in round.places if one.decision in GIVEN)
    for one in round.things:
        if counts[one.item] > one.count:
            yield f"{counts[one.item]} of {one.item} are given, and there were {one.count}"
    waiting: dict[str, PublicPlace] = {}  # the first one of each level
    for place in round.places:
        if place.decision not in DECISIONS:
            yield f"place {place.place}: no round decides {place.decision!r}"
        elif place.decision == "waiting":
            waiting.setdefault(place.level, place)
        elif place.decision in GIVEN:
            yield from _wrong_gift(place, levels, waiting)


def _wrong_gift(
    place: PublicPlace, levels: dict[str, tuple[str, ...]], waiting: dict[str, PublicPlace]
) -> Iterator[str]:
    if place.thing not in levels:
        yield f"place {place.place} is given {place.thing!r}, which there was none of"
    elif place.way not in ("order", "local", "override"):
        yield f"place {place.place} is given out of order, and nothing says why"
    elif place.way == "override" and not place.reason:
        yield f"place {place.place} is given out of order without a reason"
    elif place.way != "override" and place.level not in levels[place.thing]:
        yield f"place {place.place} is given {place.thing}, which does not suit {place.level}"
    elif place.way == "order":
        passed = [waiting[level] for level in levels[place.thing] if level in waiting]
        if passed:
            first = min(passed, key=lambda one: one.place)
            yield f"place {place.place} is given {place.thing}, and place {first.place} before it waits"
