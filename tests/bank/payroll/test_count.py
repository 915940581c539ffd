"""Files of pays as offices write them: the right column, its number and its sum, and never a single pay."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bank.payroll import Counted, NotCounted
from bot.bank.payroll.read import count
from bot.bank.statements import Unreadable
from tests.bank.statements.making import text, workbook

TITLES = ["STT", "Họ và tên", "Điện thoại", "Phụ cấp", "Thực lĩnh"]
ROWS = [
    [1, "Người Một", 900000111, 500_000, 8_500_000],
    [2, "Người Công", 900000222, 400_000, 7_200_000.4],
    [3, "Người Ba", 900000333, 300_000, "6.300.001 đ"],
]


def told(content: bytes, name: str = "luong.csv") -> tuple[int, int, int, str] | str:
    found = count(content, name)
    return found.why if isinstance(found, NotCounted) else (found.people, found.total, found.unread, found.title)


@pytest.mark.parametrize(
    ("content", "total"),
    [
        ("8.500.000\n7.200.000\n6.300.001\n", 22_000_001),
        ("8,500,000\r\n7,200,000\r\n6,300,001", 22_000_001),
        ("8500000\n\n7200000 đ\n6300001 VND\n", 22_000_001),
        ("8 500 000\n7 200 000\n6 300 001\n", 22_000_001),
        ("8.500.000,50\n7.200.000,00\n6.300.001,25\n", 22_000_001),
        ("Lương\n8500000.75\n7200000.5\n6300001.0", 22_000_001),
        ('"8,500,000"\n"7,200,000"\n"6,300,001"\n', 22_000_001),
        ("1,8500000\n2,7200000\n3,6300001\n", 22_000_001),
        ("8.500.000\n7.200.000\n6.300.001\nTổng cộng: 22.000.001\n", 22_000_001),
        ("8.500.000\n7.200.000\n6.300.001\n22.000.001\n", 22_000_001),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_one_column_in_every_writing(content: str, total: int, encoding: str) -> None:
    found = count(content.encode(encoding), "luong.csv")
    assert isinstance(found, Counted)
    assert (found.people, found.total, found.unread) == (3, total, 0)


def test_a_column_in_an_older_encoding() -> None:
    lines = "Lương\n8.500.000 đ\n7.200.000 đ\n6.300.001 đ\n"
    found = count(lines.replace("ư", "ư").encode("cp1258", "ignore"), "luong.csv")
    assert isinstance(found, Counted)
    assert (found.people, found.total) == (3, 22_000_001)


def test_a_table_gives_the_column_whose_title_is_the_pay() -> None:
    assert told(workbook([["BẢNG LƯƠNG THÁNG 9/2021"], [], TITLES, *ROWS])) == (3, 22_000_001, 0, "Thực lĩnh")
    as_text = text([TITLES, *[[str(cell) for cell in row] for row in ROWS]], ";")
    assert told(as_text)[:2] == (2, 14_800_001) or told(as_text) == "too few"  # 7200000.4 among dots is not clear


@pytest.mark.parametrize(
    ("title", "other"),
    [("Lương", "Thưởng"), ("Thu nhập", "Khấu trừ"), ("TIỀN LƯƠNG", "Phụ cấp"), ("Thực lĩnh", "Lương cơ bản"),
     ("Salary", "Bonus"), ("Monthly pay", "Bonus"), ("Tổng thu nhập tháng 9/2021", "Thưởng")],
)  # fmt: skip
def test_the_title_tells_among_several_columns(title: str, other: str) -> None:
    rows = [[other, title], *[[f"{n}.000.000", f"{n}.500.000"] for n in range(1, 5)]]
    assert told(text(rows, ";")) == (4, 12_000_000, 0, title)
    assert told(workbook(rows), "a.xlsx") == (4, 12_000_000, 0, title)


@pytest.mark.parametrize("titles", [["Tháng 8", "Tháng 9"], ["Lương tháng 8", "Lương tháng 9"], ["Lương", "Thu nhập"]])
def test_columns_that_nothing_tells_apart_are_refused(titles: list[str]) -> None:
    rows = [titles, *[[f"{n}.000.000", f"{n}.500.000"] for n in range(1, 5)]]
    assert told(text(rows, ";")) == told(workbook(rows), "a.xlsx") == "several columns"


def test_two_sheets_with_pays_are_refused_as_two_columns_are() -> None:
    rows: list[list[object]] = [["Lương"], [8_500_000], [7_200_000], [6_300_001]]
    assert told(workbook(rows, rows), "a.xlsx") == "several columns"
    assert told(workbook(rows, rows, hidden=1), "a.xlsx") == (3, 22_000_001, 0, "Lương")
    assert told(workbook([["Ghi chú"]], rows), "a.xlsx") == (3, 22_000_001, 0, "Lương")


def test_totals_and_subtotals_are_no_pays_and_people_called_like_them_are() -> None:
    rows: list[list[object]] = [
        ["Tên", "Lương"], ["Tống", 5_000_000], ["Công", 6_000_000], ["Cộng", 11_000_000], ["Cong", 4_000_000],
        ["An", 7_000_000], ["Cộng", 11_000_000], ["Tổng cộng", 22_000_000],
    ]  # fmt: skip
    assert told(workbook(rows), "a.xlsx") == (4, 22_000_000, 0, "Lương")


def test_rows_that_cannot_be_read_are_counted_and_signatures_are_not() -> None:
    rows: list[list[object]] = [
        ["Đơn vị: đồng"], ["Lương"], ["(1)"], [8_500_000], ["nghỉ"], ["$500"], [7_200_000], [6_300_001], [-5],
        [""], ["Kế toán"],
    ]  # fmt: skip
    assert told(workbook(rows), "a.xlsx") == (3, 22_000_001, 2, "Lương")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Name,Class\nAn,5\n", "no pays"),
        ("Hệ số lương\n2,34\n3,33\n3,66\n".encode(), "no pays"),
        ("SĐT\n0900000111\n0900000222\n0900000333\n".encode(), "no pays"),
        (workbook([["Điện thoại"], [900000111], [900000222], [900000333]]), "no pays"),
        (b"8.500.000\n", "too few"),
        (b"8.500.000\n7.200.000\n", "too few"),
        (b"8.500.000\n7.200.000\n15.700.000 \nT\xe1\xbb\x95ng: 31.400.000", None),
        (b"6.500.000\n" * 5001, "too many"),
        ((b"8500000," * 150 + b"\n") * 3400, "too large"),
    ],
)
def test_what_gives_no_sum_says_why(content: bytes, why: str | None) -> None:
    found = count(content, "luong.csv")
    assert (found.why if isinstance(found, NotCounted) else None) == why


@pytest.mark.parametrize("first", ["An 8,5 triệu lương", "Lương 8.513.577", "Nguyễn Văn An 8.513.577"])
def test_a_title_never_tells_a_pay(first: str) -> None:
    found = count(f"{first}\n7.200.000\n6.300.000\n6.400.000\n".encode(), "luong.csv")
    assert isinstance(found, Counted)
    assert found.title == ""


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"PK\x03\x04 no workbook", b"<html><table>", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_table_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        count(content + b"\xa1\xb1\x1a\xe1" * (content[:1] == b"\xd0"), "a.csv")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(100_000, 900_000_000), min_size=4, max_size=30), st.sampled_from(",;\t|"), st.booleans())
def test_the_sum_is_that_of_the_column_whatever_stands_beside_it(pays: list[int], mark: str, grouped: bool) -> None:
    pays[-1] = max(pays[-1] - (pays[-1] == sum(pays[:-1])), 100_000)  # else the last would be taken for the total
    shown = [f"{pay:,}".replace(",", ".") if grouped else str(pay) for pay in pays]
    rows = [["STT", "Họ tên", "Lương"], *[[str(n), f"Người {n}", pay] for n, pay in enumerate(shown, 1)]]
    found = count(text(rows, mark), "luong.csv")
    assert found == Counted(len(pays), sum(pays), 0, "Lương")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text("0123456789.,;\"'\n\t đLươngTổng()-", max_size=200).map(str.encode))
def test_any_bytes_end_in_an_answer_of_four_values_or_a_reason(content: bytes) -> None:
    try:
        found = count(content, "a.csv")
    except Unreadable:
        return
    assert isinstance(found, NotCounted) or found.people >= 3
    assert set(msgspec.to_builtins(found)) <= {"type", "people", "total", "unread", "title", "why"}
