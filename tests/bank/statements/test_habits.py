"""Statements in the habits of many banks, drawn without sight of the reader: each comes out exact, or asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

import pytest

from bot.bank.statements import Statement
from bot.bank.statements.read import read
from tests.bank.statements.making import ACCOUNT, ZONE, left_out, text, workbook

IN, OUT = ("24/09 00:00", 500_000), ("27/09 00:00", -50_000)
IN_AT, OUT_AT = ("24/09 09:45", 500_000), ("27/09 10:00", -50_000)
Rows = Sequence[Sequence[object]]


def csv(mark: str = ",", encoding: str = "utf-8") -> Callable[[Rows], bytes]:
    return lambda rows: text([[str(cell) for cell in row] for row in rows], mark, encoding)


HABITS: dict[str, tuple[Callable[[Rows], bytes], Rows, list[tuple[str, int]], list[tuple[int, str]]]] = {
    "a sum over two columns, below labels and their values": (
        workbook,
        [["NGÂN HÀNG"], ["Số TK:", ACCOUNT, "", "Loại tiền:", "VND"],
         ["STT", "Ngày GD", "Số tiền", "", "Số dư", "Nội dung GD"], ["", "", "Ghi nợ", "Ghi có", "", ""],
         [1, "24/09/21 09:45", 0, 500_000, 1_500_000, "a"], [2, "27/09/21 10:00", 50_000, 0, 1_450_000, "d"],
         ["", "Cộng phát sinh trong kỳ", 50_000, 500_000, "", ""], ["", "Số dư cuối kỳ", "", "", 1_450_000, ""]],
        [IN_AT, OUT_AT], [],
    ),
    "the account as a number, beside labels without a colon": (
        workbook,
        [["Số tài khoản", 900_000_111, "", "Loại tiền", "VND"], ["Ngày GD", "Nội dung", "Số tiền", "", "Số dư"],
         ["", "", "Nợ", "Có", ""], ["24/09/2021", "a", None, 500_000, 1_500_000],
         ["27/09/2021", "d", 50_000, None, 1_450_000]],
        [IN, OUT], [],
    ),
    "how the balance moved, with real minus signs": (
        csv(";"),
        [["Ngày giao dịch", "Biến động", "Số dư", "Nội dung", "Mã giao dịch"],
         ["24/09/2021 09:45:00", "+500.000 VND", "1.500.000 VND", "a", "HD0001234567"],
         ["27/09/2021 10:00:00", "−50.000 VND", "1.450.000 VND", "d", "HD0001234568"]],
        [IN_AT, OUT_AT], [],
    ),
    "hour and day in one cell, the hour first": (
        csv(),
        [["STT", "Ngày giờ GD", "Số tiền (+/-)", "Số dư sau GD", "Diễn giải"],
         ["1", "09:45:00 24/09/2021", "+500,000.00", "1,500,000.00", "a"],
         ["2", "10:00:00 27/09/2021", "-50,000.00", "1,450,000.00", "d"]],
        [IN_AT, OUT_AT], [],
    ),
    "dashes for nothing": (
        workbook,
        [["Tài khoản thanh toán " + ACCOUNT], ["Thời gian", "Mã GD", "Rút ra", "Gửi vào", "Số dư khả dụng", "Mô tả"],
         ["24/09/2021", "V1234567", "-", "500,000", "1,500,000", "a"],
         ["27/09/2021", "V1234568", "50,000", "-", "1,450,000", "d"]],
        [IN, OUT], [],
    ),
    "states of every sort": (
        workbook,
        [["Ngày giao dịch", "Số tiền", "Loại", "Trạng thái GD", "Nội dung"],
         ["24/09/2021", "500,000", "Ghi có", "Giao dịch thành công", "a"],
         ["25/09/2021", "300,000", "Ghi có", "Đã hoàn trả", "b"],
         ["26/09/2021", "200,000", "Ghi có", "Chờ xử lý", "c"],
         ["27/09/2021", "50,000", "Ghi nợ", "Giao dịch thành công", "d"]],
        [IN, OUT], [(3, "unclear status"), (4, "not done")],
    ),
    "several accounts and currencies": (
        workbook,
        [["Số tài khoản", "Ngày", "Loại tiền", "PS Nợ", "PS Có", "Diễn giải"],
         [ACCOUNT, "24/09/2021", "VND", "", 500_000, "a"], ["0009999999", "24/09/2021", "VND", "", 700_000, "x"],
         [ACCOUNT, "25/09/2021", "USD", "", 100, "y"], [ACCOUNT, "27/09/2021", "VND", 50_000, "", "d"]],
        [IN, OUT], [(3, "another account"), (4, "another currency")],
    ),
    "tabs in UTF-16, a memo of two lines": (
        csv("\t", "utf-16"),
        [["Ngày hiệu lực", "Số tham chiếu", "Nợ", "Có", "Số dư", "Nội dung"],
         ["24-09-2021", "FT21267123456", "", "500000", "1500000", "ung\nho"],
         ["27-09-2021", "FT21270123456", "50000", "", "1450000", "d"]],
        [IN, OUT], [],
    ),
    "C and N": (
        csv(";"),
        [["Ngày hạch toán", "Số CT", "Nợ/Có", "Số tiền", "Diễn giải"], ["24/09/2021", "0001", "C", "500.000", "a"],
         ["27/09/2021", "0002", "N", "50.000", "d"]],
        [IN, OUT], [],
    ),
    "pages with what is carried over": (
        workbook,
        [["Ngày", "Số bút toán", "Ghi nợ", "Ghi có", "Số dư", "Diễn giải"],
         ["", "", "", "", 1_000_000, "Số dư đầu kỳ"], ["24/09/2021", "A1234567", "", 500_000, 1_500_000, "a"],
         ["", "", 0, 500_000, 1_500_000, "Chuyển sang trang sau"],
         ["Ngày", "Số bút toán", "Ghi nợ", "Ghi có", "Số dư", "Diễn giải"],
         ["", "", 0, 500_000, 1_500_000, "Mang sang"], ["27/09/2021", "A1234568", 50_000, "", 1_450_000, "d"],
         ["", "", 50_000, 500_000, 1_450_000, "Tổng cộng / Số dư cuối kỳ"]],
        [IN, OUT], [],
    ),
    "days without a year, which nobody guesses": (
        workbook,
        [["Từ ngày 01/09/2021 đến ngày 30/09/2021"], ["Ngày", "Số CT", "Nợ", "Có", "Dư", "Diễn giải"],
         ["24/09", "1234567", "", "500.000", "1.500.000", "a"], ["27/09", "1234568", "50.000", "", "1.450.000", "d"]],
        [], [(3, "no date"), (4, "no date")],
    ),
    "weekdays, month names and a clock of twelve hours": (
        csv(),
        [["Transaction Date", "Description", "Deposit", "Withdrawal", "Ledger Balance"],
         ["Fri, 24 Sep 2021 09:45 AM", "a", "500,000.00", "", "1,500,000.00"],
         ["Mon, 27 Sep 2021 10:00 AM", "d", "", "50,000.00", "1,450,000.00"]],
        [IN_AT, OUT_AT], [],
    ),
    "CR and DR behind the sum": (
        csv(),
        [["Ngày", "Số tiền", "Số dư", "Diễn giải"], ["24/09/2021", "500,000 CR", "1,500,000", "a"],
         ["27/09/2021", "50,000 DR", "1,450,000", "d"]],
        [IN, OUT], [],
    ),
    "a book of receipts and payments": (
        workbook,
        [["Đơn vị: đồng"], ["STT", "Ngày, tháng", "Chứng từ số", "Thu", "Chi", "Tồn", "Nội dung"],
         [1, datetime(2021, 9, 24), "PT01", 500_000, None, 1_500_000, "a"],
         [2, datetime(2021, 9, 27), "PC01", None, 50_000, 1_450_000, "d"], ["", "", "Cộng", 500_000, 50_000, "", ""]],
        [IN, OUT], [],
    ),
    "a day beside the first of its rows alone, proven by the balance": (
        workbook,
        [["Ngày", "Số GD", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"],
         ["24/09/2021", "B1234567", "", 500_000, 1_500_000, "a"], ["", "B1234568", "", 100_000, 1_600_000, "b"],
         ["27/09/2021", "B1234569", 50_000, "", 1_550_000, "d"]],
        [IN, ("24/09 00:00", 100_000), OUT], [],
    ),
    "a day beside the first of its rows alone, and no proof": (
        workbook,
        [["Ngày", "Số GD", "Ghi nợ", "Ghi có", "Nội dung"], ["24/09/2021", "B1234567", "", 500_000, "a"],
         ["", "B1234568", "", 100_000, "b"], ["27/09/2021", "B1234569", 50_000, "", "d"]],
        [IN, OUT], [(3, "no date")],
    ),
    "constants as formulas, blanks for thousands": (
        csv(),
        [["Ngày GD", "Mã GD", "Ghi có", "Ghi nợ", "Diễn giải"], ["24/09/2021", '="000123456789"', "500 000", "", "a"],
         ["27/09/2021", '="000123456790"', "", "50 000", "d"]],
        [IN, OUT], [],
    ),
    "a reversal of the same number": (
        workbook,
        [["Ngày GD", "Số bút toán", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"],
         ["24/09/2021", "FT21267123456", "", 500_000, 1_500_000, "a"],
         ["24/09/2021", "FT21267123456", "", -500_000, 1_000_000, "huy a"],
         ["27/09/2021", "FT2127012345", 50_000, "", 950_000, "d"]],
        [IN, ("24/09 00:00", -500_000), OUT], [],
    ),
    "balances of each day between": (
        workbook,
        [["Ngày", "Diễn giải", "Nợ", "Có", "Số dư"], ["24/09/2021", "Số dư đầu ngày", "", "", 1_000_000],
         ["24/09/2021", "a", "", 500_000, 1_500_000], ["24/09/2021", "Số dư cuối ngày", "", "", 1_500_000],
         ["27/09/2021", "d", 50_000, "", 1_450_000], ["27/09/2021", "Cộng phát sinh ngày", 50_000, 0, ""]],
        [IN, OUT], [],
    ),
    "a column of what it was, in words that do not all tell": (
        csv(";"),
        [["Ngày", "Loại GD", "Số tiền", "Nội dung"], ["24/09/2021", "Nhận tiền", "500.000", "a"],
         ["25/09/2021", "Khác", "70.000", "b"], ["27/09/2021", "Thanh toán", "50.000", "d"]],
        [IN, OUT], [(3, "unclear sign")],
    ),
    "sums without a sign whose balance falls and rises": (
        csv(";"),
        [["Ngày", "Số tiền", "Số dư", "Nội dung"], ["24/09/2021", "500.000", "1.500.000", "a"],
         ["27/09/2021", "50.000", "1.450.000", "d"], ["28/09/2021", "10.000", "1.460.000", "e"]],
        [OUT, ("28/09 00:00", 10_000)], [(2, "unclear sign")],
    ),
    "only the names at both ends tell in from out": (
        csv(";"),
        [["Ngày", "Người chuyển", "Người nhận", "Số tiền", "Nội dung"],
         ["24/09/2021", "LE VAN AN", "UY BAN MTTQ", "500.000", "a"],
         ["27/09/2021", "Ủy ban MTTQ", "CTY SIM", "50.000", "d"]],
        [IN, OUT], [],
    ),
    "names at both ends of a single row, of which either may be ours": (
        csv(";"),
        [["Ngày", "Người chuyển", "Người nhận", "Số tiền", "Nội dung"],
         ["24/09/2021", "LE VAN AN", "UY BAN MTTQ", "500.000", "a"]],
        [], [(2, "unclear sign")],
    ),
    "a sum in another currency beside what it is worth": (
        workbook,
        [["Ngày", "Loại tiền", "Số tiền", "Quy đổi VND", "Nội dung"], ["23/09/2021", "USD", 100, 2_300_000, "x"],
         ["24/09/2021", "VND", 500_000, 500_000, "a"]],
        [IN], [(2, "another currency")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("habit", HABITS)
def test_each_habit_comes_out_exact_or_asked(habit: str) -> None:
    made, rows, lines, asked = HABITS[habit]
    name = "a.xlsx" if made is workbook else "a.csv"
    statement: Statement = read(made(rows), name, ACCOUNT, ZONE, today=date(2021, 10, 20), opens=date(2021, 9, 20))
    assert [(f"{line.at:%d/%m %H:%M}", line.minor) for line in statement.lines] == lines
    assert left_out(statement) == asked
    assert all(one.told == one.found for one in statement.sums)
