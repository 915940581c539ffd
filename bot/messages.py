"""What comes in and what goes out, the same for every messenger; and what a messenger can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time
from enum import IntEnum
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

import msgspec

from bot.chat.kind import File


class Lane(IntEnum):
    """How urgent a message is: an answer to a person, a notice to one person, a mailing to many."""

    REPLY = 0
    NOTICE = 1
    BULK = 2


Other = Literal["voice", "video", "sticker", "location", "contact", "poll", "other"]
"""What people send that nobody reads: spoken words, moving pictures, stickers and signs thrown, places, somebody else's
number, polls, and whatever else a messenger may carry."""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One update: what somebody sent, pressed or shared, or what the clock says has come.

    `id` is the messenger's own, unique within the channel; the same id twice is the same update.
    """

    channel: str
    chat: str  # where to answer, in the messenger's own terms
    id: str
    at: datetime
    person: str = ""  # who, in the messenger's terms; in a private chat usually the same as `chat`
    name: str = ""  # what the messenger calls the person
    language: str = ""  # what the messenger says the person reads, e.g. "vi"
    group: bool = False
    text: str | None = None
    button: str | None = None  # the data of a pressed button
    contact: str | None = None  # a phone number shared by its owner
    photo: File | None = None
    document: File | None = None
    caption: str = ""  # the words under a picture, a file or anything else that is not read
    network: str = ""  # a keyed name of the network address it came from, where the messenger knows one
    other: Other | None = None  # what else was sent, of which the sort is all that is read
    edited: bool = False  # whether these words were sent before, as others
    place: str = ""  # where within the chat, in the messenger's own terms: a topic
    was: str = ""  # the chat's id until now: it has moved, and nobody has said anything
    about: dict[str, Any] = {}  # what the handler itself needs back with the answer, e.g. a callback id

    @property
    def address(self) -> str:
        """The chat's one name in our tables: channel and chat."""
        return f"{self.channel}:{self.chat}"


class Button(msgspec.Struct, frozen=True):
    """One choice under a message: its words, and the data that comes back when it is pressed (at most 64 bytes)."""

    label: str
    data: str


class Night(msgspec.Struct, frozen=True):
    """The hours, in local time of a zone, in which nobody is to be disturbed; they may run over midnight."""

    begins: time
    ends: time
    zone: str

    def covers(self, hour: time) -> bool:
        """Whether a local time of day lies in it; its end does not."""
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def holds(self, now: datetime) -> bool:
        """Whether it is night at a moment."""
        return self.covers(now.astimezone(ZoneInfo(self.zone)).time())


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one chat, already in the reader's language.

    `text` is plain text in which only <b>, <i> and <code> are tags and & < > are escaped.
    `picture` and `document` are recipes that `bot.reports` turns into bytes when the message is carried out,
    e.g. {"make": "qr", "text": "…"}, or {"file": ref}. "called" (or "name", but on papers that name
    somebody) is what the file is called, e.g. "giay-chung-nhan.pdf"; it is not drawn.
    `replaces` is the `id` of the earlier message to the same chat whose place this one takes, the newest of a chain;
    where that one cannot be changed, this one is new.
    `night` is when it waits for the morning, at whatever hour it was written; nobody sleeps who waits for an answer.
    """

    id: int
    channel: str
    chat: str
    lane: Lane
    text: str
    buttons: Sequence[Button] = ()
    numbered: bool = True  # where there are no buttons: whether the choices may be answered by number
    picture: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    answers: dict[str, Any] = {}  # the `about` of the update this answers
    group: bool = False
    place: str = ""  # where within the chat, as it came in
    beside: str = ""  # lines of the text that speak of the picture, and go where it goes
    replaces: int = 0
    only_in_place: bool = False  # not worth a message of its own: dropped where the messenger cannot change messages
    night: Night | None = None

    @property
    def bare(self) -> Outgoing:
        """The same without its picture and document, and without the words that speak of the picture."""
        text = self.text.replace(f"{self.beside}\n", "", 1) if self.beside and self.picture is not None else self.text
        return msgspec.structs.replace(self, text=text, picture=None, document=None)


FILES = "files"
"""The channel of jobs about files that people sent; whoever does them is no messenger."""


class Abilities(msgspec.Struct, frozen=True, kw_only=True):
    """What a messenger can do; the core degrades what it cannot."""

    buttons: bool = True
    pictures: bool = True
    documents: bool = True
    edit: bool = False  # has the method `edit`
    longest: int = 4096  # characters in one text


class Failure(Exception):
    """A message could not be delivered; see the two sorts below."""


class Passing(Failure):
    """May succeed later: `after` seconds if the messenger said so. `everyone` holds the whole channel back.

    `unknown` means the message may have arrived all the same (the answer was lost).
    """

    def __init__(self, why: str, after: float | None = None, everyone: bool = False, unknown: bool = False):
        super().__init__(why)
        self.after, self.everyone, self.unknown = after, everyone, unknown


class Permanent(Failure):
    """Will never succeed. `gone` means the person cannot be reached at all (blocked, deleted).

    `perhaps_gone`: the messenger says so too, but has been wrong about it: believed once it has been so for a day.
    """

    def __init__(self, why: str, gone: bool = False, perhaps_gone: bool = False):
        super().__init__(why)
        self.gone, self.perhaps_gone = gone, perhaps_gone

    @property
    def about_chat(self) -> bool:
        """Whether another message would fare no better."""
        return self.gone or self.perhaps_gone


class Moved(Failure):
    """The chat has another id now (a group that became a supergroup)."""

    def __init__(self, chat: str):
        super().__init__(f"moved to {chat}")
        self.chat = chat


class Full(Exception):
    """The queue of updates is full: the messenger should repeat this one later."""


class Unwritten(Full):
    """Nothing can be written down just now, as on a full disk; it is in the log already."""


class Accept(Protocol):
    """Takes an update in; returns once it is safely committed. Raises Full when the queue is full, or Unwritten."""

    async def __call__(self, update: Incoming) -> None: ...


class Handler(Protocol):
    """One messenger: hears updates and hands them to `accept`, carries messages out."""

    channel: str
    abilities: Abilities

    async def start(self, accept: Accept) -> None: ...

    async def stop(self) -> None: ...

    async def deliver(self, message: Outgoing) -> str:
        """Carries one message out and returns the messenger's id of it; raises a Failure."""
        ...


Edit = Callable[[Outgoing, Outgoing, str], Awaitable[str]]
"""Shows a message in the place of an earlier one, given that one and the messenger's id of what shows it.

Returns the id of what shows it now: the same, or that of a new message where the earlier cannot be changed. Raises a
Failure as `deliver` does. Messengers that can edit have it as their method `edit`."""

Fetch = Callable[[str, int], Awaitable[bytes]]
"""The bytes of a file that somebody sent, by its reference, at most so many; raises Permanent. Messengers that keep
files have it as their method `fetch`."""
