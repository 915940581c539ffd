"""Whatever people send besides words has an answer, and an open question that wants it gets it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.chat.kind import File
from bot.messages import Incoming, Other
from bot.turn.things_sent import UNREAD, sort_of

NOW = datetime(2021, 9, 27, tzinfo=UTC)


@pytest.mark.parametrize("sort", get_args(Other))
def test_every_sort_that_a_messenger_tells_has_its_sentence(sort: Other) -> None:
    assert sort_of(Incoming(channel="web", chat="a", id="1", at=NOW, other=sort)) == sort
    assert sort in UNREAD


@pytest.mark.parametrize(
    ("mime", "sort"),
    [("audio/ogg", "voice"), ("video/mp4", "video"), ("application/pdf", "document"), ("", "document")],
)
def test_a_file_is_what_it_holds(mime: str, sort: str) -> None:
    file = File("web:1", "tin", mime, 1000)
    assert sort_of(Incoming(channel="web", chat="a", id="1", at=NOW, document=file)) == sort


def test_words_and_buttons_are_none_of_it() -> None:
    assert sort_of(Incoming(channel="web", chat="a", id="1", at=NOW, text="")) == ""
    assert sort_of(Incoming(channel="web", chat="a", id="1", at=NOW, button="/menu")) == ""
