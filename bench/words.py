"""Free words: how many of the messages people may write are understood, and what one costs."""

from __future__ import annotations

from time import process_time
from typing import Final

from bench.utterances import heard, right, said

GOAL: Final = 95.0
"""Per cent understood, alone or among at most three choices."""
GOAL_MS: Final = 2.0
"""Milliseconds of CPU a message."""


def measure() -> None:
    """Prints both figures, and each set by itself."""
    for name, pattern in (("utterances", "utterances*.toml"), ("held back", "heldback*.toml")):
        messages = [one for one in said(pattern) if one.is_wish]
        heard(messages[0])  # the index is made once
        begun = process_time()
        found = [heard(one) for one in messages]
        cost = (process_time() - begun) / len(messages) * 1000
        understood = 100 * sum(map(right, messages, found)) / len(messages)
        print(
            f"words, {name}: {understood:.1f} % of {len(messages)} understood (goal {GOAL:.0f}), "
            f"{cost:.2f} ms CPU a message (goal {GOAL_MS:.0f})"
        )
