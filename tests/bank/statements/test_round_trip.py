"""Rows written in any form that is recognised come back the same."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from tests.bank.statements.making import ZONE, left_out, take, text, told, workbook

WORDS = st.text(st.sampled_from("abcXYZ ,;|\t\"'.ăâđêôơưàảãáạ=+-0123456789"), max_size=30).map(
    lambda s: " ".join(s.split())
)
ROW = st.tuples(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 12, 31)).map(lambda t: t.replace(microsecond=0)),
    st.integers(-(10**12), 10**12).filter(bool),
    WORDS,
    WORDS,
)
ROWS = st.lists(ROW, min_size=1, max_size=12)
DAYS = st.sampled_from(["%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"])


def written(value: int, group: str, decimals: bool) -> str:
    return f"{value:,}".replace(",", group) + ((",00" if group == "." else ".00") if decimals else "")


@given(
    ROWS, DAYS, st.sampled_from(".,"), st.booleans(), st.booleans(), st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(0, 4),
)  # fmt: skip
def test_text(
    rows: list[tuple[datetime, int, str, str]],
    days: str,
    group: str,
    decimals: bool,
    signed: bool,
    delimiter: str,
    encoding: str,
    preamble: int,
) -> None:
    table = [["Sao kê", "x"]] * preamble
    table.append(["Ngày GD", "Nội dung", "Đối tác", *(["Số tiền"] if signed else ["Ghi nợ", "Ghi có"])])
    for at, minor, memo, payer in rows:
        amount = written(minor if signed else abs(minor), group, decimals)
        amounts = [amount] if signed else ["", amount] if minor > 0 else [amount, ""]
        table.append([at.strftime(days), memo, payer, *amounts])
    statement = take(text(table, delimiter, encoding))
    assert left_out(statement) == []
    assert told(statement) == [(at.replace(tzinfo=ZONE), minor, memo, payer) for at, minor, memo, payer in rows]
    assert (statement.form.delimiter, statement.form.encoding) == (delimiter, encoding)


@given(ROWS, st.integers(0, 3), st.integers(0, 3))
def test_workbooks(rows: list[tuple[datetime, int, str, str]], top: int, left: int) -> None:
    rows = [*rows, (datetime(2026, 11, 13), 1, "", "")]  # a day that is no month: else days and months may be doubted
    table: list[list[object]] = [["Ngày GD", "Số tiền", "Nội dung", "Đối tác"], *map(list, rows)]
    statement = take(workbook(table, top=top, left=left))
    assert left_out(statement) == []
    assert told(statement) == [(at.replace(tzinfo=ZONE), minor, memo, payer) for at, minor, memo, payer in rows]
    assert statement.form.header_row == top + 1
