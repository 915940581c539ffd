"""How many chats in a row a messenger calls unreachable: so many at once are its own trouble, not the people's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

SUSPICIOUS: Final = 3
"""Two neighbours in a mailing may both have blocked us; a third chat, and none reached in between, is no accident."""
ALIKE: Final = 600.0
"""Seconds; what lies further apart has nothing to do with each other."""
BELIEVED: Final = 3600.0
"""Seconds after which even so many are taken to be gone."""


class LostChats:
    """One messenger's chats that it called unreachable since something last arrived anywhere."""

    def __init__(self, now: Callable[[], float]):
        self._now = now
        self._chats: set[str] = set()
        self._since = self._last = 0.0

    def another(self, chat: str) -> bool:
        """Notes a chat; returns whether to doubt it, so that the messenger is held instead."""
        now = self._now()
        if not self._chats or now - self._last > ALIKE:
            self._chats, self._since = set(), now
        self._chats.add(chat)
        self._last = now
        return len(self._chats) >= SUSPICIOUS and now - self._since < BELIEVED

    def reached(self) -> None:
        """Something has arrived: whoever is called unreachable next may well be."""
        if self._chats:
            self._chats = set()
