"""What is hidden of a student, and how it is hidden and found again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from bot.programme.students.likeness import Features, found_by
from bot.programme.world import World
from bot.storage.rows.students import StoredStudent


class Particulars(msgspec.Struct, frozen=True):
    """The particulars of one child, for the eyes of the school and of those who review its list."""

    name: str
    birth: date
    class_name: str
    guardian: str
    phone: str  # empty: the guardian has none
    consent: str  # how the guardian agreed
    consent_at: datetime
    consent_text: str  # the version of the notice that was agreed to
    child_consent: str = ""  # how the child agreed; empty: not asked, being too young for it or entered long ago

    @property
    def features(self) -> Features:
        """What is compared of them."""
        return Features(self.name, self.birth, self.phone, self.guardian)

    @property
    def given_name(self) -> str:
        """What the child is called."""
        return self.name.split()[-1]


def hidden(tx: World, id: int, particulars: Particulars) -> dict[str, Any]:
    """The columns of `students` that hold particulars: encrypted for this row, and the fingerprints to find it by."""
    keys = found_by(particulars.features)
    found: dict[str, bytes | None] = {
        f"by_{purpose}": tx.secrecy.blind(purpose, text) for purpose, text in keys.items()
    }
    if not keys["guardian"]:
        found["by_guardian"] = None
    return {"secret": tx.secrecy.hide(particulars, id), **found}


def revealed(tx: World, row: StoredStudent) -> Particulars | None:
    """The particulars of a row; None once they are forgotten."""
    return tx.secrecy.reveal(row.secret, row.id, Particulars) if row.secret else None
