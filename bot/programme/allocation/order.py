"""The order in which students are helped: their class, then the day their need was verified, then a draw.

    seed  = SHA-256(secret ‖ mark)      the secret's hash was public before, the mark is the ledger's once it is closed
    lot   = SHA-256(seed ‖ slot)        the slot's code in ASCII
    order = class, day, lot             the lots as numbers; the lowest comes first

Whoever has the secret, the mark, and the slots with their classes and days recomputes it; none of them names a child.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

SIZE: Final = 32
"""Bytes of a secret and of a mark."""


class Candidate(Protocol):
    """What the order depends on: the class of household, the ISO day of verification, the public code of the slot."""

    @property
    def slot(self) -> str: ...

    @property
    def household(self) -> str: ...

    @property
    def verified_on(self) -> str: ...


C = TypeVar("C", bound=Candidate)


def hash_of(secret: bytes) -> str:
    """What is published of a secret before the list is closed, hex."""
    return hashlib.sha256(secret).hexdigest()


def seed_of(secret: bytes, mark: bytes) -> bytes:
    """The draw's seed; raises ValueError unless both are whole."""
    if len(secret) != SIZE or len(mark) != SIZE:
        raise ValueError("a secret and a mark have 32 bytes each")
    return hashlib.sha256(secret + mark).digest()


def lot_of(seed: bytes, slot: str) -> bytes:
    """A slot's lot in a draw."""
    return hashlib.sha256(seed + slot.encode()).digest()


def in_order(candidates: Sequence[C], classes: Sequence[str], seed: bytes) -> list[C]:
    """The candidates, first come first; `classes` as the plan publishes them, whatever else there is behind them."""
    ranks = {household: rank for rank, household in enumerate(classes)}
    last = len(ranks)
    keyed = [
        (ranks.get(one.household, last), one.verified_on, lot_of(seed, one.slot), at)
        for at, one in enumerate(candidates)
    ]
    keyed.sort()
    return [candidates[at] for _rank, _day, _lot, at in keyed]
