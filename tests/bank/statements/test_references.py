"""What a movement is known by, over statements that overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bank.statements.references import bank_number
from tests.bank.statements.making import take, text

HEADER = ["Ngày", "Có", "Nội dung", "Mã giao dịch"]
ROWS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.integers(1, 3),
        st.sampled_from(["A", "B"]),
        st.sampled_from(["", "", "1", "twice", "own"]),
    ),
    max_size=25,
)


def row(index: int, day: int, minor: int, memo: str, number: str) -> list[str]:
    known = {"twice": f"FT00{day}000", "own": f"FT{index:08}"}.get(number, number)
    return [f"{day:02}/11/2026", str(minor), memo, known]


def references(rows: list[list[str]]) -> list[str]:
    return [line.reference for line in take(text([HEADER, *rows])).lines]


@given(ROWS, st.lists(st.sets(st.integers(1, 6), min_size=1), max_size=4), st.booleans())
def test_any_split_by_whole_days_gives_the_same_references(
    drawn: list[tuple[int, int, str, str]], parts: list[set[int]], newest_first: bool
) -> None:
    rows = [row(index, *what) for index, what in enumerate(drawn)]
    whole = references(rows)
    known = [(line.reference, line.minor) for line in take(text([HEADER, *rows])).lines]
    assert len(set(known)) == len(known) == len(rows)
    again: set[str] = set()
    for days in (*parts, {1, 2, 3, 4, 5, 6}):
        some = [cells for cells in rows if int(cells[0][:2]) in days]
        again |= set(references(some[::-1] if newest_first else some))
    assert again == set(whole)


def test_two_equal_rows_both_count() -> None:
    one, two = references([["21/11/2026", "5000", "A", ""]] * 2)
    assert one != two
    assert references([["21/11/2026", "5000", "A", ""]]) == [one]
    assert len(one) == 16


def test_a_number_that_comes_again_on_another_day_names_only_the_first() -> None:
    rows = [["22/11/2026", "5000", "A", "FT0000001"], ["21/11/2026", "6000", "B", "FT0000001"]]
    later, earlier = references(rows)
    assert earlier == "FT0000001"
    assert len(later) == 16


def test_the_account_is_part_of_the_fingerprint() -> None:
    content = text([["Ngày", "Có"], ["21/11/2026", "5000"]])
    assert take(content, account="1").lines[0].reference != take(content, account="2").lines[0].reference
    assert take(content, account="0900 000-111").lines == take(content, account="0900000111").lines


@pytest.mark.parametrize(
    ("cell", "number"),
    [("FT26325 000001", "FT26325000001"), ("'00123456", "00123456"), ("17", ""), ("1.23E+14", ""), ("ABCDEFGH", ""),
     ("", ""), ("1" * 100, "")],
)  # fmt: skip
def test_what_counts_as_the_number_of_one_transaction(cell: str, number: str) -> None:
    assert bank_number(cell) == number
