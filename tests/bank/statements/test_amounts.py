"""Amounts as banks write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.statements.amounts import LARGEST, amount, decimal_mark, side


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1.234.567", 1_234_567), ("1,234,567.00", 1_234_567), ("1 234 567", 1_234_567), ("1.234.567,00", 1_234_567),
        ("(1.234)", -1_234), ("+500000", 500_000), ("500,000 VND", 500_000), ("VND 500,000", 500_000),
        ("500.000đ", 500_000), ("500.000 ₫", 500_000), ("-500,000 VNĐ", -500_000), ("1'234'567", 1_234_567),
        ("500,000-", -500_000), ("500,000 DR", -500_000), ("500,000 CR", 500_000), ("−5.000", -5_000), ("'7000", 7_000),
        ("0", 0), ("0.00", 0), ("", None), ("-", None), ("–", None), (5, 5), (-5.0, -5), (0.5, "fraction"),
        ("1,234.56", "fraction"), ("1.23.4", "unclear amount"), ("12 34", "unclear amount"),
        ("1.234,567", "unclear amount"),
        ("(5", "unclear amount"), ("-(5)", "unclear amount"), ("1e5", "unclear amount"), ("٥٠٠", "unclear amount"),
        ("9" * 5000, "unclear amount"), ("9" * 30, "unclear amount"), (True, "unclear amount"),
        (1e300, "unclear amount"),
        (float("nan"), "unclear amount"), (float("inf"), "unclear amount"), ("5 USD", "another currency"),
        ("$5", "another currency"), ("=1+1", "unclear amount"),
    ],
)  # fmt: skip
def test_an_amount_alone_in_its_column(cell: str | int | float, minor: int | str | None) -> None:
    assert amount(cell, decimal_mark([cell])) == minor


def test_the_decimal_mark_is_that_of_the_whole_column() -> None:
    assert decimal_mark(["1.234.567", "5,00", "12"]) == ","
    assert decimal_mark(["1,234,567", "5.00"]) == "."
    assert decimal_mark(["5.000"]) == ","
    assert decimal_mark(["5,000"]) == "."
    assert decimal_mark(["5000", 12.5, "chữ, chữ"]) == ""


def test_one_that_is_written_unlike_its_column_is_not_guessed() -> None:
    mark = decimal_mark(["1.234.567", "2.000", "3,000"])
    assert amount("3,000", mark) == "unclear amount"


@given(st.integers(0, LARGEST - 1), st.sampled_from(".,"), st.sampled_from([0, 1, 2]), st.booleans(), st.booleans())
def test_whatever_is_written_is_read(value: int, group: str, decimals: int, minus: bool, spaced: bool) -> None:
    decimal = "," if group == "." else "."
    written = f"{value:,}".replace(",", " " if spaced else group) + (decimal + "0" * decimals if decimals else "")
    written = f"-{written}" if minus else written
    assert amount(written, decimal_mark([written, "1,000,000.00" if decimal == "." else "1.000.000,00"])) == (
        -value if minus else value
    )


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    value = amount(text, decimal_mark([text]))
    assert value is None or isinstance(value, str) or abs(value) < LARGEST


def test_sides() -> None:
    assert [side(word) for word in ("C", "Có", "+", "CR", "Ghi có")] == [1] * 5
    assert [side(word) for word in ("D", "Nợ", "-", "DR", "N")] == [-1] * 5
    assert side("Chuyển khoản") == side("") == 0
