"""Statements in the layouts of eleven banks, as public programs that read or draw them have them.

Titles and the order of columns are theirs; accounts, people, sums and memos are invented. Sources, on GitHub:
- Vietcombank: tiendung721/LP_RPA_preprocessing, its VCBParser (titles); haiyen2002/bank_statement, app/tcb (a day and
  the number below it in one cell).
- VietinBank eFAST, MB, ACB, BIDV: VTBParser, MBBParser, ACBParser and BIDVParser of one set of parsers, in a package
  called bank_statement_parser; ACB also tiendung721/LP_RPA_preprocessing, its ACBParser.
- Agribank: haiyen2002/bank_statement, app/agribank.
- Techcombank: ntdazzy/ToolSaoKe, its excel_loader.
- TPBank: thu4n/basic, its command tpbank-atm.
- VPBank: a program with a module importers.vpbank, its VPBankStatementAdapter and its test (titles, a date cell among
  days as text); the bank's raw table, like Sacombank's and Eximbank's: BankParser of a program that reads nine
  banks' workbooks, with NAPAS's traces, in the browser. (The index in which both were found names no repository.)
- Sacombank's other form: drawn after the common form of the others; no public program was found that reads it.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.bank.statements import Statement
from tests.bank.statements.making import ACCOUNT, ZONE, left_out, take, text, workbook

Expected = list[tuple[datetime, int, str]]


def when(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2021, 9, day, hour, minute, second, tzinfo=ZONE)


def read(statement: Statement) -> Expected:
    return [(line.at, line.minor, line.number) for line in statement.lines]


def agrees(statement: Statement) -> bool:
    return not statement.gaps and all(one.told == one.found for one in statement.sums)


def test_vietcombank_a_number_below_the_day() -> None:
    rows: list[list[object]] = [
        ["SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT"],
        ["Tên tài khoản/ Account name:", "ỦY BAN MẶT TRẬN XÃ VÍ DỤ"],
        ["Số tài khoản/ Account number:", ACCOUNT],
        ["Loại tiền/ Currency:", "VND"],
        ["Từ/ From: 24/09/2021", "", "Đến/ To: 27/09/2021"],
        [],
        ["STT\nNo.", "Ngày/\nTNX Date / Số CT/\nDoc No", "Số tiền ghi nợ/\nDebit", "Số tiền ghi có/\nCredit",
         "Số dư/\nBalance", "Nội dung chi tiết/\nTransactions in detail"],
        [1, "24/09/2021\n5243.65937", "", "500,000", "1,500,000", "MBVCB.100001.TO7K2PQXR.CT tu\n0900000222 LE VAN AN"],
        [2, "25/09/2021\n5212 - 11111", "", "300,000", "1,800,000", "SHGD:10000222.DD:210925.BO:TRAN THI BE"],
        [3, "27/09/2021\n9920.28", "11,000", 0, "1,789,000", "THU PHI QLTK"],
        ["Tổng số/ Total", "", "11,000", "800,000", "", ""],
    ]  # fmt: skip
    statement = take(workbook(rows), "Vietcombank_Account_Statement.xlsx")
    assert read(statement) == [(when(24), 500_000, "5243.65937"), (when(25), 300_000, "5212 - 11111"),
                               (when(27), -11_000, "9920.28")]  # fmt: skip
    assert statement.lines[0].memo == "MBVCB.100001.TO7K2PQXR.CT tu 0900000222 LE VAN AN"
    assert (left_out(statement), agrees(statement), len(statement.sums)) == ([], True, 2)


def test_vietinbank_the_newest_first_with_a_time() -> None:
    rows = [
        ["LỊCH SỬ GIAO DỊCH - TRANSACTION HISTORY"],
        ["Số tài khoản/ Account No:", ACCOUNT],
        ["Loại tiền/ Currency:", "VND"],
        ["Số dư đầu kỳ/ Opening balance:", "1,000,000"],
        ["Số dư cuối kỳ/ Closing balance:", "1,450,000"],
        [],
        ["STT/ No", "Ngày hạch toán/ Accounting date", "Mô tả giao dịch/ Transaction description", "Nợ/ Debit",
         "Có/ Credit", "Số dư TK/ Account balance", "Số giao dịch/ Transaction number", "Tên TK đối ứng"],
        ["1", "27/09/2021 16:40:01", "CHI MUA SIM", "50,000", "", "1,450,000", "210927164001777", "CTY SIM"],
        ["2", "24/09/2021 09:45:23", "TO7K2PQXR ung ho", "", "500,000", "1,500,000", "210924094523888", "LE VAN AN"],
    ]  # fmt: skip
    statement = take(workbook(rows), "lich su giao dich.xlsx")
    assert read(statement) == [(when(27, 16, 40, 1), -50_000, "210927164001777"),
                               (when(24, 9, 45, 23), 500_000, "210924094523888")]  # fmt: skip
    assert (left_out(statement), agrees(statement), len(statement.sums)) == ([], True, 1)


def test_bidv_an_old_account_number_and_balances_in_words() -> None:
    rows = [
        ["NGÂN HÀNG TMCP ĐẦU TƯ VÀ PHÁT TRIỂN VIỆT NAM"],
        ["BÁO CÁO CHI TIẾT SỐ DƯ TÀI KHOẢN"],
        ["Số tài khoản cũ/ Old account:", "0711000999999"],
        ["Số tài khoản/ Account number:", ACCOUNT],
        ["Đơn vị tiền tệ/ Currency: VND"],
        ["Số dư đầu kỳ/ Opening balance:", "", "2,000,000 VND"],
        [],
        ["STT", "Ngày hiệu lực/ Effective date", "Ghi nợ/ Debit", "Ghi có/ Credit", "Số dư/ Balance",
         "Mô tả/ Description"],
        ["1", "24/09/2021 00:54:04", "", "20,000,000", "22,000,000", "TKThe :0900000222, tai VCB. MBVCB.7.LE B ung ho"],
        ["2", "24/09/2021 00:54:05", "", "100,000", "22,100,000", "VU THI C ung ho"],
        ["Số dư cuối kỳ/ Closing balance:", "", "", "", "22,100,000", ""],
    ]  # fmt: skip
    statement = take(workbook(rows), "bidv.xlsx")
    assert read(statement) == [(when(24, 0, 54, 4), 20_000_000, ""), (when(24, 0, 54, 5), 100_000, "")]
    assert statement.form.account == ACCOUNT
    assert (left_out(statement), agrees(statement), len(statement.sums)) == ([], True, 1)


def test_agribank_dots_and_a_summary_above() -> None:
    rows = [
        ["Chi nhánh: VÍ DỤ", "", "", "", "", ""],
        ["SỔ PHỤ / STATEMENT"],
        ["Số tài khoản / A/C No :", "0900 000 111", "", "Loại tiền / Ccy :", "VND"],
        ["Ngày phát sinh trước / Prior Statement : 23/09/2021", "1.000.000"],
        ["Số dư cuối ngày / Ending balance : 27/09/2021", "1.750.000"],
        ["Số bút toán/Doanh số nợ / Less debit :", "1", "50.000"],
        ["Ngày\nDate", "Ghi chú\nRemark", "Nợ\nDr", "Có\nCr", "Số dư\nBalance", "Số tham chiếu\nRef. no"],
        ["24/09/2021", "TO7K2PQXR LE VAN AN ung ho", "", "500.000", "1.500.000", "2000ABC-7UZ10001"],
        ["25/09/2021", "TRAN THI BE ung ho", "", "300.000", "1.800.000", "2000ABC-7UZ10002"],
        ["27/09/2021", "RUT TIEN MAT", "50.000", "", "1.750.000", "2000ABC-7UZ10003"],
        ["Website: www.agribank.vi-du", "", "", "1/1", "", ""],
    ]
    statement = take(workbook(rows), "so phu.xlsx")
    assert read(statement) == [(when(24), 500_000, "2000ABC-7UZ10001"), (when(25), 300_000, "2000ABC-7UZ10002"),
                               (when(27), -50_000, "2000ABC-7UZ10003")]  # fmt: skip
    assert statement.form.decimal == ","
    assert left_out(statement) == [(11, "note")]  # the page's number
    assert not statement.gaps


def test_mb_two_days_and_totals_without_a_day() -> None:
    rows = [
        ["SAO KÊ CHI TIẾT TÀI KHOẢN / ACCOUNT STATEMENT"],
        [f"Tài khoản/Account No: {ACCOUNT} - VND"],
        ["STT\nNo", "NGÀY HẠCH TOÁN\nPOSTING DATE", "NGÀY GIAO DỊCH\nTRANSACTION DATE", "SỐ BÚT TOÁN\nTRANSACTION NO",
         "PHÁT SINH NỢ\nDEBIT", "PHÁT SINH CÓ\nCREDIT", "SỐ DƯ\nBALANCE", "NỘI DUNG\nDESCRIPTION",
         "ĐƠN VỊ THỤ HƯỞNG/ĐƠN VỊ CHUYỂN\nBENEFICIARY/REMITTER"],
        ["1", "27/09/2021", "25/09/2021 10:00:00", "FT21268000000001", "0", "500,000", "1,500,000",
         "TO7K2PQXR ung ho", "LE VAN AN"],
        ["2", "27/09/2021", "27/09/2021 11:30:00", "FT21270000000002", "50,000.00", "0", "1,450,000",
         "mua sim", "CTY SIM"],
        ["", "", "", "", "50,000", "500,000", "", "", ""],
        ["Tổng cộng/Total", "", "", "", "50,000", "500,000", "", "", ""],
        ["Số dư cuối kỳ", "", "", "", "", "", "1,450,000", "", ""],
    ]  # fmt: skip
    statement = take(workbook(rows), "mb.xlsx")
    assert read(statement) == [(when(25, 10), 500_000, "FT21268000000001"),
                               (when(27, 11, 30), -50_000, "FT21270000000002")]  # fmt: skip
    assert [line.payer for line in statement.lines] == ["LE VAN AN", "CTY SIM"]
    assert agrees(statement)
    assert len(statement.sums) == 3


def test_techcombank_fees_and_taxes_beside_the_sum() -> None:
    header = ["Ngày KH thực hiện/Requesting date", "Ngày giao dịch/Transaction date", "Số bút toán/Reference number",
              "Ngân hàng đối tác / Remitter's bank", "Tài khoản đích/Remitter's account number",
              "Tên tài khoản đối ứng/Remitter's account name", "Diễn giải/Description", "Nợ/Debit", "Có/Credit",
              "Phí/Lãi Fee/Interest", "Thuế/Transaction VAT", "Số dư/Running balance"]  # fmt: skip
    rows = [
        ["Số tài khoản/Account number", ACCOUNT],
        ["Loại tiền/Currency", "VND"],
        header,
        ["2021-09-27 13:50:00", "2021-09-27", "FT21270000000001", "VCB", "0900000222", "LE VAN AN", "ung ho", "",
         "1,000,000", "", "", "3,989,000"],
        ["2021-09-27 13:49:09", "2021-09-27", "FT21270000000002", "ACB", "0900000333", "CTY MAY TINH", "mua may",
         "-8,000,000", "", "-10,000", "-1,000", "2,989,000"],
        ["2021-09-27 08:14:32", "2021-09-27", "HB.0900000001-20210927", "", "", "", "Thu phi thang 9", "0", "",
         "-100,000", "-10,000", "11,000,000"],
    ]  # fmt: skip
    statement = take(text(rows), "TRANSACTION_HISTORY.csv")
    assert [line.minor for line in statement.lines] == [1_000_000, -8_011_000, -110_000]
    assert (left_out(statement), statement.gaps, statement.balanced, statement.fees_apart) == ([], [], 2, 0)
    assert statement.form.account == ACCOUNT


def test_acb_balances_above_the_table_one_below_the_other() -> None:
    rows = [
        ["BẢNG SAO KÊ GIAO DỊCH"],
        ["Số tài khoản (VND):", ACCOUNT],
        ["", "", "", "Số dư đầu", "", "", "Số dư cuối"],
        ["", "", "", "1,000,000", "", "", "1,450,000"],
        ["Ngày hiệu lực", "Ngày giao dịch", "Số GD", "Nội dung giao dịch", "Số tiền rút ra", "Số tiền gửi vào", "Số dư",
         "Tên đơn vị chuyển/nhận", "Số tài khoản chuyển/nhận"],
        ["24/09/2021", "24/09/2021 09:45:23", "4211", "TO7K2PQXR ung ho", "", "500,000", "1,500,000", "LE VAN AN",
         "0900000222"],
        ["27/09/2021", "27/09/2021 10:00:00", "4212", "mua sim", "50,000", "", "1,450,000", "CTY SIM", "0900000333"],
    ]  # fmt: skip
    statement = take(workbook(rows, names=["Statement"]), "acb.xlsx")
    assert read(statement) == [(when(24, 9, 45, 23), 500_000, "4211"), (when(27, 10), -50_000, "4212")]
    assert (left_out(statement), statement.gaps, statement.balanced) == ([], [], 1)


def test_tpbank_the_same_lines_in_two_languages() -> None:
    titles = ["Ngày thực hiện", "Ngày hiệu lực", "Mô tả giao dịch", "Ghi nợ", "Ghi có", "Số dư", "Tài khoản đối ứng",
              "Tên tài khoản", "Mã giao dịch"]  # fmt: skip
    english = ["Transaction date", "Effective date", "Description", "Debit", "Credit", "Balance", "Counter account",
               "Account name", "Transaction ID"]  # fmt: skip
    lines = [
        ["24-09-2021 09:45:23", "24-09-2021", "TO7K2PQXR ung ho", "", "500,000", "1,500,000", "0900000222", "LE VAN AN",
         "661V009212670001"],
        ["27-09-2021 10:00:00", "27-09-2021", "mua sim", "50,000", "", "1,450,000", "0900000333", "CTY SIM",
         "661V009212700002"],
    ]  # fmt: skip
    above = [["SAO KÊ GIAO DỊCH"], ["Số tài khoản:", ACCOUNT], ["Loại tiền:", "VND"]]
    content = workbook([*above, titles, *lines], [*above, english, *lines], names=["VN", "EN"])
    statement = take(content, "tpbank.xlsx")
    assert read(statement) == [(when(24, 9, 45, 23), 500_000, "661V009212670001"),
                               (when(27, 10), -50_000, "661V009212700002")]  # fmt: skip
    assert (left_out(statement), statement.unread_sheets, agrees(statement)) == ([], ["EN"], True)


def test_vpbank_date_cells_among_days_as_text() -> None:
    rows: list[list[object]] = [
        ["SAO KÊ TÀI KHOẢN"],
        ["Ngày giao dịch", "Ngày hiệu lực", "Số tham chiếu", "Diễn giải", "Ghi nợ", "Ghi có", "Số dư"],
        [datetime(2021, 9, 24, 12), "25/09/2021", "FT21267000001\\BNK", "TO7K2PQXR ung ho", None, "500000", "1500000"],
        ["27-09-2021", None, 42, " phi quan ly ", "11000", None, "1489000"],
    ]
    statement = take(workbook(rows), "vpbank.xlsx")
    assert read(statement) == [(when(24, 12), 500_000, "FT21267000001\\BNK"), (when(27), -11_000, "42")]
    assert (left_out(statement), agrees(statement), statement.balanced) == ([], True, 1)


def test_vpbank_raw_table_in_which_only_the_accounts_tell_in_from_out() -> None:
    rows: list[list[object]] = [
        ["MA_FT", "ngay_giao_dich", "tk_ghi_co", "cif_ghi_co", "ten_KH_ghi_co", "so_tien_gd", "nguyen_te",
         "noi_dung_gd", "stk_ghi_no", "cif_ghi_no", "ten_KH_ghi_no"],
        ["FT21267000001", "24/09/2021", ACCOUNT, "1234567", "UY BAN MTTQ", "500000", "VND", "TO7K2PQXR ung ho",
         "0110000222", "7654321", "LE VAN AN"],
        ["FT21270000003", "27/09/2021", "0220000444", "1234999", "CTY SIM", "50000", "VND", "mua sim", ACCOUNT,
         "1234567", "UY BAN MTTQ"],
        ["FT21270000004", "27/09/2021", "0220000444", "1234999", "CTY SIM", "70000", "VND", "x", "0110000222",
         "7654321", "LE VAN AN"],
    ]  # fmt: skip
    statement = take(workbook(rows), "vpbank.xlsx")
    assert read(statement) == [(when(24), 500_000, "FT21267000001"), (when(27), -50_000, "FT21270000003")]
    assert [line.payer for line in statement.lines] == ["LE VAN AN", "CTY SIM"]
    assert left_out(statement) == [(4, "another account")]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_vpbank_text_with_a_total(end: str) -> None:
    rows = [
        ["Số tài khoản/Account No", f"'{ACCOUNT}"],
        ["STT", "Ngày giao dịch/Transaction date", "Ngày hiệu lực/Value date", "Số tham chiếu/Reference No",
         "Nội dung/Description", "Ghi nợ/Debit", "Ghi có/Credit", "Số dư/Balance"],
        ["1", "24/09/2021", "24/09/2021", "FT21267012345678", "TO7K2PQXR ung ho", "", "500,000.00", "1,500,000.00"],
        ["2", "27/09/2021", "27/09/2021", "FT21270012345679", "mua sim", "50,000.00", "", "1,450,000.00"],
        ["", "Cộng phát sinh/Total", "", "", "", "50,000.00", "500,000.00", ""],
    ]  # fmt: skip
    statement = take(text(rows, end=end), "vpbank.csv")
    assert read(statement) == [(when(24), 500_000, "FT21267012345678"), (when(27), -50_000, "FT21270012345679")]
    assert (left_out(statement), agrees(statement), len(statement.sums)) == ([], True, 2)


def test_sacombank_signed_sums_in_one_column() -> None:
    rows = [
        ["SACOMBANK", "", "", "", ""],
        ["Số tài khoản:", ACCOUNT],
        ["Ngày giao dịch", "Mã giao dịch", "Diễn giải", "Số tiền", "Số dư"],
        ["24-Thg9-2021", "FT2126700001", "TO7K2PQXR ung ho", "+500.000", "1.500.000"],
        ["27-Thg9-2021", "FT2127000002", "mua sim", "-50.000", "1.450.000"],
    ]
    statement = take(text(rows, ";"), "sacombank.csv")
    assert read(statement) == [(when(24), 500_000, "FT2126700001"), (when(27), -50_000, "FT2127000002")]
    assert (left_out(statement), agrees(statement), statement.balanced) == ([], True, 1)


def test_sacombank_raw_table() -> None:
    rows: list[list[object]] = [
        ["SOL_ID", "FULL_NAME", "ACCT_ID", "TRANSACTION_ID", "DEBIT_AMT", "CREDIT_AMT", "NARRATIVE", "VALUE_DT",
         "TRAN_TYPE", "TK_DU_LNH", "BANK_DU", "CUSTOMER_NAME_DU"],
        ["100", "UY BAN MTTQ", ACCOUNT, "S210924001", "", "500000", "TO7K2PQXR ung ho", "24/09/2021", "T",
         "0110000222", "VCB", "LE VAN AN"],
        ["100", "UY BAN MTTQ", ACCOUNT, "S210927001", "50000", "", "mua sim", "27/09/2021", "T", "0220000444", "MB",
         "CTY SIM"],
    ]  # fmt: skip
    statement = take(workbook(rows), "sacombank.xlsx")
    assert read(statement) == [(when(24), 500_000, "S210924001"), (when(27), -50_000, "S210927001")]
    assert [line.payer for line in statement.lines] == ["LE VAN AN", "CTY SIM"]
    assert (statement.form.account, left_out(statement)) == (ACCOUNT, [])


def test_eximbank_raw_table() -> None:
    rows: list[list[object]] = [
        ["SOL_ID", "CIF_ID", "FORACID", "ACCT_NAME", "TRAN_DATE", "VALUE_DATE", "TRAN_ID", "CCY", "PHAT_SINH_NO",
         "PHAT_SINH_CO", "TRAN_PARTICULAR"],
        ["100", "77", ACCOUNT, "UY BAN MTTQ", "24/09/2021", "24/09/2021", "M1234567", "VND", "0", "500000",
         "TO7K2PQXR ung ho"],
        ["100", "77", ACCOUNT, "UY BAN MTTQ", "27/09/2021", "27/09/2021", "M1234568", "VND", "50000", "0", "mua sim"],
    ]  # fmt: skip
    statement = take(workbook(rows), "eximbank.xlsx")
    assert read(statement) == [(when(24), 500_000, "M1234567"), (when(27), -50_000, "M1234568")]
    assert (statement.form.account, left_out(statement)) == (ACCOUNT, [])


@pytest.mark.parametrize(
    ("titles", "cells", "minor", "why"),
    [
        (["Tài khoản chuyển"], ["0110000222"], 500_000, ""),
        (["Tài khoản nhận"], [ACCOUNT], 500_000, ""),
        (["Tài khoản thụ hưởng"], ["0110000222"], 0, "unclear sign"),
        (["Tài khoản chuyển"], [ACCOUNT], -500_000, ""),
        (["Tài khoản chuyển", "Tài khoản nhận"], [ACCOUNT, ACCOUNT], 0, "unclear sign"),
    ],
)
def test_a_list_of_transfers_tells_in_from_out_by_its_accounts_or_asks(
    titles: list[str], cells: list[str], minor: int, why: str
) -> None:
    rows = [["Ngày giao dịch", "Số tiền", "Nội dung", *titles], ["24/09/2021", "500.000", "ung ho", *cells]]
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == ([minor] if minor else [])
    assert left_out(statement) == ([(2, why)] if why else [])


def test_sums_with_signs_of_their_own_need_no_accounts() -> None:
    rows = [["Ngày giao dịch", "Số tiền", "Nội dung", "Tài khoản thụ hưởng"],
            ["24/09/2021", "500.000", "ung ho", ACCOUNT], ["25/09/2021", "-50.000", "mua", "0110000222"]]  # fmt: skip
    assert [line.minor for line in take(text(rows)).lines] == [500_000, -50_000]
