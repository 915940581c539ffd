"""What states are called at the desk; one that has no name yet is shown as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.chat.phrase import Cash, Phrase, _, given
from bot.programme.devices.release import BATTERIES, WIPE_METHODS
from bot.programme.devices.repair_log import WHY_GIVEN_UP

RECEIPT: Final[Mapping[str, Phrase]] = {
    "open": _("waiting"),
    "matched": _("a gift"),
    "unknown": _("giver unknown"),
    "split": _("split"),
    "forwarded": _("handed on by a unit"),
    "granted": _("budget or fund money"),
    "spent": _("spent"),
    "void": _("corrected"),
}
PLEDGE: Final[Mapping[str, Phrase]] = {
    "promised": _("promised"),
    "received": _("received"),
    "refunded": _("refunded"),
    "cancelled": _("cancelled"),
}
FETCH: Final[Mapping[str, Phrase]] = {
    "asked": _("to be agreed"),
    "failed": _("could not be fetched"),
    "agreed": _("agreed"),
    "fetched": _("fetched, to be taken in"),
}
DEVICE: Final[Mapping[str, Phrase]] = {
    "received": _("to be checked"),
    "repair": _("to be repaired"),
    "ready": _("ready"),
    "parts": _("for spare parts"),
    "withdrawn": _("out of the books"),
    "matched": _("meant for a pupil"),
    "handed_over": _("given to a pupil"),
    "in_use": _("in use"),
}
STUDENT: Final[Mapping[str, Phrase]] = {
    "listed": _("being reviewed"),
    "returned": _("back at the school"),
    "approved": _("approved"),
    "rejected": _("not accepted"),
    "withdrawn": _("taken off"),
    "merged": _("one with another entry"),
}
TRAIL: Final[Mapping[str, Phrase]] = {
    "entered": _("put on the list"),
    "changed": _("corrected"),
    "returned": _("sent back to the school"),
    "sent_again": _("sent again by the school"),
    "approved": _("approved"),
    "rejected": _("not accepted"),
    "withdrawn": _("taken off"),
    "merged": _("one with another entry"),
    "unmerged": _("taken apart again"),
    "appealed": _("objected to"),
    "answered": _("objection answered"),
}
VERDICT: Final[Mapping[str, Phrase]] = {
    "usable": _("✅ Usable"),
    "repair": _("🔧 Needs repair"),
    "parts": _("🔩 Only for spare parts"),
}
SOURCE: Final[Mapping[str, Phrase]] = {
    "gift": _("given"),
    "bought": _("bought"),
    "budget": _("from the budget"),
    "central": _("from higher levels"),
}
REPAIR: Final[Mapping[str, Phrase]] = {
    "under_way": _("being repaired"),
    "done": _("repaired"),
    "given_up": _("given up"),
    "put_back": _("left to others"),
}
WIPED: Final = WIPE_METHODS
BATTERY: Final = BATTERIES
GIVEN_UP: Final = WHY_GIVEN_UP
STATEMENT: Final[Mapping[str, Phrase]] = {
    "reading": _("being read"),
    "read": _("waits for your yes"),
    "taking": _("being booked"),
    "taken": _("in the books"),
    "dropped": _("left out"),
    "failed": _("could not be read"),
}
KIND: Final[Mapping[str, Phrase]] = {
    "cash": _("money"),
    "devices": _("devices"),
    "services": _("services"),
}
ENTRY: Final[Mapping[str, Phrase]] = {
    "money_in": _("money in"),
    "money_out": _("money out"),
    "matched": _("found its gift"),
    "unmatched": _("match taken back"),
    "unknown": _("giver unknown"),
    "split": _("split"),
    "granted": _("budget or fund money"),
    "spent": _("spent"),
    "corrected": _("corrected"),
    "handed_on": _("handed on"),
    "taken_over": _("taken over"),
    "device_in": _("device in"),
    "device_out": _("device out"),
    "device_moved": _("device moved"),
    "drawn": _("used for a purchase"),
    "bought": _("bought"),
}


def standing(
    state: str, pledged: Cash | None, paid: Cash | None, back: Cash | None, pieces: int, arrived: int
) -> Phrase:
    """The state of a pledge, and how much of it is in, or went back, where that is not all."""
    if state == "refunded" and back is not None:
        return _("refunded: {sum}", sum=back)
    if state == "promised" and pledged is not None and paid is not None and paid.minor > 0:
        return _("{paid} of {sum} received", paid=paid, sum=pledged)
    if state == "promised" and arrived:
        return _("{n} of {all} received", n=arrived, all=pieces)
    return called(PLEDGE, state)


def called(names: Mapping[str, Phrase], state: str) -> Phrase:
    """The name of a state."""
    return names.get(state) or given(state)
