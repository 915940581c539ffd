"""A list to be signed, as a Word file in the layout of Decree 30/2020, filled into a template."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from bot.reports.list_paper_template import template_for

MOST_ROWS: Final = 1_000
"""Of one paper; each thousand takes 0.3 s and, until it is written, 40 MB."""
MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
"""What XML may not hold, and what the template would take for a new line, paragraph or page."""


class SignedBy(msgspec.Struct, frozen=True):
    """Who signs: the lines of the office, and how, in brackets."""

    office: tuple[str, ...]
    how: str


class ListPaper(msgspec.Struct, frozen=True):
    """What stands in such a paper.

    `above` is whoever the `issuer` belongs to. `columns`: titles with their shares of the width. `receives`: to whom it
    goes, one a line, behind its title.
    """

    above: tuple[str, ...]
    issuer: str
    state: str
    motto: str
    number: str
    place_and_day: str
    title: str
    subject: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[str]]
    closing: str
    receives: tuple[str, ...]
    left: SignedBy
    right: SignedBy


def write_list_paper(paper: ListPaper) -> bytes:
    """The paper as a .docx."""
    from docxtpl import DocxTemplate  # loaded with the first paper

    if len(paper.rows) > MOST_ROWS:
        raise ValueError(f"{len(paper.rows)} rows are too many for one paper")
    template = DocxTemplate(io.BytesIO(template_for(tuple(share for _title, share in paper.columns))))
    values = _clean(msgspec.to_builtins(paper))
    values["columns"] = [title for title, _share in values["columns"]]
    template.render(values, autoescape=True)  # without it "A & B" loses its sign, and a "<" the rest of its paragraph
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _BREAKS.sub(" ", value).strip()
        case list() | tuple():
            return [_clean(one) for one in value]
        case dict():
            return {key: _clean(one) for key, one in value.items()}
    return value
