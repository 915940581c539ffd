"""What the states of a device are called, and what comes next."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _

STATES: Final[dict[str, tuple[Phrase, Phrase]]] = {
    "received": (_("🟡 received"), _("it has to be checked before it goes to a pupil: data, lock, battery")),
    "repair": (_("🔧 to be repaired"), _("it waits in the repair queue")),
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

SOURCES: Final[dict[str, Phrase]] = {
    "gift": _("given"),
    "bought": _("bought"),
    "budget": _("from the budget"),
    "central": _("from higher levels"),
}
"""Where devices come from."""
