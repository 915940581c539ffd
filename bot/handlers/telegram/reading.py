"""From Telegram's updates to ours: aiogram checks each by itself, and a strange one stops nothing."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, User
from pydantic import ValidationError

from bot.chat.kind import File
from bot.messages import Incoming

HEARD: Final = ("message", "callback_query", "my_chat_member")
"""The kinds of updates we ask Telegram for."""
OF_MESSAGE: Final = ("message_id", "date", "chat", "from", "text", "photo", "document", "contact")
"""What we read of a message. aiogram is shown nothing else: a new sort of forward or reply must not cost the text."""
OF_QUERY: Final = ("id", "from", "message", "data", "chat_instance")
OF_ASKED: Final = ("message_id", "date", "chat")
OF_USER: Final = ("id", "is_bot", "first_name", "last_name", "username", "language_code")
OF_CHAT: Final = ("id", "type", "title")
SENT: Final = {
    *("animation", "audio", "checklist", "contact", "dice", "game", "giveaway", "invoice", "live_photo", "location"),
    *("paid_media", "poll", "rich_message", "sticker", "story", "venue", "video", "video_note", "voice"),
}
"""What people send besides text, pictures and documents; whatever else a message may hold is news of the chat."""
KNOWN: Final = frozenset(field.alias or name for name, field in Message.model_fields.items())
COMMAND: Final = re.compile(r"(/\w+)@(\w+)")
MANY: Final = 100

log = logging.getLogger(__name__)


class Reader:
    """Reads updates; counts in `strange` what it could not read, by where it went wrong."""

    def __init__(self, channel: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.username = ""  # ours; without it a command in a group cannot be told from one for another bot
        self.strange: Counter[str] = Counter()
        self._channel, self._now = channel, now

    def read(self, raw: Any) -> Incoming | None:
        """Our update, or None where there is nothing to hear: then it is done with. Raises nothing."""
        if not isinstance(raw, dict) or type(number := raw.get("update_id")) is not int:
            self._note("no update")
            return None
        kind = next((kind for kind in HEARD if kind in raw), "")
        given = raw.get(kind)
        try:
            if kind == "message":
                return self._message(number, Message.model_validate(_with_people(given, OF_MESSAGE)), given)
            if kind == "callback_query":
                return self._button(number, CallbackQuery.model_validate(_asked(given)))
            if kind == "my_chat_member":
                return self._membership(number, ChatMemberUpdated.model_validate(given))
            self._note("/".join(sorted(str(key) for key in raw if key != "update_id")) or "empty")
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            place = ".".join(part for part in (kind, *first["loc"]) if isinstance(part, str))
            self._note(f"{place}: {first['type']}")
        except Exception as error:  # whatever else is wrong with it, the stream goes on
            self._note(type(error).__name__)
        return None

    def _message(self, number: int, message: Message, raw: Any) -> Incoming | None:
        person, text = message.from_user, message.text
        group = message.chat.type != "private"
        if person is None or person.is_bot or message.chat.type == "channel":
            return None
        if text is not None and "@" in text and (command := COMMAND.match(text)):
            if command[2].casefold() == self.username.casefold():
                text = command[1] + text[command.end() :]
            elif group:
                return None
        if group and (text is None or not text.startswith("/")):
            return None
        photo = document = phone = None
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
            elif not SENT & raw.keys() and not raw.keys() - KNOWN:
                return None
        return self._incoming(
            number,
            str(message.chat.id),
            person,
            message.date,
            group,
            text=text,
            photo=photo,
            document=document,
            contact=phone,
        )

    def _button(self, number: int, query: CallbackQuery) -> Incoming | None:
        if query.message is None or query.data is None:
            return None
        chat, about = query.message.chat, {"callback": query.id}
        return self._incoming(
            number, str(chat.id), query.from_user, self._now(), chat.type != "private", button=query.data, about=about
        )

    def _membership(self, number: int, change: ChatMemberUpdated) -> Incoming | None:
        """Being invited to a group is its first word to us; of leaving, the next message to it will tell."""
        absent = ("left", "kicked")
        if change.chat.type not in ("group", "supergroup") or change.new_chat_member.status in absent:
            return None
        if change.old_chat_member.status not in absent:
            return None
        about = {"joined": True}
        return self._incoming(
            number, str(change.chat.id), change.from_user, change.date, True, text="/start", about=about
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


def _asked(raw: Any) -> Any:
    query = _with_people(raw, OF_QUERY)
    if isinstance(query, dict) and "message" in query:
        query["message"] = _with_people(query["message"], OF_ASKED)
    return query


def _with_people(raw: Any, fields: tuple[str, ...]) -> Any:
    """The parts that we read; what is no object at all stays as it is, for aiogram to refuse."""
    part = _some(raw, fields)
    if isinstance(part, dict):
        if "from" in part:
            part["from"] = _some(part["from"], OF_USER)
        if "chat" in part:
            part["chat"] = _some(part["chat"], OF_CHAT)
    return part


def _some(raw: Any, fields: tuple[str, ...]) -> Any:
    return {key: raw[key] for key in fields if key in raw} if isinstance(raw, dict) else raw
