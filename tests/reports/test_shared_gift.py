"""The picture of a gift to show around: square, read by a phone, and long words have room."""

from __future__ import annotations

import pytest
import zxingcpp

from bot.reports.picture import draw
from bot.reports.shared_gift import MOST
from tests.reports.conftest import lines
from tests.reports.papers import codes

GIFT = {
    "make": "shared_gift",
    "says": "Mình vừa góp",
    "gift": "500.000 đ",
    "to": "cho “Sóng và máy tính cho em – Thanh Oai”",
    "invites": "Bạn góp cùng nhé!",
    "url": "https://drive.example.vn/chat",
}


def test_it_is_square_and_leads_to_the_chat() -> None:
    made, mime = draw(GIFT)
    assert mime == "image/png"
    assert len(lines(made)) == 720
    found: list[zxingcpp.Barcode] = codes(made)
    assert [code.text for code in found] == ["https://drive.example.vn/chat"]


def test_without_an_address_there_is_no_code() -> None:
    assert codes(draw({**GIFT, "url": ""})[0]) == []


@pytest.mark.parametrize("words", ["2 × máy tính bảng, " * 10, "W" * 200, "😀", "ễ" * 200, '"); #panic() //'])
def test_whatever_stands_on_it_has_room(words: str) -> None:
    words = words[:MOST]
    made, _mime = draw({**GIFT, "says": words, "gift": words, "to": words, "invites": words}, trial=True)
    assert len(lines(made)) == 720
