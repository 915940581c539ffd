"""A sheet with headings to be filled in: an .xlsx whose cells are text, with what may be chosen in some columns."""

from __future__ import annotations

import io
from typing import Final

import msgspec

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS: Final = 1_000
"""Rows that are prepared; more may be written below them."""


class ListTemplate(msgspec.Struct, tag_field="make", tag="list_template", forbid_unknown_fields=True):
    """{"make": "list_template", "columns": […], "choices": {column: […]}, "example": […], "sheet": "…"}."""

    columns: list[str]
    choices: dict[str, list[str]]
    example: list[str]
    sheet: str


def list_template(wanted: ListTemplate) -> tuple[bytes, str]:
    """The file, and its MIME type; the example stands in grey below the headings."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(wanted.sheet[:31])
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E3F4E1", "num_format": "@"})
    grey = book.add_format({"font_color": "#8A8A8A", "num_format": "@"})
    for column, title in enumerate(wanted.columns):
        longest = max(len(title), len(wanted.example[column]))
        page.set_column(column, column, max(8, min(32, longest + 4)), text)
        page.write_string(0, column, title, head)
        page.write_string(1, column, wanted.example[column], grey)
        if title in wanted.choices:
            page.data_validation(1, column, ROWS, column, {
                "validate": "list", "source": wanted.choices[title], "error_type": "warning",
            })  # fmt: skip
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue(), XLSX
