"""A row with nothing but a fee was not booked, and the sum of a day was booked as a gift."""

from __future__ import annotations

import pytest

from tests.bank.statements.making import left_out, take, text, workbook

FEES = [
    ["Ngày giao dịch", "Ghi nợ", "Ghi có", "Phí", "VAT", "Số dư", "Nội dung"],
    ["02/11/2026", "", "500000", "", "", "1500000", "ung ho"],
    ["03/11/2026", "", "", "10000", "1000", "1489000", "Phi quan ly tai khoan"],
    ["04/11/2026", "0", "0", "10000", "1000", "1478000", "Phi tin nhan"],
]


@pytest.mark.parametrize("content", [text(FEES), workbook(FEES)])
def test_a_row_with_a_fee_alone_goes_out_with_fee_and_tax(content: bytes) -> None:
    statement = take(content)
    assert [line.minor for line in statement.lines] == [500_000, -11_000, -11_000]
    assert (statement.gaps, left_out(statement), statement.fees_apart) == ([], [], 0)


def test_so_it_does_where_no_balance_tells() -> None:
    without = [[cell for place, cell in enumerate(row) if place != 5] for row in FEES]
    assert [line.minor for line in take(text(without)).lines] == [500_000, -11_000, -11_000]


@pytest.mark.parametrize("words", ["Cộng cuối ngày", "CONG CUOI NGAY", "Tổng cộng cuối ngày", "Cộng cuối kỳ"])
def test_the_sum_at_a_days_end_is_no_gift(words: str) -> None:
    rows = [
        ["Ngày giao dịch", "Ghi nợ", "Ghi có", "Nội dung"],
        ["02/11/2026", "", "500000", "ung ho lop 6A"],
        ["02/11/2026", "", "300000", "ung ho lop 6B"],
        ["02/11/2026", "", "800000", words],
        ["03/11/2026", "", "200000", "ung ho lop 6C"],
        ["03/11/2026", "", "200000", words],
    ]
    assert [line.minor for line in take(text(rows)).lines] == [500_000, 300_000, 200_000]


def test_one_that_is_not_what_the_rows_come_to_is_shown_and_not_booked() -> None:
    rows = [
        ["Ngày giao dịch", "Ghi nợ", "Ghi có", "Nội dung"],
        ["02/11/2026", "", "500000", "ung ho lop 6A"],
        ["02/11/2026", "", "900000", "Cộng cuối ngày"],
    ]
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [500_000]
    assert left_out(statement) == [(3, "total or movement")]
