"""Who gets which thing, once the order stands: nobody goes empty-handed while somebody behind them is given to.

One after the other, in the order, each is given of what fits their level the kind that suits it best. Where things stay
local first, that is done for every thing in its own area alone, then in the next wider one, up to everybody. So a thing
passes somebody by only where it suits their level not at all, or was given nearer to where it lies: the second is said
of it ("local"), and nobody else is ever given to before somebody who stands in front of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

Way = Literal["order", "local", "override"]
EVERYWHERE: Final = 0
"""The area that everybody belongs to; no unit has this number."""


class Seeker(NamedTuple):
    """Somebody in the order: their level, and the areas they belong to, the smallest first."""

    level: str
    areas: tuple[int, ...]


class Supply(NamedTuple):
    """Something to be given: its kind, and the areas it is given in, the smallest first."""

    item: str
    areas: tuple[int, ...] = ()


class Given(NamedTuple):
    """Which thing a seeker is given, and why it is theirs."""

    thing: int
    way: Way


def match(
    seekers: Sequence[Seeker],
    things: Sequence[Supply],
    suits: Mapping[str, Sequence[str]],
    *,
    local_first: bool = True,
    kept: Mapping[int, int] | None = None,
) -> list[Given | None]:
    """What each seeker is given, by their number in the order; earlier things of a kind go first.

    `suits` names for each level the kinds that suit it, the best first. `kept` says who was to have which thing before,
    by seeker: they have it again wherever they would be given one like it.
    """
    found: list[int | None] = [None] * len(seekers)
    bound = bytearray(len(things))
    former = dict(kept or {})
    holders = {thing: seeker for seeker, thing in former.items()}
    widest = max((len(thing.areas) for thing in things), default=0) if local_first else 0
    waiting: Sequence[int] = range(len(seekers))
    for width in range(widest + 1):
        pools = _pools(things, bound, width if local_first else None, holders)
        for_whom: dict[Seeker, list[_Pool]] = {}
        left = []
        for at in waiting:
            seeker = seekers[at]
            open_ones = for_whom.get(seeker)
            if open_ones is None:
                areas = (*seeker.areas, EVERYWHERE)
                wanted = ((area, item) for item in suits.get(seeker.level, ()) for area in areas)
                open_ones = for_whom[seeker] = [pools[key] for key in wanted if key in pools][::-1]
            thing = _drawn(open_ones, bound, former.get(at))
            if thing is None:
                left.append(at)
            else:
                found[at], bound[thing] = thing, 1
        waiting = left
    return _said(seekers, things, suits, found)


class _Pool(NamedTuple):
    """Things that are as good as each other: the last of `queue` goes first, `all` were in it at the beginning."""

    queue: list[int]
    all: set[int]


def _pools(
    things: Sequence[Supply], bound: bytearray, width: int | None, holders: Mapping[int, int]
) -> dict[tuple[int, str], _Pool]:
    """The things that are free, by area and kind: first those nobody had before, then the later seekers'."""
    free = sorted(
        (at for at in range(len(things)) if not bound[at]),
        key=lambda at: (-1, at) if at not in holders else (0, -holders[at]),
        reverse=True,
    )
    pools: dict[tuple[int, str], _Pool] = {}
    for at in free:
        item, areas = things[at]
        area = EVERYWHERE if width is None or width == len(areas) else areas[width] if width < len(areas) else None
        if area is not None:
            pools.setdefault((area, item), _Pool([], set())).queue.append(at)
    for pool in pools.values():
        pool.all.update(pool.queue if holders else ())
    return pools


def _drawn(open_ones: list[_Pool], bound: bytearray, own: int | None) -> int | None:
    """The next free thing of the first pool that has one; the seeker's own former one if it lies in that pool."""
    while open_ones:
        queue = open_ones[-1].queue
        while queue and bound[queue[-1]]:
            queue.pop()
        if queue:
            return own if own is not None and not bound[own] and own in open_ones[-1].all else queue[-1]
        open_ones.pop()
    return None


def _said(
    seekers: Sequence[Seeker], things: Sequence[Supply], suits: Mapping[str, Sequence[str]], found: Sequence[int | None]
) -> list[Given | None]:
    """What was found, with its reason: whoever passes by somebody whom it would suit too is nearer to it."""
    first: dict[str, int] = {}  # the first seeker who would have been suited by a kind and got nothing
    for at in range(len(seekers) - 1, -1, -1):
        if found[at] is None:
            first.update(dict.fromkeys(suits.get(seekers[at].level, ()), at))
    return [
        None
        if thing is None
        else Given(thing, "local" if first.get(things[thing].item, len(seekers)) < at else "order")
        for at, thing in enumerate(found)
    ]
