"""What the states of a device are called, and what comes next."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _

STATES: Final[dict[str, tuple[Phrase, Phrase]]] = {
    "received": (_("🟡 received"), _("its data has to be wiped and the owner's lock removed")),
    "repair": (_("🔧 to be repaired"), _("it goes to the workshop")),
    "ready": (_("🟢 ready"), _("it can go to a pupil")),
    "parts": (_("🔩 for spare parts"), _("it helps to repair others")),
    "withdrawn": (_("⚪ out of the books"), _("nothing more to do")),
    "matched": (_("🔵 meant for a pupil"), _("it waits to be handed over")),
    "handed_over": (_("🎓 handed over"), _("the school asks after it")),
    "in_use": (_("🎓 in use"), _("nothing more to do")),
}
"""By state: its name, and what comes next."""

HAPPENED: Final[dict[str, Phrase]] = {
    "device_in": _("came in"),
    "device_out": _("went out"),
    "device_moved": _("moved to another unit"),
}
"""What the ledger's entries about a device are called."""
