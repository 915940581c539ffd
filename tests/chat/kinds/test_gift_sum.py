"""The sum of a gift: days' pay as the plans say it, and a sum that comes every month."""

from __future__ import annotations

from datetime import date

import pytest

from bot.chat.kind import Heard, NotUnderstood, Unsure
from bot.chat.kinds import DayPay, GiftSum, GiftSumOrDays, Money, Named
from bot.chat.kinds.gift_sum import days_of, days_of_pay
from bot.chat.phrase import Cash

TODAY = date(2021, 9, 27)
KIND = GiftSumOrDays(GiftSum(least=1_000, suggested=[100_000], currencies=("VND",)))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 ngày lương", 1),
        ("lương 1 ngày", 1),
        ("mot ngay luong", 1),
        ("2 ngày lương", 2),
        ("hai ngày lương ạ", 2),
        ("ngày lương", 1),
        ("one day's pay", 1),
        ("two days’ pay", 2),
        ("one day of my salary", 1),
        ("8 triệu", None),
        ("ngày mai", None),
        ("lương 8 triệu", None),
    ],
)
def test_days_of_pay(text: str, days: int | None) -> None:
    assert days_of_pay(text) == days
    if days is not None:
        answer = KIND.read(Heard(text=text), TODAY)
        assert isinstance(answer, Named)
        assert days_of(answer) == days
        assert KIND.load(KIND.keep(answer)) == answer


@pytest.mark.parametrize("text", ["0 ngày lương", "40 ngày lương"])
def test_no_such_number_of_days(text: str) -> None:
    with pytest.raises(NotUnderstood):
        KIND.read(Heard(text=text), TODAY)


@pytest.mark.parametrize("text", ["500k mỗi tháng", "500.000đ/tháng", "tháng nào cũng 500k", "500k a month"])
def test_a_sum_of_every_month_is_asked_about(text: str) -> None:
    with pytest.raises(Unsure) as doubt:
        KIND.read(Heard(text=text), TODAY)
    [(once, _label)] = doubt.value.readings
    assert KIND.read(Heard(text=once), TODAY) == Cash(500_000)


@pytest.mark.parametrize("text", ["8 triệu/tháng", "mỗi tháng 8 triệu"])
def test_a_monthly_pay_is_no_such_sum(text: str) -> None:
    assert DayPay(22).read(Heard(text=text), TODAY) == Cash(364_000)


def test_several_days_of_pay_are_so_many_shares() -> None:
    assert DayPay(22, days=2).read(Heard(text="8 triệu"), TODAY) == Cash(727_000)


def test_answers_of_the_first_release_still_count() -> None:
    assert GiftSum(least=1_000, suggested=[5_000]).shape() == Money(least=1_000, suggested=[5_000]).shape()
    assert DayPay(22, least=1_000).shape() == ["DayPay", 22, 1_000]
