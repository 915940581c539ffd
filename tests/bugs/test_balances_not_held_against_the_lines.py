"""The column of balances was recognised and used for nothing; totals with a day were booked."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.statements.totals import said
from tests.bank.statements.making import left_out, take, text

TITLES = ["Ngày", "Nội dung", "Ghi nợ", "Ghi có", "Số dư"]


def history(sums: list[int], opening: int = 10_000_000) -> list[list[str]]:
    rows, balance = [], opening
    for number, minor in enumerate(sums):
        balance += minor
        amounts = ["", str(minor)] if minor > 0 else [str(-minor), ""]
        rows.append([f"{1 + number * 27 // max(len(sums), 1):02}/09/2021", f"lan {number}", *amounts, str(balance)])
    return rows


SUMS = st.lists(st.integers(-300_000, 900_000).filter(lambda minor: abs(minor) >= 1_000), min_size=3, max_size=12)


@settings(deadline=None)
@given(SUMS, st.sampled_from(["oldest first", "newest first", "in disorder"]), st.randoms(use_true_random=False))
def test_a_whole_history_follows_in_whatever_order(sums: list[int], order: str, random: Random) -> None:
    rows = history(sums)
    if order == "newest first":
        rows.reverse()
    elif order == "in disorder":
        random.shuffle(rows)
    statement = take(text([TITLES, *rows], ";"))
    assert (len(statement.lines), statement.gaps, statement.balanced) == (len(sums), [], len(sums) - 1)
    assert [line.balance for line in statement.lines] == [int(row[-1]) for row in rows]


@settings(deadline=None)
@given(SUMS, st.data(), st.booleans())
def test_a_missing_row_is_seen_where_it_is_missing(sums: list[int], data: st.DataObject, reverse: bool) -> None:
    gone = data.draw(st.integers(1, len(sums) - 2))
    rows = history(sums)
    del rows[gone]
    if reverse:
        rows.reverse()
    statement = take(text([TITLES, *rows], ";"))
    after = rows.index(history(sums)[gone + 1]) + 2  # the title's row, and counting from 1
    assert [gap.row for gap in statement.gaps] == [after]
    assert abs(statement.gaps[0].told - statement.gaps[0].due) == abs(sums[gone])


def test_opening_and_closing_rows_in_two_languages_are_no_money() -> None:
    rows = [
        TITLES,
        ["24/09/2021", "Số dư đầu kỳ", "", "", "1000000"],
        ["24/09/2021", "Số dư đầu kỳ / Opening balance", "", "1000000", "1000000"],
        ["24/09/2021", "ung ho", "", "500000", "1500000"],
        ["24/09/2021", "Cộng phát sinh ngày", "0", "500000", ""],
        ["30/09/2021", "Số dư cuối kỳ/Closing balance", "", "1500000", "1500000"],
    ]
    statement = take(text(rows))
    assert [line.minor for line in statement.lines] == [500_000]
    assert left_out(statement) == []
    assert all(one.told == one.found for one in statement.sums)


def test_sums_that_differ_from_the_rows_are_told() -> None:
    rows = [
        TITLES,
        ["", "Số dư đầu kỳ", "", "", "1000000"],
        ["24/09/2021", "a", "", "500000", ""],
        ["", "Tổng cộng / Total", "0", "700000", ""],
        ["", "Số dư cuối kỳ", "", "", "1700000"],
    ]
    statement = take(text(rows))
    off = [(one.what, one.told, one.found) for one in statement.sums if one.told != one.found]
    assert off == [("in", 700_000, 500_000), ("closing", 1_700_000, 1_500_000)]


def test_a_dated_row_that_reads_like_a_total_and_is_the_sum_of_nothing_is_asked_about() -> None:
    rows = [["Ngày", "Nội dung", "Có"], ["24/09/2021", "a", "500000"], ["24/09/2021", "Tổng cộng", "123456"]]
    statement = take(text(rows))
    assert left_out(statement) == [(3, "total or movement")]
    rows = [[*TITLES], ["24/09/2021", "a", "", "500000", "500000"], ["24/09/2021", "Cong", "", "123456", "623456"]]
    assert [line.minor for line in take(text(rows)).lines] == [500_000, 123_456]  # the balance says so


@pytest.mark.parametrize(
    "words",
    [
        "Tổng cộng",
        "TỔNG SỐ/ TOTAL",
        "Tổng phát sinh trong kỳ",
        "Cộng phát sinh ngày 24/09/2021",
        "Total debits",
        "Lũy kế",
        "Grand total (VND)",
        "Cộng trang",
    ],
)
def test_words_of_totals(words: str) -> None:
    assert said(words) == "total"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Số dư đầu kỳ", "opening"),
        ("Số dư đầu kỳ / Opening balance", "opening"),
        ("Số dư đầu ngày 01/09/2021:", "opening"),
        ("Balance brought forward", "opening"),
        ("Mang sang", "opening"),
        ("SỐ DƯ CUỐI KỲ", "closing"),
        ("Ending balance", "closing"),
        ("Chuyển sang trang sau", "closing"),
        ("Số dư cuối ngày / Ending balance : 27/09/2021", "closing"),
        ("Cộng tác viên ủng hộ", ""),
        ("Tổng công ty Ví Dụ", ""),
        ("ung ho tong cong 5 may", ""),
        ("Số dư", ""),
        ("Công", ""),
        ("Balance", ""),
        ("Total Energies ung ho", ""),
    ],
)
def test_words_of_balances_and_of_neither(words: str, kind: str) -> None:
    assert said(words) == kind
