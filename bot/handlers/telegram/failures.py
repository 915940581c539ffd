"""What python-telegram-bot's errors mean for a message."""

from __future__ import annotations

from typing import Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.handlers.telegram.limiter import seconds
from bot.handlers.telegram.refusals import Meaning, meaning_of
from bot.handlers.telegram.transport import NotReached
from bot.messages import Failure, Moved, Passing, Permanent

TOO_LARGE: Final = "Request Entity Too Large"
UNCHANGED: Final = "message is not modified"


class TopicRefused(Permanent):
    """The topic is closed or deleted; the chat is there."""


class Rival(Passing):
    """Somebody else fetches this bot's updates."""


class TokenRefused(Passing):
    """Telegram does not accept the token."""


def failure_of(error: TelegramError, silent: bool = False) -> Failure:
    """The failure an error amounts to; its text holds neither the token nor what the message says.

    `silent`: whether the silence that Telegram asks for is everybody's, and not one chat's.
    """
    why = error.message[:300]
    match error:
        case RetryAfter():
            return Passing(why, after=seconds(error), everyone=silent)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return _refused(403, why)
        case BadRequest():
            return _refused(400, why)
        case NotReached():
            return Passing(why, everyone=True)
        case InvalidToken():
            return TokenRefused(why, after=60.0, everyone=True)
        case Conflict():
            return Rival(why, after=10.0)
        case NetworkError() if why.startswith("Too Many Requests"):
            return Passing(why, everyone=True)
        case NetworkError() if why.startswith(TOO_LARGE):
            return _refused(413, why)
        case _:  # a lost answer, a 5xx, an answer that cannot be read: it may have arrived
            return Passing(why, unknown=True)


def _refused(status: int, why: str) -> Permanent:
    meaning = meaning_of(status, why)
    if meaning is Meaning.TOPIC:
        return TopicRefused(why)
    return Permanent(why, gone=meaning is Meaning.GONE, perhaps_gone=meaning is Meaning.PERHAPS_GONE)
