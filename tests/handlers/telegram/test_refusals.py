"""What each refusal of Telegram means, by its own words."""

from __future__ import annotations

import pytest

from bot.handlers.telegram.refusals import Meaning, meaning_of


@pytest.mark.parametrize(
    ("status", "description", "meaning"),
    [
        (403, "Forbidden: bot was blocked by the user", Meaning.GONE),
        (403, "Forbidden: user is deactivated", Meaning.GONE),
        (403, "Forbidden: bot was kicked from the supergroup chat", Meaning.GONE),
        (403, "Forbidden: bot is not a member of the channel chat", Meaning.GONE),
        (403, "Forbidden: bot can't initiate conversation with a user", Meaning.GONE),
        (403, "Forbidden: the group chat was deleted", Meaning.GONE),
        (403, "Forbidden: MESSAGE_AUTHOR_REQUIRED", Meaning.MESSAGE),
        (403, "Forbidden: something new", Meaning.PERHAPS_GONE),
        (400, "Bad Request: chat not found", Meaning.GONE),
        (400, "Bad Request: USER_IS_BLOCKED", Meaning.GONE),
        (400, "Bad Request: INPUT_USER_DEACTIVATED", Meaning.GONE),
        (400, "Bad Request: not enough rights to send text messages to the chat", Meaning.PERHAPS_GONE),
        (400, "Bad Request: CHAT_RESTRICTED", Meaning.PERHAPS_GONE),
        (400, "Bad Request: not enough rights to send photos to the chat", Meaning.MESSAGE),
        (400, "Bad Request: not enough rights to send documents to the chat", Meaning.MESSAGE),
        (400, "Bad Request: can't parse entities: unsupported start tag", Meaning.MESSAGE),
        (400, "Bad Request: TOPIC_CLOSED", Meaning.TOPIC),
        (400, "Bad Request: message thread not found", Meaning.TOPIC),
        (413, "Request Entity Too Large", Meaning.MESSAGE),
    ],
)
def test_a_refusal_means_what_its_words_say(status: int, description: str, meaning: Meaning) -> None:
    assert meaning_of(status, description) is meaning
