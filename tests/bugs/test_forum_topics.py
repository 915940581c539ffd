"""A command in a topic of a forum was answered in General, and where General is closed nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import Incoming, Permanent
from tests.handlers.telegram.telegram_world import message, telegram
from tests.handlers.telegram.test_reading import heard, read
from tests.support.jumping import jumping
from tests.telegram_api import updates
from tests.telegram_api.server import BotApi

FORUM = {"id": -100700, "type": "supergroup", "title": "Xã A", "is_forum": True}
MAIL = {"id": -100800, "type": "supergroup", "title": "Kênh A", "is_direct_messages": True}
IN_SEVEN: dict[str, Any] = {"message_thread_id": 7, "is_topic_message": True}


def direct(person: dict[str, Any] = updates.LAN, **content: Any) -> dict[str, Any]:
    return updates.message(person, MAIL, direct_messages_topic={"topic_id": 45, "user": updates.LAN}, **content)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (updates.message(chat=FORUM, text="/menu", **IN_SEVEN), "7"),
        (updates.message(chat=FORUM, text="/menu"), ""),
        (updates.message(chat=FORUM, text="/menu", message_thread_id=3), ""),  # a thread of replies, no topic
        (updates.message(chat=FORUM, text="/menu", is_topic_message=True, message_thread_id="7"), ""),
        (updates.text("xin chào", **IN_SEVEN), "7"),
        (updates.message(photo=[{"file_id": "f", "width": 1, "height": 1}], **IN_SEVEN), "7"),
    ],
)
def test_the_topic_is_kept_with_what_was_said_there(raw: dict[str, Any], place: str) -> None:
    assert heard(raw).place == place


def test_a_button_is_pressed_where_its_message_stands() -> None:
    raw = updates.press("1.2.0", FORUM)
    raw["callback_query"]["message"] |= IN_SEVEN
    assert heard(raw).place == "7"


def test_an_answer_goes_to_its_topic_with_all_its_parts() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            long = message(text="chữ " * 2000, chat="-100700", picture={"make": "qr"}, group=True, place="7")
            await handler.deliver(long)
            sent = [call for call in api.calls if call.method.startswith("send")]
            assert [call.params["message_thread_id"] for call in sent] == [7] * 3
            words = message(2, "một", chat="-100700", place="7")
            number = await handler.deliver(words)
            await handler.edit(message(3, "hai", chat="-100700", place="7"), words, number)
            assert "message_thread_id" not in api.of("editMessageText")[0].params

    jumping(main())


@pytest.mark.parametrize("words", ["TOPIC_CLOSED", "TOPIC_DELETED", "message thread not found"])
def test_where_the_topic_is_no_more_the_chat_itself_gets_the_rest(words: str) -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            api.trouble(400, f"Bad Request: {words}", method="sendPhoto")
            await handler.deliver(message(text="chữ " * 400, chat="-100700", picture={"make": "qr"}, place="7"))
            sent = [call for call in api.calls if call.method.startswith("send") and call.accepted]
            assert [call.method for call in sent] == ["sendPhoto", "sendMessage"]
            assert [call.params.get("message_thread_id") for call in sent] == [None, None]

    jumping(main())


def test_where_general_is_closed_the_message_is_dead_and_the_chat_is_not() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            api.closed = {(-100700, 7), (-100700, None)}
            for place in ("", "7"):
                with pytest.raises(Permanent) as closed:
                    await handler.deliver(message(chat="-100700", group=True, place=place))
                assert not closed.value.about_chat

    jumping(main())


def test_whoever_writes_to_a_channel_has_a_chat_of_their_own_and_is_answered_there() -> None:
    update = heard(direct(text="500k"))
    assert (update.chat, update.group, update.text) == ("-100800/45", False, "500k")

    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            await handler.deliver(message(chat=update.chat))
            [call] = api.of("sendMessage")
            assert (call.params["chat_id"], call.params["direct_messages_topic_id"]) == (-100800, 45)

    jumping(main())


def test_what_the_channel_itself_writes_there_is_not_heard() -> None:
    clerk = updates.LAN | {"id": 4200}
    assert read(direct(clerk, text="/menu")) is None
    assert read(direct(text="/menu", is_automatic_forward=True)) is None
    odd = direct(text="/menu")
    for topic in ({}, {"topic_id": "x", "user": updates.LAN}, {"topic_id": 45}, {"topic_id": 45, "user": 3}):
        odd["message"]["direct_messages_topic"] = topic
        assert read(odd) is None or isinstance(read(odd), Incoming)
        assert read(odd) is None
