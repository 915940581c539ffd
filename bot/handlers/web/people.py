"""Which chat a request speaks for: the visitor's own, or in a demonstration that of the person they play."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from aiohttp import web

from bot.web.session import Sessions


class DemoPart(msgspec.Struct, frozen=True):
    """A part to play in a demonstration; `chat` None means a chat of the visitor's own."""

    label: Mapping[str, str]  # by language: {"vi": "Nhà hảo tâm", "en": "Donor"}
    chat: str | None = None


class People:
    """Finds the chat behind a request."""

    def __init__(self, sessions: Sessions, people: Mapping[str, DemoPart] | None):
        self._sessions, self.people = sessions, people

    def session_of(self, request: web.Request) -> str | None:
        """The session; None where the cookie is missing or forged."""
        return self._sessions.of(request)

    def chat_of(self, request: web.Request) -> str | None:
        """The chat; None where there is no valid session or no such person."""
        session = self._sessions.of(request)
        if session is None:
            return None
        if not self.people:
            return session
        return self.all_of(session).get(request.query.get("as") or next(iter(self.people)))

    def network_of(self, address: str) -> str:
        """A name of the visitor's network address that may be kept."""
        return self._sessions.network(address)

    def all_of(self, session: str) -> dict[str, str]:
        """Every person's chat by key, in a demonstration."""
        people = self.people or {}
        return {key: f"{session}-{key}" if person.chat is None else person.chat for key, person in people.items()}
