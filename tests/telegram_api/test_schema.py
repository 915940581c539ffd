"""The stand-in finds what Telegram would refuse; otherwise it would prove nothing."""

from __future__ import annotations

import pytest

from tests.telegram_api.schema import Upload, facts, faults, from_form

RIGHT = {"chat_id": 1, "text": "<b>Hi</b> &amp; bye", "parse_mode": "HTML"}


def test_the_facts_are_the_whole_bot_api() -> None:
    assert len(facts()["methods"]) == 185
    assert "aiogram-3.31.0" in facts()["source"]
    assert "MIT" in facts()["source"]


def test_a_right_call_has_no_fault() -> None:
    keys = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1.2.0"}]]}
    assert faults("sendMessage", {**RIGHT, "reply_markup": keys, "link_preview_options": {"is_disabled": True}}) == []
    assert faults("sendPhoto", {"chat_id": -1, "caption": ""}, {"photo": Upload}) == []
    assert faults("sendPhoto", {"chat_id": -1, "photo": "file-id"}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"chat_id": None},
        {"chat_id": [1]},
        {"chat_id": True},
        {"text": 5},
        {"text": ""},
        {"text": "<b></b>"},
        {"text": "x" * 4097},
        {"text": "🎒" * 2049},
        {"text": "<b>open"},
        {"text": "<b><i>crossed</b></i>"},
        {"text": "a < b"},
        {"text": "Tom & Jerry"},
        {"text": "<p>no such tag</p>"},
        {"colour": "red"},
        {"link_preview_options": {"is_disabled": "yes"}},
        {"reply_markup": {"inline_keyboard": [{"text": "no row"}]}},
        {"reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "ư" * 33}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}},
    ],
)
def test_a_wrong_call_is_found(wrong: dict[str, object]) -> None:
    assert faults("sendMessage", RIGHT | wrong) != []


def test_missing_parameters_and_unknown_methods_are_found() -> None:
    assert faults("sendMessage", {"chat_id": 1}) == ["sendMessage: text is missing"]
    assert faults("sendPigeon", {}) == ["unknown method sendPigeon"]


def test_a_form_is_read_as_telegram_reads_it() -> None:
    assert from_form("sendPhoto", {"chat_id": "5", "caption": "5", "has_spoiler": "true"}) == {
        "chat_id": 5,
        "caption": "5",
        "has_spoiler": True,
    }
