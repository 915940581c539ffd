"""The order and the matching, against what a stranger would write down from the published rules alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.allocation.matching import Given, Seeker, Supply, match
from bot.programme.allocation.order import hash_of, in_order, lot_of, seed_of

CLASSES = ("poor", "near-poor", "hardship")
SECRET, MARK = bytes(range(32)), bytes(range(32, 64))


class Someone(NamedTuple):
    slot: str
    household: str
    verified_on: str


people = st.lists(
    st.builds(
        Someone,
        st.text("ABCDEFGH23456", min_size=7, max_size=7),
        st.sampled_from([*CLASSES, "", "unheard-of"]),
        st.sampled_from(["2021-09-23", "2021-09-24", "2021-10-01"]),
    ),
    unique_by=lambda one: one.slot,
    max_size=40,
)


def test_the_rule_is_the_one_that_is_published() -> None:
    """Worked out by hand, so that no later release draws otherwise."""
    seed = hashlib.sha256(SECRET + MARK).digest()
    assert seed_of(SECRET, MARK) == seed
    assert hash_of(SECRET) == hashlib.sha256(SECRET).hexdigest()
    assert lot_of(seed, "TO7K2PQXR") == hashlib.sha256(seed + b"TO7K2PQXR").digest()
    crowd = [
        Someone("TOC", "hardship", "2021-09-01"),
        Someone("TOB", "poor", "2021-09-24"),
        Someone("TOA", "poor", "2021-09-23"),
        Someone("TOD", "near-poor", "2021-09-01"),
    ]
    assert [one.slot for one in in_order(crowd, CLASSES, seed)] == ["TOA", "TOB", "TOD", "TOC"]


def test_half_a_secret_draws_nothing() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seed_of(SECRET[:16], MARK)


@given(people, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), st.randoms())
def test_nobody_stands_behind_a_lower_class_or_a_later_day(
    crowd: list[Someone], secret: bytes, mark: bytes, chance: object
) -> None:
    ordered = in_order(crowd, CLASSES, seed_of(secret, mark))
    assert sorted(ordered) == sorted(crowd)
    ranks = [(CLASSES.index(one.household) if one.household in CLASSES else 3, one.verified_on) for one in ordered]
    assert ranks == sorted(ranks)
    for one, other in pairwise(ordered):
        if ranks[ordered.index(one)] == ranks[ordered.index(other)]:
            seed = hashlib.sha256(secret + mark).digest()
            lots = [hashlib.sha256(seed + slot.encode()).hexdigest() for slot in (one.slot, other.slot)]
            assert lots[0] < lots[1]
    mixed = list(crowd)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis's own random numbers
    assert in_order(mixed, CLASSES, seed_of(secret, mark)) == ordered


# --- what is given ---

SUITS = {"primary": ("tablet", "phone"), "upper": ("laptop", "tablet"), "odd": ()}
AREAS = ((11, 1), (12, 1), (21, 2), (1,), (2,))
seekers = st.lists(st.builds(Seeker, st.sampled_from([*SUITS]), st.sampled_from(AREAS)), max_size=25)
things = st.lists(
    st.builds(Supply, st.sampled_from(["tablet", "phone", "laptop", "spade"]), st.sampled_from(AREAS)), max_size=25
)


def nearness(seeker: Seeker, thing: Supply, local_first: bool) -> int:
    """How far a thing has to go: 0 within its own area; the rule said once more in other words."""
    if not local_first:
        return 0
    return next((step for step, area in enumerate(thing.areas) if area in seeker.areas), len(thing.areas))


def check(crowd: Sequence[Seeker], stock: Sequence[Supply], found: Sequence[Given | None], local_first: bool) -> None:
    given_out = [one.thing for one in found if one is not None]
    assert len(given_out) == len(set(given_out)), "a thing is given once"
    for place, one in enumerate(found):
        if one is None:
            left = set(range(len(stock))) - set(given_out)
            assert not [at for at in left if stock[at].item in SUITS[crowd[place].level]], "nothing lies idle"
            continue
        thing = stock[one.thing]
        assert thing.item in SUITS[crowd[place].level]
        passed = [
            earlier for earlier in range(place) if found[earlier] is None and thing.item in SUITS[crowd[earlier].level]
        ]
        assert (one.way == "local") == bool(passed)
        for earlier in passed:
            assert nearness(crowd[place], thing, local_first) < nearness(crowd[earlier], thing, local_first)


@given(seekers, things, st.booleans())
def test_nobody_goes_empty_handed_while_somebody_behind_them_is_given_to(
    crowd: list[Seeker], stock: list[Supply], local_first: bool
) -> None:
    found = match(crowd, stock, SUITS, local_first=local_first)
    check(crowd, stock, found, local_first)
    if not local_first:
        assert all(one is None or one.way == "order" for one in found)


@given(seekers, things, st.booleans(), st.data())
def test_matched_again_the_same_rule_holds_and_little_changes(
    crowd: list[Seeker], stock: list[Supply], local_first: bool, data: st.DataObject
) -> None:
    before = match(crowd, stock, SUITS, local_first=local_first)
    kept = {place: one.thing for place, one in enumerate(before) if one is not None}
    assert match(crowd, stock, SUITS, local_first=local_first, kept=kept) == before
    gone = data.draw(st.sets(st.sampled_from(range(len(stock))))) if stock else set[int]()
    left = [at for at in range(len(stock)) if at not in gone]
    still = {place: left.index(thing) for place, thing in kept.items() if thing in left}
    again = match(crowd, [stock[at] for at in left], SUITS, local_first=local_first, kept=still)
    check(crowd, [stock[at] for at in left], again, local_first)


def test_the_best_kind_goes_first_and_what_lies_longest() -> None:
    stock = [Supply("tablet"), Supply("laptop"), Supply("tablet"), Supply("laptop")]
    crowd = [Seeker("upper", ()), Seeker("primary", ()), Seeker("upper", ()), Seeker("upper", ()), Seeker("upper", ())]
    found = match(crowd, stock, SUITS)
    assert [one and one.thing for one in found] == [1, 0, 3, 2, None]


def test_what_stays_local_is_said_to_be_local() -> None:
    far, near = Seeker("primary", (21, 2)), Seeker("primary", (11, 1))
    stock = [Supply("tablet", (11, 1))]
    assert match([far, near], stock, SUITS) == [None, Given(0, "local")]
    assert match([far, near], stock, SUITS, local_first=False) == [Given(0, "order"), None]
    assert match([far], stock, SUITS) == [Given(0, "order")]


def test_a_seeker_keeps_their_own_where_another_s_is_gone() -> None:
    stock = [Supply("tablet"), Supply("tablet"), Supply("tablet")]
    crowd = [Seeker("primary", ())] * 3
    again = match(crowd, stock[1:], SUITS, kept={1: 0, 2: 1})  # the first one's is gone: the last one has to give way
    assert [one and one.thing for one in again] == [1, 0, None]
