"""Which pages are open: by chat, by session, by network address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.handlers.web.connection import Connection


class Rooms:
    """The open pages."""

    def __init__(self) -> None:
        self._in: dict[str, list[Connection]] = {}
        self._watching: dict[str, list[tuple[Connection, str]]] = {}
        self._all: dict[Connection, str] = {}
        self._sessions: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()

    def open_of(self, session: str, address: str) -> tuple[int, int]:
        """How many pages are open of this session and from this network address."""
        return self._sessions[session], self._addresses[address]

    def come(self, page: Connection, address: str) -> None:
        """A page has opened; it hears nothing until it enters."""
        self._all[page] = address
        self._sessions[page.session] += 1
        self._addresses[address] += 1

    def enter(self, page: Connection, others: Mapping[str, str]) -> None:
        """The page hears its chat from now on, and in a demonstration that others got messages (key → chat)."""
        room = self._in.setdefault(page.chat, [])
        if page in room:
            return
        room.append(page)
        for key, chat in others.items():
            if chat != page.chat:
                self._watching.setdefault(chat, []).append((page, key))

    def leave(self, page: Connection) -> None:
        """The page has closed."""
        address = self._all.pop(page)
        for counts, name in ((self._sessions, page.session), (self._addresses, address)):
            counts[name] -= 1
            if not counts[name]:
                del counts[name]
        room = [other for other in self._in.get(page.chat, ()) if other is not page]
        if room:
            self._in[page.chat] = room
        else:
            self._in.pop(page.chat, None)
        if self._watching:
            watching = {chat: [w for w in all_ if w[0] is not page] for chat, all_ in self._watching.items()}
            self._watching = {chat: all_ for chat, all_ in watching.items() if all_}

    def of(self, chat: str) -> Iterable[Connection]:
        """The pages that show this chat; a copy, for pages come and go while they are told."""
        return tuple(self._in.get(chat, ()))

    def watching(self, chat: str) -> Iterable[tuple[Connection, str]]:
        """The pages of a demonstration that show another person, and this chat's key there."""
        return tuple(self._watching.get(chat, ()))

    def everyone(self) -> tuple[Connection, ...]:
        """All open pages."""
        return tuple(self._all)
