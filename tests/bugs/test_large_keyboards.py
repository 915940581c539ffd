"""More buttons than Telegram shows made a message it refused whole; now they are lines of the text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.telegram.writing import letters
from bot.messages import Button, Lane, Outgoing
from tests.telegram_api import markup
from tests.telegram_api.schema import Upload, faults

LONG = "Trường Trung học cơ sở Nguyễn Thị Minh Khai, xã Cao Viên mở rộng"


def asked(labels: list[str], numbered: bool = True, **more: object) -> Outgoing:
    buttons = [Button(label, f"9007199254740991.12.{n}") for n, label in enumerate(labels)]
    words: dict[str, Any] = {"text": "Đơn vị nào?", "lane": Lane.REPLY, **more}
    return Outgoing(id=1, channel="telegram", chat="1", buttons=buttons, numbered=numbered, **words)


@pytest.mark.parametrize("labels", [[f"Xã {n}" for n in range(130)], [LONG] * 60, ["ữ" * 200] * 12])
def test_too_many_or_too_long_ones_become_numbered_lines(labels: list[str]) -> None:
    made = letters(asked(labels))
    assert not any("reply_markup" in call.params for call in made)
    lines = "\n".join(call.params["text"] for call in made).splitlines()
    assert lines == ["Đơn vị nào?", *(f"{number}. {label}" for number, label in enumerate(labels, 1))]


@pytest.mark.parametrize("labels", [[f"Xã {n}" for n in range(80)], [LONG] * 15])
def test_as_many_as_it_shows_stay_buttons(labels: list[str]) -> None:
    [call] = letters(asked(labels))
    assert sum(map(len, call.params["reply_markup"]["inline_keyboard"])) == len(labels)
    assert call.params["text"] == "Đơn vị nào?"


def test_where_numbers_are_no_answer_the_lines_have_none_and_what_looks_like_markup_is_a_name() -> None:
    [call] = letters(asked(["<b>A & B</b>"] * 90, numbered=False))
    assert call.params["text"].splitlines()[1] == "• &lt;b&gt;A &amp; B&lt;/b&gt;"


@given(st.lists(st.text(min_size=1, max_size=70), max_size=140), st.booleans(), st.booleans())
def test_no_list_of_choices_makes_a_call_that_telegram_refuses(labels: list[str], numbered: bool, shown: bool) -> None:
    message = asked(labels, numbered, picture={"make": "qr"} if shown else None)
    calls = letters(message)
    for call in calls:
        assert faults(call.method, call.params, {"photo": Upload} if call.method == "sendPhoto" else {}) == []
    if not any("reply_markup" in call.params for call in calls):
        seen = "".join(markup.read(call.params.get("text", call.params.get("caption", "")))[0] for call in calls)
        assert all(label.strip() in seen for label in labels if len(label.split()) == 1)
