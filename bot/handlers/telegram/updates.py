"""What we read of Telegram's updates; whatever else they hold is not looked at, so that news of it costs nothing."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class User(msgspec.Struct, frozen=True):
    """Who writes."""

    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None
    language_code: str | None = None

    @property
    def full_name(self) -> str:
        """First name and last name, as far as there are any."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


class Chat(msgspec.Struct, frozen=True):
    """Where it is written."""

    id: int
    type: str


class PhotoSize(msgspec.Struct, frozen=True):
    """One of the sizes in which Telegram keeps a picture."""

    file_id: str
    width: int
    height: int
    file_size: int | None = None


class Document(msgspec.Struct, frozen=True):
    """A file."""

    file_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Contact(msgspec.Struct, frozen=True):
    """A phone number that somebody shares; `user_id` tells whose it is."""

    phone_number: str
    user_id: int | None = None


class Placed(msgspec.Struct, frozen=True):
    """What every message says of where it stands.

    What is read besides who writes what is no more than Any here: a strange one must not cost the words.
    """

    chat: Chat
    message_thread_id: Any = None
    is_topic_message: Any = None
    direct_messages_topic: Any = None  # somebody's talk with a channel: its topic_id and user

    @property
    def topic(self) -> str:
        """The topic of a forum, or of a private chat that has topics; empty where it is none."""
        return str(self.message_thread_id) if self.is_topic_message and type(self.message_thread_id) is int else ""


class Message(Placed, frozen=True, kw_only=True):
    """A message; `date` in seconds since 1970."""

    message_id: int
    date: int
    person: User | None = msgspec.field(name="from", default=None)
    text: str | None = None
    caption: Any = None  # the words under a picture or a file
    photo: list[PhotoSize] | None = None
    document: Document | None = None
    contact: Contact | None = None
    media_group_id: Any = None
    sender_chat: Any = None  # the chat in whose name it is written
    is_automatic_forward: Any = None
    ephemeral_message_id: Any = None
    migrate_to_chat_id: Any = None
    migrate_from_chat_id: Any = None

    @property
    def words(self) -> str | None:
        """What is written, as a message of its own or under a picture or a file."""
        return self.caption if self.text is None and isinstance(self.caption, str) else self.text


class Query(msgspec.Struct, frozen=True):
    """A pressed button."""

    id: str
    person: User = msgspec.field(name="from")
    message: Placed | None = None  # under which it stands; it may be too old to be shown
    data: str | None = None


class Member(msgspec.Struct, frozen=True):
    """What somebody is in a group."""

    status: Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


class MemberChange(msgspec.Struct, frozen=True):
    """A change of what we are in a chat; `date` in seconds since 1970."""

    chat: Chat
    person: User = msgspec.field(name="from")
    date: int
    old_chat_member: Member
    new_chat_member: Member
