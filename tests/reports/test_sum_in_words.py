"""Sums in words: as one learns at school, each read back by readers that know nothing of the writer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.kinds.money import read_money
from bot.reports.sum_in_words import MOST, in_words

SUMS = st.one_of(
    st.integers(0, 9999),
    st.integers(0, MOST),
    st.builds(lambda n, z: n * 10**z, st.integers(0, 999), st.integers(0, 12)),
)
DIGITS = {"không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7}
DIGITS |= {"tám": 8, "chín": 9}
ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ENGLISH += " seventeen eighteen nineteen"
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def read_vietnamese(words: list[str]) -> int:
    """By the largest word first: what stands before it counts so often, what stands behind it is added."""
    for word, worth in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 1000), ("trăm", 100), ("mươi", 10)):
        if word in words:
            at = len(words) - 1 - words[::-1].index(word)
            return read_vietnamese(words[:at]) * worth + read_vietnamese(words[at + 1 :])
    if words[:1] == ["mười"]:
        return 10 + read_vietnamese(words[1:])
    words = words[words[:1] == ["linh"] :]
    assert len(words) < 2, words
    return DIGITS[words[0]] if words else 0


def read_english(text: str) -> int:
    small = {word: value for value, word in enumerate(ENGLISH.split())}
    small |= {word: 10 * value for value, word in enumerate(TENS.split(), 2)}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
    total = group = 0
    for word in text.replace("-", " ").replace(",", "").replace(" and ", " ").split():
        if word in scales:
            total, group = total + group * scales[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += small[word]
    return total + group


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (0, "Không đồng", "Zero đồng"),
        (5, "Năm đồng", "Five đồng"),
        (10, "Mười đồng", "Ten đồng"),
        (14, "Mười bốn đồng", "Fourteen đồng"),
        (15, "Mười lăm đồng", "Fifteen đồng"),
        (20, "Hai mươi đồng", "Twenty đồng"),
        (21, "Hai mươi mốt đồng", "Twenty-one đồng"),
        (24, "Hai mươi tư đồng", "Twenty-four đồng"),
        (55, "Năm mươi lăm đồng", "Fifty-five đồng"),
        (101, "Một trăm linh một đồng", "One hundred and one đồng"),
        (105, "Một trăm linh năm đồng", "One hundred and five đồng"),
        (111, "Một trăm mười một đồng", "One hundred and eleven đồng"),
        (1_001, "Một nghìn không trăm linh một đồng", "One thousand and one đồng"),
        (1_200_000, "Một triệu hai trăm nghìn đồng", "One million, two hundred thousand đồng"),
        (2_005_000, "Hai triệu không trăm linh năm nghìn đồng", "Two million, five thousand đồng"),
        (1_000_000_021, "Một tỷ không trăm hai mươi mốt đồng", "One billion and twenty-one đồng"),
        (10**12, "Một nghìn tỷ đồng", "One trillion đồng"),
        (1_001 * 10**9 + 500, "Một nghìn không trăm linh một tỷ năm trăm đồng",
         "One trillion, one billion, five hundred đồng"),
        (10**15, "Một triệu tỷ đồng", "One quadrillion đồng"),
    ],
)  # fmt: skip
def test_sums_are_said_as_at_school(amount: int, vi: str, en: str) -> None:
    assert in_words(amount, "vi") == vi
    assert in_words(amount, "en") == en


@given(SUMS)
def test_any_sum_is_read_back_from_its_words(amount: int) -> None:
    vi, en = in_words(amount, "vi"), in_words(amount, "en")
    assert vi[0].isupper()
    assert en[0].isupper()
    assert vi[1:] == vi[1:].lower()
    assert vi.endswith(" đồng")
    assert read_vietnamese(vi.lower().removesuffix(" đồng").split()) == amount
    assert read_english(en.lower().removesuffix(" đồng")) == amount


@given(st.integers(1, 999_999))
def test_the_chat_understands_the_sums_that_people_give(thousands: int) -> None:
    assert read_money(in_words(thousands * 1000)).minor == thousands * 1000


@pytest.mark.parametrize("amount", [-1, MOST + 1])
def test_sums_nobody_gives_are_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="a sum in words"):
        in_words(amount)
