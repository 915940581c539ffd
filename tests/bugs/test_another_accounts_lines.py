"""A file of several accounts: every line in it was booked to the drive's account, those in dollars as đồng."""

from __future__ import annotations

import pytest

from bot.bank.statements import Unreadable
from bot.bank.statements.read import read
from tests.bank.statements.making import ZONE, left_out, take, text, workbook

OURS = "0000020210923"
TITLES = ["STT/ No.", "Ngày/ Date", "Nợ/ Debit", "Có/ Credit", "Số dư/ Balance", "Nội dung/ Description"]


def block(account: str, currency: str, *lines: list[str]) -> list[list[str]]:
    return [["Số tài khoản/ Account number", account], ["Loại tiền/ Currency", currency], TITLES, *lines]


FILE = [
    ["SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT"],
    *block(
        OURS,
        "VND",
        ["1", "24/09/2021", "", "500000", "1500000", "TO7K2PQXR ung ho"],
        ["2", "25/09/2021", "", "300000", "1800000", "Le Van B ung ho"],
    ),
    ["Tổng số/ Total", "", "0", "800000", "", ""],
    *block(
        "0711000999999",
        "VND",
        ["1", "24/09/2021", "", "70000000", "90000000", "Hoc phi lop 6A"],
        ["2", "26/09/2021", "9000000", "", "81000000", "Tra luong bao ve"],
    ),
    ["Tổng số/ Total", "", "9000000", "70000000", "", ""],
    *block("0711370888888", "USD", ["1", "27/09/2021", "", "1200", "5200", "Donation from abroad"]),
]


@pytest.mark.parametrize("content", [text(FILE), workbook(FILE)])
def test_only_the_lines_of_the_account_and_in_dong_count(content: bytes) -> None:
    statement = take(content, account=OURS)
    assert [line.minor for line in statement.lines] == [500_000, 300_000]
    assert left_out(statement) == [(11, "another account"), (12, "another account"), (17, "another currency")]
    assert (statement.form.account, statement.gaps) == (OURS, [])
    assert [(one.what, one.told, one.found) for one in statement.sums] == [("in", 800_000, 800_000), ("out", 0, 0)]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]])
def test_the_order_of_the_accounts_is_all_the_same(order: list[int]) -> None:
    blocks = [
        block(OURS, "VND", ["1", "24/09/2021", "", "500000", "1500000", "ta"]),
        block("0711000999999", "VND", ["1", "24/09/2021", "", "70000000", "90000000", "ho"]),
        block("0711370888888", "USD", ["1", "27/09/2021", "", "1200", "5200", "do la"]),
    ]
    statement = take(text([row for place in order for row in blocks[place]]), account=OURS)
    assert [line.memo for line in statement.lines] == ["ta"]


@pytest.mark.parametrize("ours", [OURS, "20210923", "xxxx210923", "00000202****23"])
def test_a_column_of_accounts_is_heeded(ours: str) -> None:
    rows = [
        ["Ngày giao dịch", "Số tài khoản", "Số tham chiếu", "Số tiền", "Nội dung"],
        ["24/09/2021", ours, "FT21267000001", "500000", "TO7K2P ung ho"],
        ["24/09/2021", "0711000999999", "FT21267000002", "70000000", "Hoc phi lop 6A"],
    ]
    statement = take(text(rows), account=OURS)
    assert [line.minor for line in statement.lines] == [500_000]
    assert left_out(statement) == [(3, "another account")]


def test_a_column_of_those_who_paid_is_not() -> None:
    rows = [["Ngày", "Số tài khoản", "Có"], ["24/09/2021", "0900000222", "5000"], ["24/09/2021", "0900000333", "6000"]]
    assert [line.minor for line in take(text(rows), account=OURS).lines] == [5_000, 6_000]


def test_several_accounts_without_ours_are_refused() -> None:
    rows = block("0711000999999", "VND", ["1", "24/09/2021", "", "7", "9", "x"])
    rows += block("0711000888888", "VND", ["1", "24/09/2021", "", "7", "9", "x"])
    with pytest.raises(Unreadable) as why:
        take(text(rows), account=OURS)
    assert why.value.reason == "another account"


THEIRS = block("0711000999999", "VND", ["1", "24/09/2021", "", "7000", "9000", "x"])
BY_LINE = [
    ["Ngày giao dịch", "Số tài khoản", "Số tiền", "Nội dung"],
    ["24/09/2021", "0711000999999", "500000", "x"],
    ["25/09/2021", "0711000999999", "600000", "y"],
]
COVER = [["SAO KÊ TÀI KHOẢN"], ["Số tài khoản", OURS], ["Chủ tài khoản", "Ủy ban MTTQ"]]


@pytest.mark.parametrize("content", [text(THEIRS), workbook(THEIRS), workbook(COVER, THEIRS), text(BY_LINE)])
def test_lines_of_one_other_account_alone_are_refused(content: bytes) -> None:
    with pytest.raises(Unreadable) as why:
        take(content, account=OURS)
    assert why.value.reason == "another account"


def test_another_accounts_sheet_beside_ours_is_left_out() -> None:
    ours = block(OURS, "VND", ["1", "24/09/2021", "", "500000", "1500000", "ta"])
    statement = take(workbook(ours, THEIRS), account=OURS)
    assert [line.memo for line in statement.lines] == ["ta"]
    assert [one.why for one in statement.left_out] == ["another account"]


def test_the_lines_of_an_account_that_the_drive_had_once_are_told_as_its_own() -> None:
    old = "0451000112233"
    rows = block(old, "VND", ["1", "24/09/2021", "", "7000", "9000", "x"])
    for content in (text(rows), text([*rows, *block(OURS, "VND", ["1", "25/09/2021", "", "8000", "9000", "y"])])):
        statement = read(content, "saoke.csv", OURS, ZONE, former=[old])
        assert [line.account for line in statement.lines] == [old, OURS][: len(statement.lines)]
        assert {one.why for one in statement.left_out} <= {"note"}
    by_line = [BY_LINE[0], ["24/09/2021", old, "500000", "x"], ["25/09/2021", OURS, "600000", "y"]]
    statement = read(text(by_line), "saoke.csv", OURS, ZONE, former=[old])
    assert [line.account for line in statement.lines] == [old, OURS]


def test_a_title_in_dollars() -> None:
    with pytest.raises(Unreadable) as why:
        take(text([["Date", "Credit (USD)"], ["24/09/2021", "1200"]]))
    assert why.value.reason == "another currency"
