"""An answer found inside a sentence: only what is named for sure, never a consent, never a name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kind import Heard, Kind, Unsure
from bot.chat.kinds import Choice, Consent, GiftSum, GiftSumOrDays, Money, Named, Number, PersonName, Phone, Text
from bot.chat.phrase import Cash

TODAY = date(2021, 9, 27)
SUM = GiftSum(least=1_000, suggested=[100_000], currencies=("VND", "USD"))
THINGS = Choice({"computer": "máy tính", "tablet": "máy tính bảng", "sim": "sim data"})
NAMES = [["máy tính", "laptop"], ["máy tính bảng", "ipad"], ["sim data", "sim"]]


@pytest.mark.parametrize(
    ("kind", "sentence", "found"),
    [
        (Money(), "tôi muốn góp 500k", Cash(500_000)),
        (Money(), "góp 2 triệu và 1 máy tính", Cash(2_000_000)),
        (Money(), "góp 2 cái laptop", None),
        (Money(), "góp 500k hay 1 triệu nhỉ", None),
        (Money(), "-5 triệu", None),
        (Money(), "hai ba triệu", None),
        (Money(least=1_000_000), "góp 500k", None),
        (GiftSumOrDays(SUM), "cho tôi đóng 2 ngày lương", Named("day_pay 2")),
        (GiftSumOrDays(SUM), "ủng hộ lương 1 ngày", Named("day_pay")),
        (GiftSumOrDays(SUM), "góp 500k", Cash(500_000)),
        (Number(1, 500), "tặng 2 cái laptop cũ", 2),
        (Number(1, 500), "góp 2 triệu và 1 máy tính", 1),
        (Number(1, 500), "hai chiếc điện thoại đời 2015", 2),
        (Number(1, 500), "laptop core 5 ram 8", None),
        (Number(1, 500), "tặng 900 máy", None),
        (Number(1, 500), "có cái máy tính", None),
        (THINGS, "ung ho 2 cai laptop cu", "computer"),
        (THINGS, "tặng máy tính bảng", "tablet"),
        (THINGS, "máy tính và sim", None),
        (THINGS, "không có laptop", None),
        (THINGS, "laptop có nhận không?", None),
        (Phone(), "gọi tôi số 0900 000 123 nhé", "+84900000123"),
        (Consent(), "có, đồng ý", None),
        (Consent(), "yes", None),
        (PersonName(), "Nguyễn Văn An", None),
        (Text(), "bất cứ điều gì", None),
        (Number(1, 5).or_skip(), "2 cái", 2),
        (Consent().or_skip(), "bỏ qua", None),
    ],
)
def test_what_a_sentence_holds(kind: Kind[Any], sentence: str, found: Any) -> None:
    assert kind.find(sentence, TODAY, NAMES if kind is THINGS else []) == found


@pytest.mark.parametrize("sentence", ["góp 500", "500k mỗi tháng", "mỗi tháng 200k", "200k a month"])
def test_what_may_be_read_in_two_ways_is_asked(sentence: str) -> None:
    with pytest.raises(Unsure) as doubt:
        SUM.find(sentence, TODAY)
    assert all(SUM.read(Heard(text=text), TODAY).minor > 0 for text, _label in doubt.value.readings)


@given(st.text(max_size=60))
def test_nothing_that_is_found_is_out_of_bounds(sentence: str) -> None:
    count = Number(1, 500).find(sentence, TODAY)
    assert count is None or 1 <= count <= 500
    cash = Money(least=1_000, most=10**9).find(sentence, TODAY)
    assert cash is None or 1_000 <= cash.minor <= 10**9
    thing = THINGS.find(sentence, TODAY, NAMES)
    assert thing in (None, "computer", "tablet", "sim")
