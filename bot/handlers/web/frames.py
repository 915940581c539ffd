"""The frames on the wire between page and server, JSON in both directions.

From the page: `Said`. To the page, one key each:
  {"hello": Talk}       what it missed; `reset` where the page must forget what it shows
  {"older": Talk}       what came before
  {"message": Message}  the bot's, now; with `change` it takes the place of one that is there
  {"mine": Message}     the person's own, sent from another page of theirs
  {"ack": key}          safely committed
  {"full": key}         not taken, please repeat
  {"slow": key, "after": seconds}   too many at once, please repeat after; `shared` where all of an address wrote them
  {"error": word, "key": key}       not understood: "frame", "file", "session", "server", "pages"
  {"typing": true}      the bot is at work
  {"elsewhere": person} in a demonstration: another person has got a message
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from bot.messages import Button

LARGEST = 64 * 1024  # bytes in one frame from the page
LONGEST = 4096  # characters in one text
LAST = 2**62  # no message has a higher number

Key = Annotated[str, Meta(pattern=r"^[0-9A-Za-z-]{8,40}\Z")]


class SaidFrame(msgspec.Struct, frozen=True):
    """One frame from the page: a message with its key, or a question about the past."""

    id: Key | None = None
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)] | None = None
    button: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    photo: Annotated[str, Meta(max_length=64)] | None = None
    document: Annotated[str, Meta(max_length=64)] | None = None
    since: Annotated[int, Meta(ge=0, le=LAST)] | None = (
        None  # the last of the bot's messages and changes it has; 0: none
    )
    older: Annotated[int, Meta(ge=1, le=LAST)] | None = None  # it wants what came before this message


class PaperLink(msgspec.Struct, frozen=True):
    """A file to be fetched: address, name, type."""

    url: str
    name: str
    mime: str = ""


class MessageFrame(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One message as the page shows it."""

    id: int = 0  # the bot's
    key: str = ""  # the person's own
    text: str = ""
    at: datetime
    buttons: Sequence[Button] = ()
    button: str | None = None
    picture: str | None = None
    document: PaperLink | None = None
    change: int = 0  # the bot's: the number of the message that took this one's place last
    changed: datetime | None = None  # when it did


class PastFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the talk, oldest first; `more` where there may be older messages still."""

    past: Sequence[MessageFrame]
    more: bool = False
    reset: bool = False
    now: datetime


class _One(msgspec.Struct, frozen=True):
    message: MessageFrame


class _Mine(msgspec.Struct, frozen=True):
    mine: MessageFrame


class _Hello(msgspec.Struct, frozen=True):
    hello: PastFrame


class _Older(msgspec.Struct, frozen=True):
    older: PastFrame


class _Error(msgspec.Struct, frozen=True, omit_defaults=True):
    error: str
    key: str = ""


_encode = msgspec.json.Encoder().encode
read = msgspec.json.Decoder(SaidFrame).decode

TYPING = b'{"typing":true}'


def message(said: MessageFrame) -> bytes:
    """The bot's message."""
    return _encode(_One(said))


def mine(said: MessageFrame) -> bytes:
    """The person's own message, for their other pages."""
    return _encode(_Mine(said))


def hello(talk: PastFrame) -> bytes:
    """What a page missed."""
    return _encode(_Hello(talk))


def older(talk: PastFrame) -> bytes:
    """What came before."""
    return _encode(_Older(talk))


def error(word: str, key: str = "") -> bytes:
    """Something was not understood or not possible."""
    return _encode(_Error(word, key))


def ack(key: str) -> bytes:
    """The message with this key is safe; the key's pattern needs no escaping."""
    return b'{"ack":"%b"}' % key.encode()


def full(key: str) -> bytes:
    """The message with this key was not taken."""
    return b'{"full":"%b"}' % key.encode()


def slow(key: str, after: float, shared: bool = False) -> bytes:
    """The message with this key came too soon, of this session or of the whole network address."""
    return b'{"slow":"%b","after":%.1f%b}' % (key.encode(), max(after, 0.1), b',"shared":true' if shared else b"")


def elsewhere(person: str) -> bytes:
    """Another person of the demonstration has got a message."""
    return _encode({"elsewhere": person})
