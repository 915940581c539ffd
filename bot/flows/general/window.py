"""Whether the drive is open, said wherever somebody is about to give: not yet, no more, or late."""

from __future__ import annotations

from datetime import datetime

from bot.chat.phrase import Phrase, _


def not_open(state: str, takes: bool, opens: datetime | None, closes: datetime | None) -> Phrase | None:
    """What is to be known before anything is given; None while the drive is open."""
    if state == "before" and opens is not None:
        return _("The drive opens on {day}. Gifts are taken from then on.", day=opens.date())
    if state != "after" or closes is None:
        return None
    if takes:
        return _("The drive closed on {day}. A gift of today is marked as late; it is still welcome.",
                 day=closes.date())  # fmt: skip
    return _("The drive closed on {day} and takes no more gifts. Thank you for thinking of the children.",
             day=closes.date())  # fmt: skip
