"""The Word paper of a list: its layout by the decree, and nothing of what people wrote is lost or taken for more."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as open_document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.reports.list_paper import MOST_ROWS, ListPaper, SignedBy, write_list_paper

PAPER = ListPaper(
    above=("HUYỆN THANH OAI",),
    issuer="XÃ CAO VIÊN",
    state="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    motto="Độc lập – Tự do – Hạnh phúc",
    number="Số:      /DS",
    place_and_day="Cao Viên, ngày      tháng      năm 2021",
    title="DANH SÁCH",
    subject="Học sinh đề nghị hỗ trợ",
    columns=(("STT", 6), ("Họ và tên", 30)),
    rows=[["1", "Nguyễn Văn An"], ["2", "Lê Thị Bưởi"]],
    closing="Danh sách có 2 học sinh.",
    receives=("Nơi nhận:", "- Phòng GD&ĐT;", "- Lưu: VT."),
    left=SignedBy(("NGƯỜI LẬP DANH SÁCH",), "(Ký, ghi rõ họ tên)"),
    right=SignedBy(("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"), "(Ký tên, đóng dấu)"),
)


def names(content: bytes) -> list[str]:
    """What stands in the second column of the list, below its heading."""
    listed = open_document(io.BytesIO(content)).tables[1]
    return [row.cells[1].text for row in listed.rows][1:]


def test_it_says_all_that_it_is_told_in_its_place() -> None:
    document = open_document(io.BytesIO(write_list_paper(PAPER)))
    head, listed, foot = document.tables
    assert [cell.text.split("\n") for cell in head.rows[0].cells] == [
        ["HUYỆN THANH OAI", "XÃ CAO VIÊN", "", "Số:      /DS"],
        [PAPER.state, PAPER.motto, "", PAPER.place_and_day],
    ]
    assert [[cell.text for cell in row.cells] for row in listed.rows] == [["STT", "Họ và tên"], *PAPER.rows]
    assert [cell.text.split("\n") for cell in foot.rows[0].cells] == [
        ["Nơi nhận:", "- Phòng GD&ĐT;", "- Lưu: VT."],
        ["NGƯỜI LẬP DANH SÁCH", "(Ký, ghi rõ họ tên)"],
        ["TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "(Ký tên, đóng dấu)"],
    ]
    assert [one.text for one in document.paragraphs if one.text] == ["DANH SÁCH", PAPER.subject, PAPER.closing]


def test_its_layout_is_the_decrees() -> None:
    document = open_document(io.BytesIO(write_list_paper(PAPER)))
    [section] = document.sections
    assert [one and round(one.mm) for one in (section.page_width, section.page_height)] == [297, 210]
    margins = [one and round(one.mm) for one in (section.left_margin, section.right_margin, section.top_margin)]
    assert margins == [30, 15, 20]
    assert section.bottom_margin == section.top_margin
    assert section.different_first_page_header_footer
    with zipfile.ZipFile(io.BytesIO(write_list_paper(PAPER))) as parts:
        styles, body = parts.read("word/styles.xml").decode(), parts.read("word/document.xml").decode()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    assert "minorHAnsi" not in styles.partition("</w:docDefaults>")[0]
    assert "vi-VN" in styles
    assert body.count("<w:tblHeader") == 1
    heads = open_document(io.BytesIO(write_list_paper(PAPER))).tables[1].rows[0]
    assert heads._tr.trPr is not None
    assert heads._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "{{" not in body
    assert "{%" not in body


@given(st.text(max_size=60))
def test_whatever_somebody_is_called_stands_there_as_it_is(name: str) -> None:
    kept = structs.replace(PAPER, rows=[["1", name], ["2", "Lê Thị Bưởi"]])
    first, second = names(write_list_paper(kept))
    assert second == "Lê Thị Bưởi"
    words = [word for word in "".join(c if c.isprintable() else " " for c in name).split() if word]
    for word in words:
        assert word in first


@pytest.mark.parametrize(
    "name", ["Cty A & B", "<Văn> An", "{{ title }}", "{% if %}", "{%tr for row in rows %}", "An\a\f\tBình\nCường"]
)
def test_what_looks_like_a_mark_is_none(name: str) -> None:
    [first, _second] = names(write_list_paper(structs.replace(PAPER, rows=[["1", name], ["2", "x"]])))
    assert first == (name if name.isprintable() else "An Bình Cường")


def test_more_than_a_paper_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        write_list_paper(structs.replace(PAPER, rows=[["1", "An"]] * (MOST_ROWS + 1)))
