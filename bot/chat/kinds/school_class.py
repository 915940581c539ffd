"""A school class of grades that the school teaches: "5A", "lớp 10A1"; of a kindergarten any name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.chat.kind import Heard, NotUnderstood
from bot.chat.kinds.text import ClassName
from bot.chat.phrase import _

LONGEST: Final = 20
"""Characters of a class's name."""
LAST_GRADE: Final = 12
_GRADE: Final = re.compile(
    r"(?:lớp|lop|khối|khoi|class|grade)?\s*:?\s*(\d{1,2})(?!\d)(?!\s*(?:tuổi|tuoi|t\b|year))", re.I
)

_NO_CLASS: Final = re.compile(r"[\d\W]{3,}")
"""A day, a phone number: no class."""


def grade_of(class_name: str) -> int | None:
    """The grade with which a class's name begins; None where it says none, as "Lá 2" or "5 tuổi A"."""
    found = _GRADE.match(class_name.strip())
    grade = int(found[1]) if found else 0
    return grade if 1 <= grade <= LAST_GRADE else None


class SchoolClass(ClassName):
    """A class whose grade is one of these; with no grades given, any class."""

    def __init__(self, grades: Sequence[int] = ()):
        super().__init__(longest=LONGEST)
        self.grades = tuple(grades)
        self._shape = ["SchoolClass", LONGEST, list(self.grades)]

    def read(self, heard: Heard, today: date) -> str:
        written = super().read(heard, today)
        grade = grade_of(written)
        if self.grades and (grade not in self.grades if grade is not None else _NO_CLASS.fullmatch(written)):
            raise NotUnderstood(
                _(
                    "Here pupils of grades {first} to {last} are listed. Please write the class, "
                    "for example: {example}.",
                    first=self.grades[0],
                    last=self.grades[-1],
                    example=f"{self.grades[-1]}A",
                )
            )
        return written
