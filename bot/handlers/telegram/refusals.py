"""What Telegram's refusals mean, as a table: a status, words of its description, and what they are about."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Meaning(Enum):
    """What a refusal is about."""

    GONE = "nothing will ever reach that chat"
    PERHAPS_GONE = "the same, but Telegram has said so by its own fault too"
    MESSAGE = "this message alone"
    TOPIC = "the topic of a forum, not the chat"


_TABLE: Final = (
    (403, "message_author_required", Meaning.MESSAGE),
    (403, "bot was blocked", Meaning.GONE),
    (403, "user is deactivated", Meaning.GONE),
    (403, "bot was kicked", Meaning.GONE),
    (403, "bot is not a member", Meaning.GONE),
    (403, "bot can't initiate conversation", Meaning.GONE),
    (403, "bot can't send messages to", Meaning.GONE),
    (403, "group chat was deleted", Meaning.GONE),
    (403, "", Meaning.PERHAPS_GONE),
    (400, "chat not found", Meaning.GONE),
    (400, "user not found", Meaning.GONE),
    (400, "peer_id_invalid", Meaning.GONE),
    (400, "user_is_blocked", Meaning.GONE),
    (400, "input_user_deactivated", Meaning.GONE),
    (400, "group chat was deleted", Meaning.GONE),
    (400, "not enough rights to send text messages", Meaning.PERHAPS_GONE),
    (400, "have no rights to send a message", Meaning.PERHAPS_GONE),
    (400, "need administrator rights", Meaning.PERHAPS_GONE),
    (400, "chat_write_forbidden", Meaning.PERHAPS_GONE),
    (400, "chat_restricted", Meaning.PERHAPS_GONE),
    (400, "topic_closed", Meaning.TOPIC),
    (400, "topic_deleted", Meaning.TOPIC),
    (400, "topic_id_invalid", Meaning.TOPIC),
    (400, "message thread not found", Meaning.TOPIC),
    (400, "", Meaning.MESSAGE),
    (413, "", Meaning.MESSAGE),
)
"""The first row that fits counts. What forbids pictures or documents is not about the chat: words may be allowed."""


def meaning_of(status: int, description: str) -> Meaning:
    """What a refusal means; the table holds a last row for each of the statuses 400, 403 and 413."""
    said = description.lower()
    return next(meaning for code, words, meaning in _TABLE if code == status and words in said)
