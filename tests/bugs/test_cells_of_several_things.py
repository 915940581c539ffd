"""Days with a number below them, memos that go on in the next row, files of odd packages: nothing could be read."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from bot.bank.statements import Unreadable
from tests.bank.statements.making import left_out, take, text, workbook

SOUND: list[list[object]] = [
    ["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung"],
    ["24/09/2021", "FT21267000001", None, 500000, "TO ung ho"],
]


def repacked(content: bytes, **changes: str) -> bytes:
    """A workbook with other names of parts, or other letters in its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            letters = old.read(part)
            if "sheet" in changes and part.filename == "xl/worksheets/sheet1.xml":
                letters = letters.replace(b"</sheetData>", changes["sheet"].encode() + b"</sheetData>")
            name = (
                part.filename
                if part.filename.startswith("[")
                else part.filename.replace("/", changes.get("slash", "/"))
            )
            info = zipfile.ZipInfo(name)
            info.filename = name  # zipfile would turn a backslash round
            new.writestr(info, letters)
    return out.getvalue()


def test_a_day_with_a_number_below_it() -> None:
    rows = [
        ["Ngày/ TNX Date Số CT/ Doc No", "Số tiền ghi có/ Credit"],
        ["24/09/2021\n5243.65937", "99,000"],
        ["24/09/2021\n5212 - 11111", "338,000"],
    ]
    assert [(line.at.day, line.number) for line in take(text(rows)).lines] == [(24, "5243.65937"), (24, "5212 - 11111")]


@pytest.mark.parametrize(
    "cell",
    [
        "24/09/2021 - 09:45:23",
        "24-Thg9-2021",
        "24 tháng 9 năm 2021",
        "24 thg 9, 2021",
        "Sep 24, 2021",
        "24SEP2021",
        "Thứ Sáu, 24/09/2021",
        "20210924094523",
        "202109240945",
        "24092021",
        "24/09/2021\n25/09/2021",
        "24/09/2021 – 09:45",
    ],
)
def test_days_as_some_banks_write_them(cell: str) -> None:
    [line] = take(text([["Ngày", "Có"], [cell, "5000"]])).lines
    assert line.at.date() == date(2021, 9, 24)


@pytest.mark.parametrize("cell", ["01/09/2021 - 30/09/2021", "24/09/2021 25:00", "24/13/2021 x1", "tháng 9"])
def test_what_is_no_day_stays_none(cell: str) -> None:
    statement = take(text([["Ngày", "Có"], [cell, "5000"], ["24/09/2021", "6000"]]))
    assert left_out(statement) == [(2, "no date")]
    assert statement.left_out[0].cell == cell


def test_a_memo_that_goes_on_in_the_next_row() -> None:
    rows = [
        ["Ngày", "Diễn giải", "Ghi nợ", "Ghi có", "Số dư"],
        ["24/09/2021", "MBVCB.4530998360.029552.NGUYEN VAN AN ung ho", "", "500000", "500000"],
        ["", "chuong trinh song va may tinh ma TO7K2P", "", "", ""],
        ["", "QXR tai VCB", "", "", ""],
        ["25/09/2021", "LE B", "", "200000", "700000"],
        ["", "", "", "", ""],
        ["", "Người lập biểu", "", "", ""],
    ]
    statement = take(text(rows))
    first = "MBVCB.4530998360.029552.NGUYEN VAN AN ung ho chuong trinh song va may tinh ma TO7K2PQXR tai VCB"
    assert [line.memo for line in statement.lines] == [first, "LE B"]
    assert left_out(statement) == [(7, "note")]


def test_a_time_or_a_number_below_the_day_in_a_row_of_its_own() -> None:
    rows = [["Ngày", "Nội dung", "Có"], ["24/09/2021", "UNG HO TO7K", "500,000"], ["10:15:20", "2PQXR LE AN", ""],
            ["25/09/2021", "LE B", "200,000"], ["5243.65937", "", ""]]  # fmt: skip
    first, second = take(text(rows)).lines
    assert (first.at.hour, first.memo) == (10, "UNG HO TO7K2PQXR LE AN")
    assert (second.number, second.memo) == ("5243.65937", "LE B")


def test_parts_with_backslashes() -> None:
    content = repacked(workbook(SOUND), slash="\\")
    assert b"xl\\worksheets" in content
    assert [line.minor for line in take(content, "a.xlsx").lines] == [500_000]


@pytest.mark.parametrize("blank", ['<is><t xml:space="preserve"> </t></is>', "<is><t></t></is>", ""])
@pytest.mark.parametrize("place", ["E1048576", "XFD9", "XFD1048576", "A50001"])
def test_a_blank_cell_far_away_is_no_size(blank: str, place: str) -> None:
    number = place.lstrip("AEXFD")
    far = f'<row r="{number}"><c r="{place}" t="inlineStr">{blank}</c></row>'
    content = repacked(workbook(SOUND), sheet=far)
    assert [line.minor for line in take(content, "a.xlsx").lines] == [500_000]


def test_a_full_cell_far_away_is() -> None:
    content = repacked(workbook(SOUND), sheet='<row r="1048576"><c r="A1048576"><v>7</v></c></row>')
    with pytest.raises(Unreadable) as why:
        take(content, "a.xlsx")
    assert why.value.reason == "too large"


def test_all_sheets_of_one_header_are_read_and_others_are_named() -> None:
    september: list[list[object]] = [["Ngày", "Có", "Nội dung"], ["24/09/2021", 500000, "chin"]]
    october: list[list[object]] = [
        ["Ngày", "Có", "Nội dung"],
        ["24/10/2021", 700000, "muoi"],
        ["hom nao", 900000, "muoi"],
    ]
    statement = take(workbook(september, october, [["Hướng dẫn"]], names=["T9", "T10", "HD"]), "a.xlsx")
    assert [line.minor for line in statement.lines] == [500_000, 700_000]
    assert [(row.sheet, row.row, row.why) for row in statement.left_out] == [("T10", 3, "no date")]
    assert statement.unread_sheets == ["HD"]


def test_a_line_that_stands_in_two_sheets_counts_once() -> None:
    september: list[list[object]] = [
        ["Ngày", "Có", "Nội dung"],
        ["24/09/2021", 500000, "a"],
        ["24/09/2021", 500000, "a"],
    ]
    whole: list[list[object]] = [*september, ["25/10/2021", 700000, "b"]]
    statement = take(workbook(september, whole, names=["T9", "Cả năm"]), "a.xlsx")
    assert [line.minor for line in statement.lines] == [500_000, 500_000, 700_000]
    assert [(row.sheet, row.why) for row in statement.left_out] == [("Cả năm", "another sheet")] * 2
