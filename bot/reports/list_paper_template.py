"""The template of a list to be signed, by Decree 30/2020: A4 on its side, Times New Roman, headings on every page.

It is drawn here and not kept as a file, so that what is in it can be read and changed.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

FONT: Final = "Times New Roman"
HEIGHT: Final = 210
WIDTH: Final = 297
"""Millimetres of the page, which lies on its side: the decree lets lists do so."""
TOP: Final = 20
LEFT: Final = 30
RIGHT: Final = 15
"""Millimetres of the margins, within the decree's bounds; below it is as above."""
LINE: Final = WIDTH - LEFT - RIGHT
TEXT: Final = 13
"""Points of the text; what stands in the list is a point smaller."""


@cache
def template_for(shares: tuple[int, ...]) -> bytes:
    """The template with columns of these shares of the width, as a .docx with marks for what is filled in."""
    from docx import Document as new_document  # loaded with the first paper

    document = new_document()
    _page(document)
    _fonts(document)
    _head(document)
    _paragraph(document, "{{ title }}", size=14, bold=True, before=12)
    _paragraph(document, "{{ subject }}", size=14, bold=True)
    _line(document, inset=95, after=8)
    _list(document, shares)
    _paragraph(document, "{{ closing }}", italic=True, centred=False, before=6, after=6)
    _foot(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _page(document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.top_margin = section.bottom_margin = Mm(TOP)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True  # the first page bears no number
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for sort in ("begin", "PAGE", "end"):
        run = number.add_run()._r
        if sort == "PAGE":
            _child(run, "instrText").text = sort
        else:
            _child(run, "fldChar", fldCharType=sort)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = "{{ title }}"


def _fonts(document: Document) -> None:
    """One font for every script, in place of the theme's; the language is Vietnamese."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    normal = document.styles["Normal"]
    for properties in (defaults, normal.element.get_or_add_rPr()):
        for name in ("w:rFonts", "w:lang"):
            for old in properties.findall(qn(name)):
                properties.remove(old)
        _child(properties, "rFonts", first=True, ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
        _child(properties, "lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA")
    normal.font.size = Pt(TEXT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)


def _head(document: Document) -> None:
    """Whoever issues it, and the state; below them the number, and place and day."""
    table = _bare_table(document, (45, 55))
    left, right = table.rows[0].cells
    _paragraph(left, "{%p for line in above %}")
    _paragraph(left, "{{ line }}")
    _paragraph(left, "{%p endfor %}")
    _paragraph(left, "{{ issuer }}", bold=True)
    _line(left, inset=35)
    _paragraph(left, "{{ number }}", before=6)
    _paragraph(right, "{{ state }}", bold=True)
    _paragraph(right, "{{ motto }}", size=14, bold=True)
    _line(right, inset=32)
    _paragraph(right, "{{ place_and_day }}", size=14, italic=True, before=6)


def _list(document: Document, shares: tuple[int, ...]) -> None:
    from docx.shared import Mm

    table = document.add_table(4, len(shares), "Table Grid")
    table.autofit = False
    widths = [Mm(LINE * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    heads, begin, row, end = table.rows
    _child(heads._tr.get_or_add_trPr(), "tblHeader")  # on every page again
    for one in (heads, row):
        _child(one._tr.get_or_add_trPr(), "cantSplit")
        for cell, width in zip(one.cells, widths, strict=True):
            cell.width = width
    for place in range(len(shares)):
        _paragraph(heads.cells[place], f"{{{{ columns[{place}] }}}}", size=TEXT - 1, bold=True)
        _paragraph(row.cells[place], f"{{{{ row[{place}] }}}}", size=TEXT - 1, centred=place == 0)
    _paragraph(begin.cells[0], "{%tr for row in rows %}")
    _paragraph(end.cells[0], "{%tr endfor %}")


def _foot(document: Document) -> None:
    """To whom it goes, and who signs."""
    table = _bare_table(document, (34, 30, 36))
    receives, left, right = table.rows[0].cells
    _child(table.rows[0]._tr.get_or_add_trPr(), "cantSplit")
    _paragraph(receives, "{{ receives[0] }}", size=12, bold=True, italic=True, centred=False)
    _paragraph(receives, "{%p for line in receives[1:] %}")
    _paragraph(receives, "{{ line }}", size=11, centred=False)
    _paragraph(receives, "{%p endfor %}")
    for cell, side in ((left, "left"), (right, "right")):
        _paragraph(cell, f"{{%p for line in {side}.office %}}")
        _paragraph(cell, "{{ line }}", bold=True)
        _paragraph(cell, "{%p endfor %}")
        _paragraph(cell, f"{{{{ {side}.how }}}}", italic=True)


def _bare_table(document: Document, shares: tuple[int, ...]) -> Table:
    """A table of one row without lines, for what stands side by side."""
    from docx.shared import Mm

    table: Table = document.add_table(1, len(shares))
    table.autofit = False
    for cell, share in zip(table.rows[0].cells, shares, strict=True):
        cell.width = Mm(LINE * share / sum(shares))
    return table


def _paragraph(
    where: Any,
    text: str,
    *,
    size: int = TEXT,
    bold: bool = False,
    italic: bool = False,
    centred: bool = True,
    before: int = 0,
    after: int = 0,
) -> Paragraph:
    """A paragraph at the end of a document or cell; the empty one that a new cell holds is used first."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    first = where.paragraphs[0] if len(where.paragraphs) == 1 and not where.paragraphs[0].text else None
    made: Paragraph = first if first is not None and hasattr(where, "_tc") else where.add_paragraph()
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    run = made.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return made


def _line(where: Any, inset: int, after: int = 0) -> None:
    """A line below what stands there, so many millimetres from either side."""
    from docx.shared import Mm

    made = _paragraph(where, "", size=2, before=2, after=after)
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(inset)
    borders = _child(made._p.get_or_add_pPr(), "pBdr", first=True)
    _child(borders, "top", val="single", sz="6", space="1", color="auto")


def _child(parent: Any, name: str, *, first: bool = False, **values: str) -> Any:
    """A new element of Word's below another, which python-docx has no words for."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    parent.insert(0, made) if first else parent.append(made)
    return made
