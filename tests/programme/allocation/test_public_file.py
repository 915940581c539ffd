"""The published file: read back as it was written, recomputed by us and by a stranger alike, tampering seen."""

from __future__ import annotations

import hashlib
import random
from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.allocation import public_file
from bot.programme.allocation.matching import Seeker, Supply, match
from bot.programme.allocation.order import hash_of, in_order, seed_of
from bot.programme.allocation.public_file import (
    PublicPlace,
    PublicRound,
    PublicThing,
    UnreadableRound,
    proof_of,
    read_round,
    written,
)
from bot.programme.allocation.verifying import recompute
from tests.support import stranger

CLASSES = ("poor", "near-poor", "hardship")
LEVELS = ("primary", "lower_secondary", "upper_secondary")
SUITS = {"primary": ("tablet", "phone"), "lower_secondary": ("tablet", "laptop"), "upper_secondary": ("laptop",)}
SECRET, MARK = hashlib.sha256(b"secret").digest(), hashlib.sha256(b"mark").digest()


def a_round(seed: int, students: int = 30, pieces: int = 20) -> PublicRound:
    chance = random.Random(seed)
    crowd = [
        PublicPlace(0, f"TO{chance.randrange(10**9):09}", chance.choice(CLASSES), f"2021-09-2{chance.randrange(3, 6)}",
                    chance.choice(LEVELS), "device")
        for _student in range(students)
    ]  # fmt: skip
    ordered = in_order(crowd, CLASSES, seed_of(SECRET, MARK))
    things = [
        Supply(chance.choice(["tablet", "phone", "laptop"]), (chance.choice([1, 2]),)) for _piece in range(pieces)
    ]
    seekers = [Seeker(one.level, (chance.choice([1, 2]),)) for one in ordered]
    found = match(seekers, things, SUITS)
    places = []
    for number, (one, gift) in enumerate(zip(ordered, found, strict=True), 1):
        told = {}
        if gift is not None:
            proof = proof_of(bytes([number]) * 16, f"TOM{gift.thing}", one.slot)
            told = {"decision": "given", "thing": things[gift.thing].item, "way": gift.way, "proof": proof}
        places.append(msgspec.structs.replace(one, place=number, **told))
    kinds = tuple(
        PublicThing(item, sum(thing.item == item for thing in things),
                    tuple(level for level in LEVELS if item in SUITS[level]))
        for item in ("tablet", "phone", "laptop")
    )  # fmt: skip
    return PublicRound(
        "thanh-oai", "device-1", "decided", "2021-09-24 08:00", hash_of(SECRET), "2021-09-27 09:00",
        "2021-09-29 09:00", "2021-09-29 10:00", 17, MARK.hex(), SECRET.hex(), public_file.list_hash(places), CLASSES,
        kinds, tuple(places),
    )  # fmt: skip


@given(st.integers(0, 10**6), st.integers(0, 40), st.integers(0, 40))
def test_what_is_written_is_read_back_and_recomputed_by_everybody(seed: int, students: int, pieces: int) -> None:
    round = a_round(seed, students, pieces)
    text = written(round)
    assert read_round(text) == round
    found = recompute(round)
    assert (found.faults, found.places) == ([], students)
    assert found.given == sum(one.decision == "given" for one in round.places)
    assert stranger.complaints(text) == []


def tampered(round: PublicRound, at: int, **changes: object) -> PublicRound:
    places = list(round.places)
    places[at] = msgspec.structs.replace(places[at], **changes)
    return msgspec.structs.replace(round, places=tuple(places))


ROUND = a_round(5)
GIFT = next(at for at, one in enumerate(ROUND.places) if one.decision == "given")
WAITS = next(at for at, one in enumerate(ROUND.places) if one.decision == "waiting")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (msgspec.structs.replace(ROUND, secret="00" * 32), "whose hash was published before"),
        (msgspec.structs.replace(ROUND, mark="00" * 32), "'s, not "),
        (msgspec.structs.replace(ROUND, mark="xy"), "64 hex digits"),
        (msgspec.structs.replace(ROUND, classes=("hardship", "near-poor", "poor")), "'s, not "),
        (msgspec.structs.replace(ROUND, places=ROUND.places[1:]), "added, taken off or changed"),
        (tampered(ROUND, 3, household="poorest"), "added, taken off or changed"),
        (tampered(ROUND, 3, slot=ROUND.places[4].slot), "stands 2 times"),
        (tampered(ROUND, 3, place=7), "is numbered 7"),
        (tampered(ROUND, GIFT, decision="waiting", thing="", way=""), "before it waits"),
        (tampered(ROUND, GIFT, way=""), "nothing says why"),
        (tampered(ROUND, GIFT, way="override"), "without a reason"),
        (tampered(ROUND, GIFT, thing="boat"), "there was none of"),
        (tampered(ROUND, GIFT, decision="perhaps"), "no round decides"),
        (tampered(ROUND, WAITS, decision="given", thing="laptop", way="order", proof=ROUND.places[GIFT].proof),
         "stands 2 times"),
        (msgspec.structs.replace(ROUND, things=tuple(msgspec.structs.replace(one, count=0) for one in ROUND.things)),
         "there were 0"),
    ],
)  # fmt: skip
def test_whatever_is_changed_is_seen(changed: PublicRound, said: str) -> None:
    assert any(said in fault for fault in recompute(changed).faults), recompute(changed).faults


def test_a_gift_in_front_of_somebody_who_waits_is_seen_by_a_stranger_too() -> None:
    plain = msgspec.structs.replace(
        ROUND, places=tuple(msgspec.structs.replace(one, way="order" if one.way else "") for one in ROUND.places)
    )
    taken = next(at for at, one in enumerate(plain.places) if one.decision == "given")
    unjust = tampered(plain, taken, decision="waiting", thing="", way="", proof="")
    assert stranger.complaints(written(unjust)) != []
    assert recompute(unjust).faults != []


def test_a_proof_opens_its_own_line_and_no_other() -> None:
    text, one = written(ROUND), ROUND.places[GIFT]
    salt = (bytes([one.place]) * 16).hex()
    [gift] = [f"TOM{n}" for n in range(20) if stranger.proves(text, salt, f"TOM{n}", one.slot)]
    assert not stranger.proves(text, salt, gift, ROUND.places[WAITS].slot)
    assert not stranger.proves(text, "00" * 16, gift, one.slot)


def test_what_is_open_is_said_to_be_open() -> None:
    assert "still open" in recompute(PublicRound("x", "device-1", "open", "", hash_of(SECRET))).faults[0]


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "place,slot\n1,2\n", "drive,x\n\nplace\n", "a" * 200_000, '"', written(ROUND)[:-40],
     written(ROUND).replace("mark_number,17", "mark_number,-17"), written(ROUND).replace("\r\n1,", "\r\n１,"),
     "drive,x\r\ndrive,y\r\n"],
)  # fmt: skip
def test_what_is_no_such_file_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnreadableRound):
        read_round(text)


@given(st.text(max_size=300) | st.builds(lambda at, some: written(ROUND)[:at] + some, st.integers(0, 900), st.text()))
def test_no_file_does_worse_than_being_unreadable(text: str) -> None:
    with suppress(UnreadableRound):
        recompute(read_round(text))
