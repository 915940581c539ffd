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
from bot.handlers.telegram.transport import NotReached
from bot.messages import Failure, Moved, Passing, Permanent

GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deleted",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "need administrator rights",
)
"""Words of a 400 after which nothing will ever reach that chat; every 403 means the same."""
UNCHANGED: Final = "message is not modified"


class Rival(Passing):
    """Somebody else fetches this bot's updates."""


class TokenRefused(Passing):
    """Telegram does not accept the token."""


def failure_of(error: TelegramError) -> Failure:
    """The failure an error amounts to; its text holds neither the token nor what the message says."""
    why = error.message[:300]
    match error:
        case RetryAfter():
            return Passing(why, after=seconds(error), everyone=True)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case Forbidden():
            return Permanent(why, gone=True)
        case BadRequest():
            return Permanent(why, gone=any(words in why.lower() for words in GONE))
        case NotReached():
            return Passing(why, everyone=True)
        case InvalidToken():
            return TokenRefused(why, after=60.0, everyone=True)
        case Conflict():
            return Rival(why, after=10.0)
        case NetworkError() if why.startswith("Too Many Requests"):
            return Passing(why, everyone=True)
        case _:  # a lost answer, a 5xx, an answer that cannot be read: it may have arrived
            return Passing(why, unknown=True)
