"""What a drive asks of a list of pupils, as the columns of a sheet to be filled in."""

from __future__ import annotations

from typing import Final

import msgspec

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.chat.words import fact
from bot.programme.world import World

DEVICE: Final = _("A device")
LINE: Final = _("A connection")
BOTH: Final = _("A device and a connection")


class ListColumns(msgspec.Struct, frozen=True):
    """Headings, what may be chosen in some of the columns, one row as an example; what sheet and file are called."""

    columns: list[str]
    choices: dict[str, list[str]]
    example: list[str]
    sheet: str
    called: str


@fact("lists.columns")
async def list_columns(tx: World) -> ListColumns:
    """The drive's columns in the actor's language."""
    language = tx.actor.language

    def said(phrase: Phrase) -> str:
        return texts.plain(phrase, language, tx.zone)

    columns = [
        said(_("Row number")),
        said(_("Full name of the pupil")),
        said(_("Date of birth")),
        said(_("Class")),
        said(_("Full name of the guardian")),
        said(_("Guardian's phone")),
    ]
    example = ["1", "Nguyễn Văn An", "05/09/2012", "5A", "Trần Thị Bình", "0900 000 123"]
    choices: dict[str, list[str]] = {}
    rules = tx.plan.students
    if rules and rules.priorities:
        names = [one.name.get(language) or next(iter(one.name.values())) for one in rules.priorities]
        columns.append(said(_("Household")))
        choices[columns[-1]] = names
        example.append(names[0])
    lacks = rules.lacks if rules else ("device", "connection")
    needs = [said(DEVICE)] if lacks == ("device",) else [said(DEVICE), said(LINE), said(BOTH)]
    columns.append(said(_("Needs")))
    choices[columns[-1]] = needs
    example.append(needs[0])
    columns.append(said(_("The guardian has agreed")))
    choices[columns[-1]] = [said(_("Yes"))]
    example.append(said(_("Yes")))
    return ListColumns(columns, choices, example, said(_("List")), "mau-danh-sach.xlsx")
