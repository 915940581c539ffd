"""The rows below a list's headings: who is a pupil, and what the row tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.lists.births import Birth, birth_in_parts, birth_of
from bot.lists.classes import class_of, with_grade
from bot.lists.guardians import guardian_of
from bot.lists.headings import Headings
from bot.lists.marks import household_of, needs_of, ticked
from bot.lists.phones import Number
from bot.lists.shape import Flaw, PupilRow, Role
from bot.lists.words import has, words
from bot.sheets.table import Cell, Row, shown

_TOTAL: Final = ("tong", "cong", "tong cong", "tong so", "danh sach nay", "total")
_CLASSES: Final = ("poor", "near-poor", "hardship")
_NEEDS: Final[tuple[tuple[int, Role, bool], ...]] = (
    (0, "lacks device", False), (0, "has device", True), (1, "lacks line", False), (1, "has line", True),
)  # fmt: skip
"""Which need a column of ticks tells of, and whether a tick says that there is none."""
_NUMBERED: Final = re.compile(r"^[0-9]{1,3}\s*[.)]\s*")
"""A number before a name, where it has no column of its own."""
_PARTS: Final = re.compile("[ '’-]")
LONGEST_NAME: Final = 80
LONGEST_TICK: Final = 5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What counts for all rows of a table."""

    headings: Headings
    sheet: str
    today: date
    from_1904: bool
    exchanged: bool
    from_old_font: bool
    numbered: bool
    """Whether pupils have numbers, so that a row without one may be a remark."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A row's cells by what their column holds; a blank where there is no such column."""

    row: Row
    columns: dict[Role, int]

    def __call__(self, role: Role) -> Cell:
        column = self.columns.get(role)
        return self.row.cells[column] if column is not None and column < len(self.row.cells) else ""

    def text(self, role: Role) -> str:
        """A cell as text."""
        return shown(self(role)).strip()


def is_numbered(rows: Sequence[Row], headings: Headings) -> bool:
    """Whether most rows with a name have a number before it."""
    if "number" not in headings.columns:
        return False
    cells = [Cells(row, headings.columns) for row in rows]
    named = [one for one in cells if name_in(one)]
    return sum(_is_number(one("number")) for one in named) * 2 > len(named)


def is_pupil(cells: Cells, *, numbered: bool) -> bool:
    """Whether a row tells of a child, and is no total, remark or signature."""
    name = name_in(cells)
    if _counts_columns(cells.row):
        return False
    if name and has(words(name)[: len(" danh sach nay ")], *_TOTAL) and not _is_number(cells("number")):
        return False
    birth = any(cells.text(role) for role in ("birth", "birth too", "day", "year"))
    number = _is_number(cells("number"))
    called = any(cells.text(role) for role in ("phone", "guardian", "father", "mother", "contact", "class"))
    if numbered and not number and not (birth and name):
        return False
    if not name:
        return number and (birth or called) if numbered else birth and called
    return birth or number or (called and not numbered and any(sign.isdigit() for sign in cells.text("phone")))


def pupil_in(cells: Cells, given_class: str, around: Surroundings) -> PupilRow:
    """What a row tells of a child; what is doubtful is a flaw and is not told."""
    roles = around.headings.columns.keys()
    flaws = list(_name_flaws(name := _written(name_in(cells), around)))
    birth, why = _birth(cells, around)
    if why is not None:
        flaws.append(Flaw("birth", why, _said(cells, "birth", "birth too", "day", "month", "year")))
    class_name = _class(cells, given_class)
    if class_name is None:
        flaws.append(Flaw("class_name", "a day instead", cells.text("class")))
    guardian, phone = guardian_of(cells, set(roles))
    flaws += _phone_flaws(phone, cells)
    household, unclear = _household(cells)
    flaws += unclear
    device, line, doubtful = _needs(cells)
    flaws += doubtful
    return PupilRow(
        row=cells.row.number,
        sheet=around.sheet,
        name="" if any(flaw.field == "name" for flaw in flaws) else name,
        birth=birth,
        class_name=class_name or "",
        guardian=_written(guardian, around)[:LONGEST_NAME],
        phone=phone[0],
        household=household,
        device=device,
        line=line,
        consent=ticked(cells("consent")) if "consent" in roles else None,
        flaws=flaws,
    )


