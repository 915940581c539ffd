"""Whole statements as banks might export them; every bank, account and name is invented."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.bank.statements import Unreadable
from tests.bank.statements.making import at, left_out, roles, take, text, told, workbook


def test_a_text_file_with_semicolons_a_preamble_and_totals() -> None:
    content = text(
        [
            ["NGÂN HÀNG TMCP SÔNG MÂY"],
            ["Số tài khoản: 0900 000 111", "", "Loại tiền: VND"],
            ["Từ ngày: 20/11/2026", "Đến ngày: 22/11/2026"],
            [],
            ["STT", "Ngày GD", "Số bút toán", "Phát sinh nợ", "Phát sinh có", "Số dư", "Diễn giải"],
            ["", "Số dư đầu kỳ", "", "", "", "4.000.000", ""],
            ["1", "21/11/2026 10:22:33", "FT26325000001", "", "1.000.000", "5.000.000", "Trần B ủng hộ; TS-ABCD"],
            ["2", "22/11/2026 08:00:00", "FT26326000002", "500.000", "0", "4.500.000", "Mua máy tính"],
            ["", "", "", "", "", "", ""],
            ["Tổng cộng", "", "", "500.000", "1.000.000", "", ""],
            ["Giao dịch viên"],
        ],
        ";",
    )
    statement = take(content)
    assert told(statement) == [
        (at(21, 10, 22, 33), 1_000_000, "Trần B ủng hộ; TS-ABCD", ""),
        (at(22, 8), -500_000, "Mua máy tính", ""),
    ]
    assert [line.reference for line in statement.lines] == ["FT26325000001", "FT26326000002"]
    assert {line.account for line in statement.lines} == {"0900000111"}
    assert left_out(statement) == [(11, "note")]
    form = statement.form
    assert (form.encoding, form.delimiter, form.header_row, form.day_order) == ("utf-8", ";", 5, "day first")
    assert (form.decimal, form.account) == (",", "0900000111")
    assert roles(statement) == {"day": 2, "reference": 3, "debit": 4, "credit": 5, "balance": 6, "memo": 7}


def test_a_workbook_with_a_header_in_two_languages_date_cells_and_a_counterparty() -> None:
    statement = take(
        workbook(
            [
                ["ACCOUNT STATEMENT / SAO KÊ TÀI KHOẢN"],
                ["Account No:", "0900000111"],
                ["Ngày giao dịch\nTransaction Date", "Ngày hiệu lực\nEffective Date", "Số tiền ghi nợ\nDebit",
                 "Số tiền ghi có\nCredit", "Nội dung\nDescription", "Tên đối ứng\nCounterparty"],
                [datetime(2026, 11, 3, 9, 5), date(2026, 11, 4), None, 250000, "Ủng hộ", "LÊ THỊ C"],
                [datetime(2026, 11, 5, 0, 0), date(2026, 11, 5), 120000.0, None, "Phí", ""],
                [None, None, 120000, 250000, None, None],
            ],
            left=1,
            top=2,
        ),
        "saoke.xlsx",
    )  # fmt: skip
    assert told(statement) == [(at(3, 9, 5), 250_000, "Ủng hộ", "LÊ THỊ C"), (at(5), -120_000, "Phí", "")]
    assert left_out(statement) == [(8, "no date")]  # sums without a word that says so
    assert (statement.form.header_row, statement.form.account) == (5, "0900000111")
    assert roles(statement) == {"day": 2, "debit": 4, "credit": 5, "memo": 6, "payer": 7}


def test_a_header_of_two_rows() -> None:
    content = text(
        [
            ["Ngày", "Số CT", "Nội dung", "Phát sinh", "", "Số dư"],
            ["", "", "", "Nợ", "Có", ""],
            ["21/11/2026", "CT00123", "A", "", "10,000.00", "10,000.00"],
            ["21/11/2026", "CT00124", "B", "4,000.00", "", "6,000.00"],
        ]
    )
    statement = take(content)
    assert [line.minor for line in statement.lines] == [10_000, -4_000]
    assert statement.form.decimal == "."
    assert left_out(statement) == []


def test_a_header_that_is_repeated_in_english_and_on_every_page() -> None:
    vietnamese = ["Ngày giao dịch", "Ghi nợ", "Ghi có", "Mô tả"]
    english = ["Transaction date", "Debit", "Credit", "Description"]
    row = ["21/11/2026", "", "500000", "A"]
    statement = take(text([vietnamese, english, row, vietnamese, row]))
    assert [line.minor for line in statement.lines] == [500_000] * 2
    assert left_out(statement) == []


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([["Date", "Amount", "Remark"], ["21/11/2026", "+500000", "A"], ["21/11/2026", "-2000", ""]],
         [500_000, -2_000]),
        ([["Date", "Amount", "Dr/Cr"], ["21/11/2026", "500,000 VND", "CR"], ["21/11/2026", "2,000 VND", "DR"]],
         [500_000, -2_000]),
        ([["Ngày", "Nợ/Có", "Số tiền"], ["21/11/2026", "C", "1.000"], ["21/11/2026", "N", "2.000"]], [1_000, -2_000]),
        ([["Ngày", "Ghi nợ/Ghi có", "Số dư"], ["21/11/2026", "+1.000", "5.000"], ["21/11/2026", "(2.000)", "3.000"]],
         [1_000, -2_000]),
        ([["Ngay", "No", "Co"], ["21/11/2026", "", "1000"], ["21/11/2026", "-2000", ""]], [1_000, -2_000]),
        ([["No.", "Date", "Money out", "Money in"], ["1", "21/11/2026", "", "1000"], ["2", "21/11/2026", "2000", "-"]],
         [1_000, -2_000]),
        ([["Ngày", "Phí", "Tài khoản ghi có", "Có"], ["21/11/2026", "5", "0900000222", "7"]], [7]),
    ],
)  # fmt: skip
def test_money_in_and_out_is_told_in_many_ways(rows: list[list[str]], amounts: list[int]) -> None:
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == amounts
    assert left_out(statement) == []


def test_a_time_in_its_own_column() -> None:
    rows: list[list[object]] = [
        ["Ngày", "Giờ", "Có"],
        [date(2026, 11, 21), "07:08:09", 5],
        [date(2026, 11, 22), 0.25, 5],
    ]
    assert [line.at for line in take(workbook(rows)).lines] == [at(21, 7, 8, 9), at(22, 6)]


def test_the_sheet_with_the_table_is_found_and_a_hidden_one_is_not_looked_at() -> None:
    table: list[list[object]] = [["Ngày", "Có", "Nội dung"], ["21/11/2026", 1000, "đúng"]]
    wrong: list[list[object]] = [["Ngày", "Có", "Nội dung", "Đối tác"], ["21/11/2026", 1000, "sai", "sai"]]
    statement = take(workbook([["Bìa"]], wrong, table, hidden=1))
    assert [line.memo for line in statement.lines] == ["đúng"]
    assert statement.form.sheet == "Sheet3"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["", "5.000", "", "A"], "no date"),
        (["31/02/2026", "5.000", "", "A"], "no date"),
        (["21/11/2026", "", "", "A"], "no amount"),
        (["21/11/2026", "năm nghìn", "", "A"], "unclear amount"),
        (["21/11/2026", "50.00", "", "A"], "unclear amount"),
        (["21/11/2026", "5.000,50", "", "A"], "fraction"),
        (["21/11/2026", "0", "0", "A"], "zero amount"),
        (["21/11/2026", "5.000", "5.000", "A"], "two amounts"),
        (["21/11/2026", "", "-5.000", "A"], "unclear sign"),
        (["21/11/2026", "5,000 USD", "", "A"], "another currency"),
        (["", "", "", "Người lập biểu"], "note"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_with_its_reason(row: list[str], why: str) -> None:
    good = [["21/11/2026", "1.000.000", "", "A"], ["21/11/2026", "", "2.000.000", "B"]]
    statement = take(text([["Ngày", "Có", "Nợ", "Nội dung"], *good, row]))
    assert len(statement.lines) == 2
    assert left_out(statement) == [(4, why)]


def test_rows_swallowed_by_an_open_quotation_mark_are_not_dropped_in_silence() -> None:
    content = b'Date,Credit,Description\n21/11/2026,5000,A\n22/11/2026,6000,"oh\n23/11/2026,7000,B\n24/11/2026,8000,C\n'
    statement = take(content)
    assert [line.minor for line in statement.lines] == [5_000]
    assert left_out(statement) == [(3, "run together")]


def test_days_that_a_program_may_have_turned_round_are_not_believed() -> None:
    table: list[list[object]] = [["Ngày", "Có"], [date(2026, 5, 11), 1000], ["21/11/2026", 2000]]
    statement = take(workbook(table))
    assert [line.minor for line in statement.lines] == [2_000]
    assert left_out(statement) == [(2, "unclear date")]


def test_an_undated_gift_that_begins_like_a_total_is_listed() -> None:
    statement = take(text([["Nội dung", "Ngày", "Có"], ["Cộng tác viên Ba ủng hộ", "", "5000"], ["Cộng", "", "5000"]]))
    assert left_out(statement) == [(2, "no date")]


def test_a_dated_gift_that_reads_like_a_total_counts() -> None:
    statement = take(text([["Nội dung", "Ngày", "Có"], ["Tổng cộng", "21/11/2026", "5000"]]))
    assert [line.minor for line in statement.lines] == [5_000]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["Nội dung", "Ghi có"], ["A", "5"]], "no date column"),
        ([["Ngày giao dịch", "Nội dung"], ["21/11/2026", "A"]], "no amount column"),
        ([["Họ và tên", "Lớp"], ["Nguyễn A", "5A"]], "not a table"),
        ([["Currency: USD"], ["Date", "Credit"], ["21/11/2026", "5"]], "another currency"),
        ([["Loại tiền", "EUR"], ["Ngày", "Có"], ["21/11/2026", "5"]], "another currency"),
    ],
)
def test_a_table_that_is_no_statement_says_why(rows: list[list[str]], reason: str) -> None:
    for content in (text(rows), workbook(rows)):
        with pytest.raises(Unreadable) as why:
            take(content)
        assert why.value.reason == reason


def test_text_that_looks_like_a_formula_stays_text() -> None:
    statement = take(workbook([["Ngày", "Có", "Nội dung"], ["21/11/2026", 5, "=1+1"]]))
    assert statement.lines[0].memo == "=1+1"
    statement = take(text([["Ngày", "Có", "Nội dung", "Mã giao dịch"], ["21/11/2026", "5", "=1+1", '="00123456"']]))
    assert (statement.lines[0].memo, statement.lines[0].reference) == ("=1+1", "00123456")


def test_a_statement_without_movements_is_empty() -> None:
    statement = take(text([["Ngày", "Có", "Nội dung"]]))
    assert (statement.lines, statement.left_out) == ([], [])
