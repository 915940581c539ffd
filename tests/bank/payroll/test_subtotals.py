"""Files of pays with sections, old fonts, hidden rows: sums are no pays, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.bank.payroll import Counted
from bot.bank.payroll.read import count
from tests.bank.statements.making import text, workbook
from tests.bank.statements.old_fonts import in_tcvn3, in_vni

SECTIONS: list[list[object]] = [
    ["STT", "Họ và tên", "Tiền lương"],
    [1, "Người Một", 8_500_000],
    [2, "Người Hai", 7_200_000],
    ["", "Cộng", 15_700_000],
    [3, "Người Ba", 6_300_000],
    [4, "Người Tư", 6_400_000],
    ["", "Cộng", 12_700_000],
    ["", "Tổng cộng", 28_400_000],
]
FOUR = Counted(4, 28_400_000, 0, "Tiền lương")


@pytest.mark.parametrize("typed", [str, in_tcvn3, in_vni])
def test_sections_are_added_up_once_in_whatever_font_they_are_typed(typed: Callable[[str], str]) -> None:
    rows = [[typed(cell) if isinstance(cell, str) else cell for cell in row] for row in SECTIONS]
    assert count(workbook(rows), "luong.xlsx") == FOUR
    assert count(text([[str(cell) for cell in row] for row in rows], ";"), "luong.csv") == FOUR


@pytest.mark.parametrize("typed", [in_tcvn3, in_vni])
def test_bytes_of_an_old_font_are_known_without_a_code_page(typed: Callable[[str], str]) -> None:
    content = typed(text([[str(cell) for cell in row] for row in SECTIONS], ";").decode()).encode("latin-1")
    assert count(content, "luong.csv") == FOUR


@pytest.mark.parametrize("name", ["Tổ Một", "Phòng Kế toán", "Total dept A", "", "I"])
@pytest.mark.parametrize("above", [False, True])
def test_a_sum_of_the_run_beside_it_is_no_pay_whatever_it_is_called(name: str, above: bool) -> None:
    first, second = SECTIONS[1:3], SECTIONS[4:6]
    one: list[object] = ["", name, 15_700_000]
    two: list[object] = ["", name, 12_700_000]
    runs = [one, *first, two, *second] if above else [*first, one, *second, two]
    assert count(workbook([SECTIONS[0], *runs, ["", name, 28_400_000]]), "luong.xlsx") == FOUR


def test_a_person_who_earns_as_much_as_the_two_above_is_a_person() -> None:
    rows = [*SECTIONS[:3], [3, "Người Ba", 15_700_000]]
    assert count(workbook(rows), "luong.xlsx") == Counted(3, 31_400_000, 0, "Tiền lương")


def test_three_bare_numbers_and_their_sum() -> None:
    content = b"8.500.000\n7.200.000\n6.300.000\n22.000.000\n5.000.000\n5.100.000\n"
    assert count(content, "luong.csv") == Counted(5, 32_100_000, 0, "")


def test_hidden_rows_count_and_are_told() -> None:
    rows = [*SECTIONS[:3], *SECTIONS[4:6]]
    assert count(workbook(rows, hidden_rows=[3]), "luong.xlsx") == Counted(4, 28_400_000, 0, "Tiền lương", 1)
    assert count(workbook(rows), "luong.xlsx") == FOUR


@pytest.mark.parametrize(
    "net", ["Lương Thực Lĩnh", "Số tiền thực lãnh", "Còn được nhận", "Tiền lương thực trả", "Lương NET"]
)
def test_net_pay_is_meant_where_it_is_named(net: str) -> None:
    people: list[list[object]] = [[f"Người {n}", n * 1_100_000, n * 1_000_000] for n in range(5, 9)]
    rows: list[list[object]] = [["Họ tên", "Tổng Thu Nhập", net], *people]
    assert count(workbook(rows), "luong.xlsx") == Counted(4, 26_000_000, 0, net)
