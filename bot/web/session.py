"""Who a visitor is: a random number in a signed cookie, and the signed addresses only they may open."""

from __future__ import annotations

import hmac
import secrets

from aiohttp import web

from bot.web.visitor import YEAR

COOKIE = "song"


class Sessions:
    """Makes and checks session cookies and tokens with one secret of at least 16 bytes."""

    def __init__(self, secret: bytes):
        if len(secret) < 16:
            raise ValueError("the web secret must have at least 16 bytes")
        self._secret = secret

    def of(self, request: web.Request) -> str | None:
        """The session of a request: 32 hex digits; None where the cookie is missing or forged."""
        session, _, signature = request.cookies.get(COOKIE, "").partition(".")
        if session and hmac.compare_digest(self._sign("session", session).encode(), signature.encode()):
            return session
        return None

    def greet(self, response: web.StreamResponse, session: str | None, secure: bool) -> str:
        """Gives the visitor a cookie, new or once more for another year; returns the session."""
        session = session or secrets.token_hex(16)
        value = f"{session}.{self._sign('session', session)}"
        response.set_cookie(COOKIE, value, max_age=YEAR, path="/", httponly=True, samesite="Lax", secure=secure)
        return session

    def token(self, kind: str, chat: str, number: int) -> str:
        """A name for something of one chat that nobody else can make up."""
        return f"{number}-{self._sign(kind, chat, str(number))[:24]}"

    def number(self, kind: str, chat: str, token: str) -> int | None:
        """The number in a token; None where it was not made for this chat."""
        digits = token.partition("-")[0]
        if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
            return None
        made = self.token(kind, chat, int(digits))
        return int(digits) if hmac.compare_digest(made.encode(), token.encode()) else None

    def room(self, chat: str) -> str:
        """A short name of a chat for the page's own notes, from which nothing else can be guessed."""
        return self._sign("room", chat)[:12]

    def network(self, address: str) -> str:
        """A name of a network address that tells nothing about it, but is the same each time."""
        return self._sign("network", address)[:16]

    def _sign(self, *parts: str) -> str:
        return hmac.digest(self._secret, "\0".join(parts).encode(), "sha256").hex()
