"""Each recipe finds its picture; a wrong one is refused with the reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.reports.chart import Bar, bars_png
from bot.reports.payment_card import PaymentCard, payment_card
from bot.reports.picture import draw
from bot.reports.qr import qr_png

BARS = {
    "make": "bars",
    "title": "Kết quả tuần 3",
    "subtitle": "phường Ninh Kiều",
    "bars": [
        {"label": "Hội Chữ thập đỏ", "value": 5, "shown": "5 ₫", "note": "1 lượt"},
        {"label": "38 đơn vị khác", "value": 3, "shown": "3 ₫", "rest": True},
    ],
    "total_line": "Tổng 8 ₫",
}


def test_a_qr_recipe_gives_the_qr() -> None:
    assert draw({"make": "qr", "text": "SM7K2PQXR"}) == (qr_png("SM7K2PQXR"), "image/png")


@pytest.mark.parametrize("amount", [500_000, None])
def test_a_vietqr_recipe_gives_the_card_of_the_transfer(amount: int | None) -> None:
    recipe = {"make": "vietqr", "bin": "970436", "account": "0011001932418", "amount": amount, "memo": "SM7K2PQXR"}
    card = PaymentCard("970436", "0011001932418", amount, "SM7K2PQXR")
    assert draw(recipe) == (payment_card(card), "image/png")


def test_a_bars_recipe_gives_the_chart_after_a_trip_through_json() -> None:
    bars = [Bar("Hội Chữ thập đỏ", 5, "5 ₫", "1 lượt"), Bar("38 đơn vị khác", 3, "3 ₫", rest=True)]
    wanted = bars_png("Kết quả tuần 3", "phường Ninh Kiều", bars, "Tổng 8 ₫", 640)
    assert draw(json.loads(json.dumps({**BARS, "width_px": 640}))) == (wanted, "image/png")


def test_an_empty_chart_may_say_why() -> None:
    recipe = {**BARS, "bars": [], "empty": "Chưa có số liệu."}
    assert draw(recipe)[0] == bars_png("Kết quả tuần 3", "phường Ninh Kiều", [], "Tổng 8 ₫", empty="Chưa có số liệu.")


@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"make": "pie"},
        {"make": None},
        {"make": "qr"},
        {"make": "qr", "text": 5},
        {"make": "qr", "text": ""},
        {"make": "qr", "text": "x", "path": "x.png"},
        {"make": "qr", "text": "x", "scale": 0},
        {"make": "vietqr", "bin": "Vietcombank", "account": "0011001932418", "amount": 1, "memo": ""},
        {"make": "vietqr", "bin": "970436", "account": "0011001932418", "amount": "1", "memo": ""},
        {"make": "vietqr", "bin": "970436", "account": "0011001932418"},
        {"file": "photos/1"},
        {key: value for key, value in BARS.items() if key != "title"},
        {**BARS, "bars": [{"label": "x"}]},
        {**BARS, "bars": [{"label": "x", "value": 1.5, "shown": "1"}]},
        {**BARS, "bars": [{"label": "x", "value": 1, "shown": "1"}] * 12},
        {**BARS, "width_px": 100_000},
    ],
)
def test_a_wrong_recipe_is_refused(recipe: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        draw(recipe)
