"""The first steps with what was received, for the family: said by the teacher, and printed on the slip."""

from __future__ import annotations

from collections.abc import Iterable

from bot.chat.phrase import Phrase, _
from bot.programme.plan.gifts import DEVICE_SORTS


def guide(sorts: Iterable[str]) -> list[Phrase]:
    """What to do first with things of these sorts of the catalogue."""
    found = frozenset(sorts)
    lines = [_("First steps, please pass them on to the family:")]
    if found & DEVICE_SORTS:
        lines += [
            _("1. Charge it fully, then switch it on and set a screen lock that a parent knows too."),
            _("2. Connect it to the Internet, and open the class's lesson once together with the teacher."),
            _("3. Keep it and its charger dry and cool. It is for learning: please do not lend or sell it."),
        ]
    if found - DEVICE_SORTS:
        lines.append(_("For the connection: put the card in, or type the code as it says, and open a page to try it."))
    lines.append(
        _("If it breaks, or there is no Internet, tell the teacher at once: the family pays nothing for help.")
    )
    return lines
