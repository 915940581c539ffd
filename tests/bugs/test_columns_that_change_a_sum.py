"""Columns of state, direction, fee and tax were not read: transfers that failed were thanked for."""

from __future__ import annotations

import pytest

from bot.bank.statements import Unreadable
from bot.bank.statements.states import state
from tests.bank.statements.making import left_out, take, text

TITLES = ["Thời gian giao dịch", "Mã giao dịch", "Số tiền", "Loại giao dịch", "Trạng thái", "Nội dung"]


def test_what_failed_is_left_out_and_what_went_out_is_out() -> None:
    rows = [
        TITLES,
        ["24/09/2021 08:00:00", "FT21267000001", "500000", "Tiền vào", "Thành công", "ung ho mot"],
        ["24/09/2021 09:00:00", "FT21267000002", "20000000", "Tiền vào", "Thất bại", "ung ho hai"],
        ["24/09/2021 09:30:00", "FT21267000003", "3000000", "Tiền vào", "Đang xử lý", "ung ho ba"],
        ["24/09/2021 10:00:00", "FT21267000004", "700000", "Tiền ra", "Thành công", "mua the nho"],
        ["24/09/2021 11:00:00", "FT21267000005", "700000", "Tiền ra", "Z9", "mua the nho"],
    ]
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [500_000, -700_000]
    assert left_out(statement) == [(3, "not done"), (4, "not done"), (6, "unclear status")]
    assert [row.cell for row in statement.left_out] == ["Thất bại", "Đang xử lý", "Z9"]


@pytest.mark.parametrize(
    "said", ["", "Thành công", "GD thành công", "Hoàn tất", "Đã hạch toán", "Successful", "COMPLETED", "Posted"]
)
def test_states_of_what_took_place(said: str) -> None:
    assert state(said) == "done"


@pytest.mark.parametrize(
    "said",
    [
        "Không thành công",
        "Chưa hoàn tất",
        "Thất bại",
        "Lỗi",
        "Đã hủy",
        "Từ chối",
        "Chờ duyệt",
        "Đang xử lý",
        "Failed",
        "Pending",
        "Unsuccessful",
        "Cancelled",
        "Not completed",
    ],
)
def test_states_of_what_did_not(said: str) -> None:
    assert state(said) == "not done"


@pytest.mark.parametrize(
    "way",
    [
        ("Tiền vào", "Tiền ra"),
        ("Ghi có", "Ghi nợ"),
        ("Credit", "Debit"),
        ("Nhận tiền", "Chuyển đi"),
        ("+", "-"),
        ("Thu", "Chi"),
        ("Ghi có/Credit", "Ghi nợ/Debit"),
    ],
)
def test_directions_in_words(way: tuple[str, str]) -> None:
    rows = [
        ["Ngày", "Số tiền", "Loại giao dịch"],
        ["24/09/2021", "5000", way[0]],
        ["24/09/2021", "6000", way[1]],
        ["25/09/2021", "7000", "Chuyển khoản"],
    ]
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [5_000, -6_000]
    assert left_out(statement) == [(4, "unclear sign")]


def test_kinds_of_transfers_are_no_directions() -> None:
    rows = [
        ["Ngày", "Số tiền", "Loại giao dịch"],
        *[["24/09/2021", "5000", kind] for kind in ("NAPAS", "Nội bộ", "QR")],
    ]
    assert [line.minor for line in take(text(rows)).lines] == [5_000] * 3


FEES = ["Ngày", "Nợ", "Có", "Phí", "Thuế", "Số dư"]


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        (
            [
                ["24/09/2021", "", "1.000.000", "", "", "1.000.000"],
                ["24/09/2021", "200.000", "", "10.000", "1.000", "789.000"],
            ],
            [1_000_000, -211_000],
        ),  # on top
        (
            [
                ["24/09/2021", "", "1.000.000", "", "", "1.000.000"],
                ["24/09/2021", "200.000", "", "10.000", "1.000", "800.000"],
            ],
            [1_000_000, -200_000],
        ),  # told, but taken at another time
        (
            [["24/09/2021", "", "1.000.000", "", "", "1.000.000"], ["24/09/2021", "0", "", "10.000", "", "990.000"]],
            [1_000_000, -10_000],
        ),  # nothing but a fee
    ],
)
def test_the_balance_says_whether_a_fee_comes_on_top(rows: list[list[str]], sums: list[int]) -> None:
    statement = take(text([FEES, *rows], ";"))
    assert ([line.minor for line in statement.lines], statement.gaps, statement.fees_apart) == (sums, [], 0)


def test_without_a_balance_the_clerk_is_told_of_fees() -> None:
    rows = [FEES[:-1], ["24/09/2021", "", "1.000.000", "11.000", ""], ["25/09/2021", "", "2.000.000", "", ""]]
    statement = take(text(rows, ";"))
    assert ([line.minor for line in statement.lines], statement.fees_apart) == ([1_000_000, 2_000_000], 1)


def test_states_and_directions_count_under_any_title() -> None:
    rows = [["Ngày", "Giao dịch", "Số tiền", ""], ["24/09/2021", "Ghi có", "5000", "Thành công"],
            ["24/09/2021", "Ghi nợ", "6000", "Thành công"], ["24/09/2021", "Ghi có", "7000", "Thất bại"]]  # fmt: skip
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [5_000, -6_000]
    assert left_out(statement) == [(4, "not done")]


def test_a_branch_called_like_a_state_is_none() -> None:
    rows = [["Ngày", "Chi nhánh", "Có"], ["24/09/2021", "Chợ Lớn", "5000"], ["24/09/2021", "Chợ Lớn", "6000"]]
    assert [line.minor for line in take(text(rows)).lines] == [5_000, 6_000]


def test_the_balance_tells_the_way_of_sums_without_a_sign() -> None:
    rows = [["Ngày", "Số tiền", "Số dư"], ["24/09/2021", "5000", "15000"], ["25/09/2021", "2000", "13000"],
            ["26/09/2021", "3000", "16000"]]  # fmt: skip
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [-2_000, 3_000]
    assert left_out(statement) == [(2, "unclear sign")]  # no balance before it


@pytest.mark.parametrize(("above", "reason"), [("Đơn vị tính: nghìn đồng", "not in single dong"),
                                               ("ĐVT: triệu đồng", "not in single dong"),
                                               ("Account: 0123456789 - USD", "another currency"),
                                               ("Số dư đầu kỳ: 1,000.00 USD", "another currency")])  # fmt: skip
def test_sums_that_are_not_in_dong(above: str, reason: str) -> None:
    with pytest.raises(Unreadable) as why:
        take(text([[above], ["Ngày", "Có"], ["24/09/2021", "5000"]]))
    assert why.value.reason == reason


def test_the_pages_of_one_account_are_one_statement() -> None:
    page = [["Số TK: 0900000111"], ["Ngày", "Nội dung", "Có"]]
    rows = [*page, ["24/09/2021", "a", "5000"], ["", "Cộng trang", "5000"], *page, ["25/09/2021", "b", "6000"],
            ["", "Cộng trang", "6000"], ["", "Tổng cộng", "11000"]]  # fmt: skip
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [5_000, 6_000]
    assert [one.found for one in statement.sums] == [one.told for one in statement.sums] == [5_000, 6_000, 11_000]
