"""Statements as .xls, which several banks still give, and as .ods; with the same guards as .xlsx.

The two .xls were made with xlwt 1.3.0: nothing in the house writes that format.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bot.bank.payroll.read import count
from bot.bank.payroll.shape import Counted
from bot.bank.statements import Unreadable
from bot.bank.statements.read import read
from bot.bank.statements.sandbox import read_statement
from bot.web.file_kinds import ODS, XLS, kind
from tests.bank.statements.making import ACCOUNT, ZONE, left_out, take

FILES = Path(__file__).parent / "files"
TITLES = ["Ngày giao dịch", "Số bút toán", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"]
ROWS: list[list[object]] = [
    ["SAO KÊ TÀI KHOẢN"],
    ["Số tài khoản:", ACCOUNT],
    list(TITLES),
    [datetime(2021, 9, 24), "FT21267000001", "", 500_000, 1_500_000, "TO7K2PQXR ủng hộ"],
    ["27/09/2021", "FT21270000002", 50_000, "", 1_450_000, "mua sim"],
]


def cell(value: object, repeated: int = 1) -> str:
    more = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if isinstance(value, datetime):
        return f'<table:table-cell{more} office:value-type="date" office:date-value="{value:%Y-%m-%d}"/>'
    if isinstance(value, int):
        return f'<table:table-cell{more} office:value-type="float" office:value="{value}"/>'
    if value == "":
        return f"<table:table-cell{more}/>"
    return (
        f'<table:table-cell{more} office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
    )


def row(cells: str, repeated: int = 1, hidden: bool = False) -> str:
    more = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    more += ' table:visibility="filter"' if hidden else ""
    return f"<table:table-row{more}>{cells}</table:table-row>"


def ods(rows: list[str], mime: str = ODS) -> bytes:
    """A file as LibreOffice writes it, with the million blank rows that end every sheet."""
    namespaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                          for name in ("office", "table", "text"))  # fmt: skip
    end = row(cell("", 16_384), 1_048_576 - len(rows))
    body = f'<table:table table:name="Sao k&#xEA;"><table:table-column/>{"".join(rows)}{end}</table:table>'
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {namespaces}><office:body>'
               f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>")  # fmt: skip
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), mime)
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr("content.xml", content)
    return out.getvalue()


def usual(hidden: int = 0) -> list[str]:
    return [row("".join(map(cell, cells)), hidden=number == hidden) for number, cells in enumerate(ROWS, 1)]


def summary(content: bytes, name: str) -> list[tuple[str, int, str, int | None]]:
    statement = take(content, name)
    assert (left_out(statement), statement.gaps, statement.form.account) == ([], [], ACCOUNT)
    return [(f"{line.at:%Y-%m-%d}", line.minor, line.number, line.balance) for line in statement.lines]


EXPECTED = [("2021-09-24", 500_000, "FT21267000001", 1_500_000), ("2021-09-27", -50_000, "FT21270000002", 1_450_000)]


def test_an_ods_reads_as_the_same_workbook_would() -> None:
    assert summary(ods(usual()), "saoke.ods") == EXPECTED
    assert kind(ods(usual()), "saoke.ods") == ODS


@pytest.mark.parametrize("name", ["saoke.xls", "saoke-1904.xls"])
def test_an_xls_reads_as_the_same_workbook_would_also_where_days_count_from_1904(name: str) -> None:
    content = (FILES / name).read_bytes()
    assert summary(content, name)[:2] == EXPECTED
    assert kind(content, name) == XLS


def test_a_bare_number_of_a_day_in_an_xls_counts_from_where_it_says() -> None:
    days = [summary((FILES / name).read_bytes(), name)[2][0] for name in ("saoke.xls", "saoke-1904.xls")]
    assert days == ["2010-09-24", "2021-09-27"]


def test_rows_that_an_ods_hides_count_and_are_told() -> None:
    assert [take(ods(usual(hidden)), "a.ods").hidden for hidden in (0, 4, 5)] == [0, 1, 1]


@pytest.mark.parametrize("name", ["saoke.xls", "saoke.ods"])
async def test_the_process_reads_both_within_its_bounds(name: str) -> None:
    content = ods(usual()) if name.endswith("ods") else (FILES / name).read_bytes()
    statement = await read_statement(content, name, ACCOUNT, ZONE)
    assert [line.minor for line in statement.lines][:2] == [500_000, -50_000]


def test_pays_in_an_ods_are_added_up() -> None:
    cells: list[list[object]] = [["Họ tên", "Thực lĩnh"], *([f"Người {n}", 8_000_000 + n] for n in range(5))]
    counted = count(ods([row("".join(map(cell, one))) for one in cells]), "luong.ods")
    assert isinstance(counted, Counted)
    assert (counted.people, counted.total) == (5, 40_000_010)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ods([*usual(), row(cell("x", 16_384), 1_000)]), "too large"),
        (ods([*usual(), row(cell(""), 900_000), row(cell("x"))]), "too large"),
        (ods([*usual(), row(cell(1, 900_000_000), 900_000_000)]), "too large"),
        (ods(usual(), "application/vnd.oasis.opendocument.text"), "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "encrypted or old format"),
        ((FILES / "saoke.xls").read_bytes()[:2000], "encrypted or old format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted or old format"),
    ],
)
def test_what_is_too_large_or_locked_says_so_before_it_is_read(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, "a.bin", ACCOUNT, ZONE)
    assert refused.value.reason == why


def test_blank_rows_between_do_not_count_as_large() -> None:
    spread = [*usual()[:4], row(cell("", 16_384), 20_000), usual()[4]]
    assert [line.minor for line in take(ods(spread), "a.ods").lines] == [500_000, -50_000]
