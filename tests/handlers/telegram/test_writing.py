"""Messages become calls that Telegram takes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.handlers.telegram.writing import Letter, keyboard, letters
from bot.messages import Button, Lane, Outgoing, Permanent
from tests.telegram_api.schema import Upload, faults


def made(
    text: str = "Hi", chat: str = "4100", paid: bool = False, lane: Lane = Lane.REPLY, **more: Any
) -> list[Letter]:
    calls = letters(Outgoing(id=1, channel="telegram", chat=chat, lane=lane, text=text, **more), paid)
    for call in calls:
        field = {"sendPhoto": "photo", "sendDocument": "document"}.get(call.method)
        assert faults(call.method, call.params, {field: Upload} if field else {}) == []
    return calls


def test_words_alone_are_one_call_without_a_link_preview() -> None:
    (call,) = made("<b>Hi</b>", "-100200")
    assert call.method == "sendMessage"
    assert call.params == {
        "chat_id": -100200,
        "text": "<b>Hi</b>",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


def test_a_channels_public_name_stays_a_name() -> None:
    assert made(chat="@sua_soat")[0].params["chat_id"] == "@sua_soat"


def test_buttons_are_under_the_last_of_several_pieces() -> None:
    calls = made("line of words\n" * 700, buttons=[Button("Yes", "1.1.0")])
    assert len(calls) == 3
    assert ["reply_markup" in call.params for call in calls] == [False, False, True]


def test_a_short_text_goes_under_the_picture_a_long_one_after_it() -> None:
    recipe = {"make": "qr", "text": "x"}
    (call,) = made("Scan this", picture=recipe, buttons=[Button("Done", "d")])
    assert (call.method, call.params["caption"], call.recipe) == ("sendPhoto", "Scan this", recipe)
    assert "reply_markup" in call.params
    first, second = made("word " * 300, picture=recipe, buttons=[Button("Done", "d")])
    assert first.method == "sendPhoto"
    assert "caption" not in first.params
    assert "reply_markup" not in first.params
    assert second.method == "sendMessage"
    assert "reply_markup" in second.params


def test_a_document_may_go_without_words_and_with_a_picture() -> None:
    (call,) = made("", document={"make": "docx"})
    assert call.method == "sendDocument"
    assert "caption" not in call.params
    calls = made("Both", document={"make": "docx"}, picture={"make": "qr"})
    assert [call.method for call in calls] == ["sendPhoto", "sendDocument", "sendMessage"]


def test_only_mailings_are_paid_for() -> None:
    assert made(paid=True, lane=Lane.BULK)[0].params["allow_paid_broadcast"] is True
    assert "allow_paid_broadcast" not in made(paid=True)[0].params
    assert "allow_paid_broadcast" not in made(lane=Lane.BULK)[0].params


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_message_without_anything_is_dead(text: str) -> None:
    with pytest.raises(Permanent):
        made(text)


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["Yes", "No"], [2]),
        (["1", "2", "3", "4", "5"], [3, 2]),
        (["Máy tính bảng", "Điện thoại"], [2]),
        (["Yes", "Đi học bằng máy tính của trường", "No"], [1, 1, 1]),
        (["Máy tính bảng", "Yes", "No", "7"], [2, 2]),
        (["Yes", "No", "Máy tính bảng"], [2, 1]),
    ],
)
def test_short_labels_share_a_row(labels: list[str], rows: list[int]) -> None:
    made_rows = keyboard([Button(label, f"d{n}") for n, label in enumerate(labels)])
    assert [len(row) for row in made_rows] == rows
    assert [key["text"] for row in made_rows for key in row] == labels


@pytest.mark.parametrize("data", ["", "x" * 65, "ư" * 33])
def test_button_data_that_telegram_would_refuse_never_leaves(data: str) -> None:
    with pytest.raises(Permanent):
        keyboard([Button("Yes", data)])
