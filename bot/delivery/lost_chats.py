"""How many chats in a row a messenger calls unreachable: so many at once are its own trouble, not the people's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.messages import Lane

SUSPICIOUS: Final = 5
"""Some neighbours in a mailing may all have blocked us; so many, and nobody reached in between, is no accident. A reply
counts double: whoever has just written to us has hardly blocked us."""
ALIKE: Final = 600.0
"""Seconds; what lies further apart has nothing to do with each other."""
BELIEVED: Final = 3600.0
"""Seconds after which even so many are taken to be gone."""


class LostChats:
    """One messenger's chats that it called unreachable since something last arrived anywhere."""

    def __init__(self, now: Callable[[], float]):
        self._now = now
        self._chats: dict[str, int] = {}
        self._since = self._last = 0.0

    def another(self, chat: str, lane: Lane) -> bool:
        """Notes a chat; returns whether to doubt it, so that the messenger is held instead."""
        now = self._now()
        if not self._chats or now - self._last > ALIKE:
            self._chats, self._since = {}, now
        self._chats[chat] = 2 if lane is Lane.REPLY else 1
        self._last = now
        return sum(self._chats.values()) >= SUSPICIOUS and now - self._since < BELIEVED

    def reached(self) -> None:
        """Something has arrived: whoever is called unreachable next may well be."""
        if self._chats:
            self._chats = {}
