"""Which part of a list an address means, and the addresses of its other parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class ListAddress:
    """The page of a list: `at`, the `states` among which its reader chooses, the one shown at `first`, and what else
    of an address is `kept`.
    """

    at: str
    states: tuple[str, ...]
    first: str
    kept: tuple[str, ...]

    def part(self, asked: Mapping[str, str]) -> dict[str, str]:
        """Which part is meant, and nothing else an address may hold."""
        part = {name: asked[name][:LONGEST] for name in ("state", *self.kept) if asked.get(name)}
        if part.get("state") not in self.states:
            part["state"] = self.first
        return part

    def links(self, part: Mapping[str, str]) -> Callable[..., str]:
        """Makes the addresses of other parts: of this one with something changed."""
        return lambda **more: f"{self.at}?{urlencode({**part, **more})}"
