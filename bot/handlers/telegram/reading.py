"""From Telegram's updates to ours: each is read by itself, and a strange one stops nothing."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from bot.chat.kind import File
from bot.handlers.telegram.message_fields import NEWS, SENT, sort_of
from bot.handlers.telegram.updates import MemberChange, Message, Placed, Query, User
from bot.messages import Incoming, Other

HEARD: Final = ("message", "callback_query", "my_chat_member", "edited_message")
"""The kinds of updates we ask Telegram for."""
KNOWN: Final = SENT | NEWS | {field.encode_name for field in msgspec.structs.fields(Message)}
COMMAND: Final = re.compile(r"(/\w+)@(\w+)")
MANY: Final = 100

log = logging.getLogger(__name__)


class UpdateReader:
    """Reads updates; counts in `strange` what it could not read, by where it went wrong."""

    def __init__(self, channel: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.username = ""  # ours; without it a command in a group cannot be told from one for another bot
        self.strange: Counter[str] = Counter()
        self._channel, self._now = channel, now
        self._albums: dict[str, tuple[Any, int]] = {}  # by chat: the last album with a picture, and its update

    def read(self, raw: Any) -> Incoming | None:
        """Our update, or None where there is nothing to hear: then it is done with. Raises nothing."""
        if not isinstance(raw, dict) or type(number := raw.get("update_id")) is not int:
            self._note("no update")
            return None
        kind = next((kind for kind in HEARD if kind in raw), "")
        given = raw.get(kind)
        try:
            if kind == "message":
                return self._message(number, msgspec.convert(given, Message), given)
            if kind == "callback_query":
                return self._button(number, msgspec.convert(given, Query))
            if kind == "edited_message":
                return self._edit(number, msgspec.convert(given, Message))
            if kind == "my_chat_member":
                return self._membership(number, msgspec.convert(given, MemberChange))
            self._note("/".join(sorted(str(key) for key in raw if key != "update_id")) or "empty")
        except msgspec.ValidationError as error:
            self._note(kind + str(error).partition(" - at `$")[2].rstrip("`"))  # the place alone: no word of theirs
        except Exception as error:  # whatever else is wrong with it, the stream goes on
            self._note(type(error).__name__)
        return None

    def _message(self, number: int, message: Message, raw: Any) -> Incoming | None:
        if message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None:
            return self._moved(number, message)
        chat, group = _chat(message)
        person, words = _speaker(message, group), message.words
        if person is None or message.chat.type == "channel":
            return None
        if words is not None and "@" in words and (command := COMMAND.match(words)):
            if command[2].casefold() == self.username.casefold():
                words = command[1] + words[command.end() :]
            elif group:
                return None
        if group and (words is None or not words.startswith("/") or message.ephemeral_message_id is not None):
            return None
        text = words if message.text is not None else None
        photo = document = phone = other = None
        if text is None:
            if message.photo:
                largest = max(message.photo, key=lambda size: size.width * size.height)
                photo = File(f"telegram:{largest.file_id}", "", "image/jpeg", largest.file_size or 0)
            elif message.document is not None and "animation" not in raw:
                sent = message.document
                name, mime = sent.file_name or "", sent.mime_type or ""
                document = File(f"telegram:{sent.file_id}", name, mime, sent.file_size or 0)
            elif message.contact is not None and message.contact.user_id == person.id:
                digits = message.contact.phone_number
                phone = digits if digits.startswith(("+", "0")) else f"+{digits}"
            elif SENT & raw.keys() or raw.keys() - KNOWN:
                other = sort_of(raw.keys())
            else:
                return None
            if message.media_group_id is not None and self._shown(chat, message.media_group_id, number, photo, other):
                return None
        return self._incoming(
            number,
            chat,
            person,
            _moment(message.date),
            group,
            text=text,
            photo=photo,
            document=document,
            contact=phone,
            other=other,
            caption="" if words is None or text is not None else words,
            place=message.topic,
        )

    def _edit(self, number: int, message: Message) -> Incoming | None:
        """Words written anew; what is edited in a group was not said to us, and other things have no words."""
        chat, group = _chat(message)
        person = _speaker(message, group)
        if person is None or group or message.words is None:
            return None
        at, place = _moment(message.date), message.topic
        return self._incoming(number, chat, person, at, group, text=message.words, edited=True, place=place)

    def _moved(self, number: int, message: Message) -> Incoming | None:
        """A group that became a supergroup says so in both, in any order."""
        now, was = message.migrate_to_chat_id, message.chat.id
        if now is None:
            now, was = message.chat.id, message.migrate_from_chat_id
        if type(now) is not int or type(was) is not int:
            return None
        return Incoming(
            channel=self._channel, chat=str(now), was=str(was), id=str(number), at=_moment(message.date), group=True
        )

    def _shown(self, chat: str, album: Any, number: int, photo: File | None, other: Other | None) -> bool:
        """Whether an album has shown its picture already, in another update: it is one answer, not several."""
        shown = self._albums.get(chat)
        if shown is not None and shown[0] == album and shown[1] != number:
            return photo is not None or other is not None
        if photo is not None:
            if len(self._albums) >= MANY:
                self._albums.clear()
            self._albums[chat] = album, number
        return False

    def _button(self, number: int, query: Query) -> Incoming | None:
        if query.message is None or query.data is None:
            return None
        chat, group = _chat(query.message)
        about, place = {"callback": query.id}, query.message.topic
        return self._incoming(
            number, chat, query.person, self._now(), group, button=query.data, about=about, place=place
        )

    def _membership(self, number: int, change: MemberChange) -> Incoming | None:
        """Being invited to a group is its first word to us; of leaving, the next message to it will tell."""
        absent = ("left", "kicked")
        if change.chat.type not in ("group", "supergroup") or change.new_chat_member.status in absent:
            return None
        if change.old_chat_member.status not in absent:
            return None
        about = {"joined": True}
        return self._incoming(
            number, str(change.chat.id), change.person, _moment(change.date), True, text="/start", about=about
        )

    def _incoming(self, number: int, chat: str, person: User, at: datetime, group: bool, **what: Any) -> Incoming:
        return Incoming(
            channel=self._channel,
            chat=chat,
            id=str(number),
            at=at,
            person=str(person.id),
            name=person.full_name,
            language=person.language_code or "",
            group=group,
            **what,
        )

    def _note(self, what: str) -> None:
        if what not in self.strange and len(self.strange) >= MANY:
            what = "others"
        if what not in self.strange:
            log.warning(
                "a Telegram update was left unread (%s); further ones of this sort are only counted", what[:100]
            )
        self.strange[what] += 1


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _chat(message: Placed) -> tuple[str, bool]:
    """The chat as we call it, and whether it is a group's; whoever writes to a channel has a chat of their own."""
    topic = message.direct_messages_topic
    if isinstance(topic, dict):
        return f"{message.chat.id}/{topic.get('topic_id')}", False
    return str(message.chat.id), message.chat.type != "private"


def _speaker(message: Message, group: bool) -> User | None:
    """Who writes: in a group also who does so in its name, or in a channel's; no bot, and no channel itself."""
    person, behind = message.person, message.sender_chat
    if person is None or message.is_automatic_forward:
        return None
    topic = message.direct_messages_topic
    if isinstance(topic, dict):
        theirs = isinstance(topic.get("user"), dict) and topic["user"].get("id") == person.id
        return person if theirs and type(topic.get("topic_id")) is int else None  # the rest is the channel's own side
    if not person.is_bot:
        return person
    if not group or not isinstance(behind, dict) or type(behind.get("id")) is not int:
        return None
    return User(behind["id"], is_bot=False, first_name=str(behind.get("title") or ""))
