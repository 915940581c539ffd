"""A picture or document that Telegram refused cost its words and buttons, and in a group even the group."""

from __future__ import annotations

from typing import Any

import pytest

from bot.messages import Button, Lane, Outgoing, Passing, Permanent
from tests.handlers.telegram.telegram_world import message, telegram
from tests.handlers.telegram.test_delivery import delivered
from tests.support.jumping import jumping
from tests.support.rig import Rig
from tests.telegram_api.server import BotApi

QR, PAPER = {"make": "qr", "text": "x"}, {"make": "docx"}
DONE = [Button("Xong", "1.1.0")]
REFUSALS = [
    (400, "Bad Request: IMAGE_PROCESS_FAILED"),
    (400, "Bad Request: wrong file identifier/HTTP URL specified"),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
    (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"),
    (400, "Bad Request: not enough rights to send photos to the chat"),
    (400, "Bad Request: something new about pictures"),
    (413, "Request Entity Too Large"),
]


def carried(one: Outgoing, *troubles: dict[str, Any]) -> tuple[list[tuple[str, Any]], Any]:
    """What arrived of a message, as method and words, and what came of it."""
    api, [outcome] = delivered(one, troubles=troubles)
    calls = [call for call in api.calls if call.method.startswith("send") and call.accepted]
    return [(call.method, call.params.get("text", call.params.get("caption"))) for call in calls], outcome


@pytest.mark.parametrize(("code", "words"), REFUSALS)
@pytest.mark.parametrize("files", [{"picture": QR}, {"picture": {"file": "telegram:old"}}])
def test_the_words_and_buttons_go_without_it(
    code: int, words: str, files: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    api, [number] = delivered(
        message(text="<b>Cảm ơn</b>", buttons=DONE, **files),
        troubles=({"code": code, "description": words, "method": "sendPhoto"},),
    )
    [call] = api.of("sendMessage")
    assert call.params["text"] == "<b>Cảm ơn</b>"
    assert call.params["reply_markup"]["inline_keyboard"] == [[{"text": "Xong", "callback_data": "1.1.0"}]]
    assert number.isdigit()
    assert [record.levelname for record in caplog.records if "refuses" in record.message] == ["ERROR"]
    assert "Cảm ơn" not in caplog.text


def test_what_is_not_refused_goes_out_once_each_in_order() -> None:
    no_photo = {"code": 400, "description": "Bad Request: IMAGE_PROCESS_FAILED", "method": "sendPhoto"}
    no_paper = no_photo | {"method": "sendDocument"}
    both = message(text="Hai tệp", picture=QR, document=PAPER, buttons=DONE)
    assert carried(both, no_photo)[0] == [("sendDocument", None), ("sendMessage", "Hai tệp")]
    assert carried(both, no_paper)[0] == [("sendPhoto", None), ("sendMessage", "Hai tệp")]
    assert carried(both, no_photo, no_paper)[0] == [("sendMessage", "Hai tệp")]
    long = message(text="chữ " * 400, picture=QR)
    assert [method for method, _text in carried(long, no_photo)[0]] == ["sendMessage"]


@pytest.mark.parametrize("length", [1, 400])
def test_words_about_the_picture_go_where_it_goes(length: int) -> None:
    no_photo = {"code": 400, "description": "Bad Request: IMAGE_PROCESS_FAILED", "method": "sendPhoto"}
    more = "chữ " * length + "hết"
    card = message(
        text=f"Cảm ơn\nQuét ảnh này\nLưu ảnh\n{more}", picture=QR, beside="Quét ảnh này\nLưu ảnh", buttons=DONE
    )
    assert carried(card, no_photo)[0] == [("sendMessage", f"Cảm ơn\n{more}")]
    assert "Quét ảnh này" in str(carried(card)[0])


def test_they_are_left_out_when_it_is_tried_again_too() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            api.trouble(400, "Bad Request: IMAGE_PROCESS_FAILED", method="sendPhoto", times=9)
            api.trouble(502, method="sendMessage")
            card = message(text="Quét ảnh này\n" + "chữ " * 400, picture=QR, beside="Quét ảnh này")
            with pytest.raises(Passing):
                await handler.deliver(card)
            await handler.deliver(card)
            assert [call.params["text"] for call in api.of("sendMessage")] == ["chữ " * 400]

    jumping(main())


async def test_a_card_to_pay_by_says_nothing_of_a_picture_that_is_not_there(rig: Rig) -> None:
    for words in ("/goptien", "500k", "4", "1"):
        await rig.says("mai", words)
    paid = (await rig.says("mai", "1"))[-1]
    shown = (await rig.says("mai", "/quacuatoi"))[-1]
    for card in (paid, shown):
        assert "quét ảnh" in card.text.lower()
        assert "ảnh" not in card.bare.text.lower()
        assert "0000020210923" in card.bare.text
        assert card.bare.picture is None
        assert len(card.bare.text.splitlines()) == len(card.text.splitlines()) - 2


def test_where_there_are_no_words_the_message_is_dead_and_the_chat_is_not() -> None:
    sent, refusal = carried(
        message(text="", picture=QR),
        {"code": 400, "description": "Bad Request: not enough rights to send photos to the chat"},
    )
    assert sent == []
    assert isinstance(refusal, Permanent)
    assert not refusal.about_chat


def test_a_person_who_blocked_us_is_not_tried_again_without_the_picture() -> None:
    blocked = {"code": 403, "description": "Forbidden: bot was blocked by the user"}
    api, [refusal] = delivered(message(picture=QR), troubles=(blocked,))
    assert refusal.gone
    assert [call.method for call in api.calls if call.method.startswith("send")] == ["sendPhoto"]


def test_words_that_did_not_arrive_come_once_when_they_can() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            api.trouble(400, "Bad Request: IMAGE_PROCESS_FAILED", method="sendPhoto", times=9)
            api.trouble(502, method="sendMessage")
            with pytest.raises(Passing):
                await handler.deliver(message(text="Cảm ơn", picture=QR))
            await handler.deliver(message(text="Cảm ơn", picture=QR))
            assert [call.params["text"] for call in api.of("sendMessage")] == ["Cảm ơn"]

    jumping(main())


def test_an_uploaded_picture_that_telegram_forgot_is_uploaded_again_for_the_rest_of_a_mailing() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            mailing = [message(n, lane=Lane.BULK, picture=QR, chat=f"{n}") for n in range(1, 5)]
            await handler.deliver(mailing[0])
            api.trouble(400, "Bad Request: wrong file identifier", method="sendPhoto")
            for one in mailing[1:]:
                await handler.deliver(one)
            assert [bool(call.files) for call in api.of("sendPhoto")] == [True, True, False]
            assert len(api.of("sendMessage")) == 1

    jumping(main())


def test_a_changed_picture_that_is_refused_leaves_the_new_words() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            first, second = message(1, "một", picture=QR), message(2, "hai", picture={"make": "qr", "text": "y"})
            number = await handler.deliver(first)
            for method in ("editMessageMedia", "sendPhoto"):
                api.trouble(400, "Bad Request: IMAGE_PROCESS_FAILED", method=method)
            await handler.edit(second, first, number)
            assert [call.params["text"] for call in api.of("sendMessage")] == ["hai"]

    jumping(main())


def test_a_message_that_only_its_author_may_change_goes_out_anew() -> None:
    async def main() -> None:
        async with BotApi() as api, telegram(api) as handler:
            number = await handler.deliver(message(1, "một"))
            api.trouble(403, "Forbidden: MESSAGE_AUTHOR_REQUIRED", method="editMessageText")
            assert await handler.edit(message(2, "hai"), message(1, "một"), number) != number

    jumping(main())
