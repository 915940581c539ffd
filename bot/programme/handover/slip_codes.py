"""The four digits on a family's slip: whoever receives something says them, so that nobody else can confirm it.

They are kept nowhere. They follow from the key outside the database, so a slip can be printed again and says the same,
and whoever reads the database alone learns nothing. Few wrong ones are taken; then another code has to be drawn.
"""

from __future__ import annotations

from typing import Final

from bot.programme.world import World

MOST_TRIES: Final = 5
"""Wrong codes until another one has to be drawn: a chance of 1 in 2,000 for whoever guesses."""
_ALL: Final = 10_000


def slip_code(tx: World, batch: int, student: int, draw: int) -> str:
    """The code of one family in one batch; `draw` counts how often it had to be drawn anew."""
    drawn = tx.secrecy.blind("slip code", f"{batch}:{student}:{draw}")
    return f"{int.from_bytes(drawn) % _ALL:04}"
