"""The number of a row, as a button bears it behind its command and anybody may type it."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 18
"""Digits; more may not fit into a column, and no row has so many."""


def row_number(words: str) -> int:
    """The number that the words are; 0, which no row has, for anything else."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= LONGEST else 0
