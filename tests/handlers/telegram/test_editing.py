"""A message on Telegram is changed where it stands, with one call; where that cannot be, a new one goes out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import pytest

from bot.messages import Button, Failure, Lane, Outgoing, Passing, Permanent
from tests.handlers.telegram.telegram_world import draw, message, telegram
from tests.handlers.telegram.test_delivery import carried, most
from tests.support.jumping import jumping
from tests.telegram_api.server import BotApi, Call

QR, OTHER = {"make": "qr", "text": "1"}, {"make": "qr", "text": "2"}
PAPER = {"make": "docx", "name": "giay.pdf"}
STOP = [Button("Dừng", "/dung")]


def changed(
    *chain: Outgoing, troubles: Sequence[dict[str, Any]] = (), **more: Any
) -> tuple[BotApi, list[str | Failure], list[Call]]:
    """The first is delivered, each other takes the place of the one before; the last value is the screen in the end."""

    async def main() -> tuple[BotApi, list[str | Failure], list[Call]]:
        async with BotApi() as api, telegram(api, **more) as handler:
            first, *others = chain
            outcomes: list[str | Failure] = [await handler.deliver(first)]
            for trouble in troubles:
                api.trouble(**{"chat": 4100, "times": 1} | trouble)
            for earlier, one in zip(chain, others, strict=False):
                number = [outcome for outcome in outcomes if isinstance(outcome, str)][-1]
                try:
                    outcomes.append(await handler.edit(one, earlier, number))
                except Failure as failure:
                    outcomes.append(failure)
            return api, outcomes, list(api.shown.values())

    return jumping(main())


def test_words_and_buttons_change_in_place() -> None:
    first = message(1, "<b>Đã hứa</b>", buttons=STOP)
    api, numbers, [shown] = changed(first, message(2, "Đã nhận", buttons=STOP), message(3, "Đã trao"))
    assert numbers == ["1", "1", "1"]
    assert shown.params == {
        "chat_id": 4100,
        "text": "Đã trao",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    assert ["reply_markup" in call.params for call in api.of("editMessageText")] == [True, False]


def test_under_a_picture_that_stays_only_the_words_change() -> None:
    api, numbers, [shown] = changed(message(1, "một", picture=QR), message(2, "hai", picture=QR, buttons=STOP))
    assert numbers == ["1", "1"]
    assert [bool(call.files) for call in api.of("editMessageCaption")] == [False]
    assert (shown.params["caption"], shown.files["photo"][1]) == ("hai", draw(QR)[0])
    _, _, [bare] = changed(message(1, "một", picture=QR), message(2, "", picture=QR))
    assert "caption" not in bare.params


def test_another_picture_is_uploaded_into_its_place() -> None:
    api, numbers, [shown] = changed(message(1, "một", picture=QR), message(2, "hai", picture=OTHER, buttons=STOP))
    assert numbers == ["1", "1"]
    [call] = api.of("editMessageMedia")
    assert call.params["media"] == {"type": "photo", "media": "attach://file", "caption": "hai", "parse_mode": "HTML"}
    assert shown.files == {"photo": ("picture.png", draw(OTHER)[0])}
    assert "reply_markup" in shown.params


def test_another_document_too_and_a_file_that_telegram_has_is_only_named() -> None:
    _, numbers, [shown] = changed(message(1, "", document=PAPER), message(2, "", document=PAPER | {"name": "2.pdf"}))
    assert (numbers, shown.files["document"][0]) == (["1", "1"], "2.pdf")
    api, _, [shown] = changed(message(1, picture=QR), message(2, picture={"file": "telegram:ABC"}))
    assert api.of("editMessageMedia")[0].params["media"]["media"] == "ABC"
    assert shown.params["photo"] == "ABC"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"text": "một"}, {"text": "hai", "picture": QR}),
        ({"text": "một", "picture": QR}, {"text": "hai"}),
        ({"text": "một", "picture": QR}, {"text": "hai", "document": PAPER}),
        ({"text": "word " * 2000}, {"text": "hai"}),
        ({"text": "một"}, {"text": "word " * 2000}),
    ],
    ids=["words to picture", "picture to words", "picture to document", "from many pieces", "to many pieces"],
)
def test_what_becomes_of_another_kind_is_a_new_message(before: dict[str, Any], after: dict[str, Any]) -> None:
    api, numbers, _ = changed(message(1, **before), message(2, **after), message(3, **after))
    assert not [call for call in api.calls if call.method.startswith("edit") and call.params["message_id"] == 1]
    assert int(str(numbers[1])) > int(str(numbers[0]))
    if len(after["text"]) < 4096:
        assert numbers[2] == numbers[1]  # and that one is changed in its turn


@pytest.mark.parametrize(
    "words",
    ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID", "there is no text in the message"],
)
def test_what_cannot_be_changed_any_more_is_a_new_message(words: str) -> None:
    wrong = {"code": 400, "description": f"Bad Request: {words}", "method": "editMessageText"}
    api, numbers, shown = changed(message(1, "một"), message(2, "hai"), message(3, "ba"), troubles=[wrong])
    assert numbers == ["1", "2", "2"]
    assert [call.params["text"] for call in shown] == ["một", "ba"]
    assert len(api.of("sendMessage")) == 2


def test_what_says_the_same_already_counts_as_changed() -> None:
    api, numbers, [shown] = changed(message(1, "một"), message(2, "một"))
    assert numbers == ["1", "1"]
    assert not api.of("editMessageText")  # the server said: message is not modified
    assert shown.params["text"] == "một"


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        ({"code": 403, "description": "Forbidden: bot was blocked by the user"}, Permanent),
        ({"code": 400, "description": "Bad Request: chat not found"}, Permanent),
        ({"code": 502}, Passing),
        ({"drop": "after"}, Passing),
        ({"code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 3}}, Passing),
    ],
)
def test_other_failures_are_failures_and_send_nothing_new(trouble: dict[str, Any], kind: type[Failure]) -> None:
    api, [_, wrong], _ = changed(message(1, "một"), message(2, "hai"), troubles=[trouble])
    assert isinstance(wrong, kind)
    assert len(api.of("sendMessage")) == 1


def test_a_picture_that_cannot_be_drawn_anew_does_not_cost_the_words(caplog: pytest.LogCaptureFixture) -> None:
    api, numbers, _ = changed(message(1, "một", picture=QR), message(2, "hai", picture={"make": "nonsense"}))
    assert numbers == ["1", "2"]
    assert api.of("sendMessage")[0].params["text"] == "hai"
    assert "cannot be made" in caplog.text


def test_mailings_are_changed_without_being_paid_for_again() -> None:
    mailing = [message(n, f"tin {n}", lane=Lane.BULK) for n in (1, 2)]
    api, _, _ = changed(*mailing, per_second=40)
    assert "allow_paid_broadcast" in api.of("sendMessage")[0].params
    assert "allow_paid_broadcast" not in api.of("editMessageText")[0].params


def test_through_the_sender_an_answer_that_was_lost_makes_no_second_message() -> None:
    chain = [message(n, f"tin {n}", replaces=n - 1) for n in range(1, 5)]
    api, table = carried(chain, ({"drop": "after", "method": "editMessageText"},))
    assert [call.params["text"] for call in api.shown.values()] == ["tin 4"]
    assert {table.last(n).provider_id for n in range(1, 5)} == {"1"}
    assert set(table.states().values()) == {"sent"}


def test_as_the_server_counts_changes_and_the_messages_sent_instead_keep_the_pace() -> None:
    logging.disable(logging.INFO)
    gone = {"code": 400, "description": "Bad Request: message to edit not found", "method": "editMessageText"}
    cards = [message(n, f"tin {n}", f"{n % 30}", Lane.NOTICE, replaces=max(0, n - 30)) for n in range(1, 91)]
    try:
        api, table = carried(cards, ({**gone, "times": 20},), per_second=10)
    finally:
        logging.disable(logging.NOTSET)
    calls = [call for call in api.calls if call.method in ("sendMessage", "editMessageText")]
    assert len(calls) == 90 + 20
    assert most([call.at for call in calls], 1.0) <= 10
    assert set(table.states().values()) == {"sent"}


def test_after_a_restart_the_row_tells_what_is_to_be_changed() -> None:
    first, second = message(1, "một"), message(2, "hai", replaces=1)

    async def main() -> None:
        async with BotApi() as api:
            async with telegram(api) as handler:
                number = await handler.deliver(first)
            async with telegram(api) as handler:
                assert await handler.edit(second, first, number) == number
            assert [call.params["text"] for call in api.shown.values()] == ["hai"]

    jumping(main())
