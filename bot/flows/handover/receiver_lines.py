"""A family and what it is given, as those who hand over read it."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.programme.codes import shown
from bot.programme.handover.carried import things_named
from bot.programme.handover.hand_over import Receiver


def receiver_lines(family: Receiver) -> list[Phrase | str]:
    """A family as those who hand over read it."""
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {name}, class {class_name}", code=shown(family.code), name=family.name,
          class_name=family.class_name),
        _("{school}; guardian: {guardian}", school=family.school, guardian=family.guardian),
        _("Is given: {things}", things=things_named(family.things)),
    ]  # fmt: skip
    if family.handed is not None:
        lines.append(_("Has it since {at}.", at=family.handed))
    return lines