def name_in(cells: Cells) -> str:
    """A child's name as it stands, from one cell or two."""
    if "name" in cells.columns:
        parts = [cells.text("name"), cells.text("given")]
    else:
        parts = [cells.text("family"), cells.text("given")]
    whole = _NUMBERED.sub("", " ".join(" ".join(parts).split())).strip(" .,;-")
    return whole.replace("' ", "'")


def _written(name: str, around: Surroundings) -> str:
    """With capitals where an old font had only small letters for them: "ánh" is "Ánh"."""
    if not around.from_old_font:
        return name
    return " ".join(word[:1].upper() + word[1:] if not word[:1].isascii() else word for word in name.split())


def _name_flaws(name: str) -> Iterator[Flaw]:
    if not name:
        yield Flaw("name", "missing")
    elif len(name) > LONGEST_NAME or any(sign.isdigit() or sign in "/;:@?()[]" for sign in name):
        yield Flaw("name", "not a name", name)
    elif len([part for part in _PARTS.split(name) if part]) < 2:
        yield Flaw("name", "one word", name)


def _birth(cells: Cells, around: Surroundings) -> Birth:
    if "day" in cells.columns and "year" in cells.columns:
        return birth_in_parts(cells("day"), cells("month"), cells("year"), around.today)
    if "birth" not in cells.columns:
        return None, "missing"
    return birth_of(
        cells("birth") if cells.text("birth") else cells("birth too"),
        around.today,
        from_1904=around.from_1904,
        exchanged=around.exchanged,
    )


def _class(cells: Cells, given: str) -> str | None:
    own: str | None = class_of(cells("class")) if "class" in cells.columns else ""
    if own is None:
        return None
    if "grade" in cells.columns:
        own = with_grade(cells("grade"), own)
    return own or given


def _phone_flaws(phone: Number, cells: Cells) -> Iterator[Flaw]:
    number, why = phone
    if not number and why not in (None, "missing"):
        yield Flaw("phone", why, _said(cells, "phone", "father phone", "mother phone", "contact"))


def _household(cells: Cells) -> tuple[str, list[Flaw]]:
    """A class in words, or the one that is ticked."""
    marks = [(role, ticked(cells(role)), cells.text(role)) for role in _CLASSES if role in cells.columns]
    yes = [role for role, mark, _cell in marks if mark]
    odd = [cell for _role, mark, cell in marks if mark is None]
    if odd and not yes and len(marks) == 1:  # a column headed "Hộ nghèo, cận nghèo" that holds words
        return household_of(odd[0]), []
    if odd or len(yes) > 1:
        return "", [Flaw("household", "several" if len(yes) > 1 else "unclear", odd[0] if odd else "")]
    said = household_of(cells.text("household")) if "household" in cells.columns else ""
    return (yes[0] if yes else said), []


def _needs(cells: Cells) -> tuple[bool | None, bool | None, list[Flaw]]:
    """(a device, a connection, what is unclear) as the child needs them; None where nothing is said."""
    found: list[bool | None] = [None, None]
    flaws: list[Flaw] = []
    if cells.text("need"):
        both = needs_of(cells("need"))
        if both is None:
            flaws.append(Flaw("needs", "unclear", cells.text("need")))
        else:
            found = list(both)
    for place, role, turned in _NEEDS:
        if role not in cells.columns or (turned and not cells.text(role)):
            continue
        mark = ticked(cells(role))
        if mark is None or (not turned and len(cells.text(role)) > LONGEST_TICK):  # "không có" what is lacking?
            flaws.append(Flaw("needs", "unclear", cells.text(role)))
        else:
            found[place] = mark != turned
    return found[0], found[1], flaws


def _said(cells: Cells, *roles: Role) -> str:
    return " ".join(text for role in roles if (text := cells.text(role)))[:60]


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, (int, float)):
        return True
    return isinstance(cell, str) and cell.strip(" .)").isdigit()


def _counts_columns(row: Row) -> bool:
    """Whether a row below the headings only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    filled = [shown(cell).strip(" ().") for cell in row.cells if cell != ""]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]
