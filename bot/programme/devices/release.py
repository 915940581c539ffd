"""What has to be known of a used device before it goes to a student: how it was wiped, its lock, battery and system."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused, deed
from bot.programme.devices.care import changeable, set_state
from bot.programme.world import World

WIPE_METHODS: Final[dict[str, Phrase]] = {
    "reset": _("Set back by its own settings"),
    "reinstalled": _("Disk emptied, system put on anew"),
    "replaced": _("Disk or memory replaced"),
    "empty": _("It keeps nothing"),
}
"""How the data of the owner before was wiped."""
BATTERIES: Final[dict[str, Phrase]] = {
    "good": _("Lasts a whole lesson"),
    "weak": _("Only while plugged in"),
    "none": _("Has none"),
}
"""How long it runs by itself."""
LONGEST_SYSTEM: Final = 60
LEAST_SYSTEM: Final = 2


class ReleaseCheck(msgspec.Struct, frozen=True):
    """What somebody saw of a device; what is None stays as it is."""

    wipe_method: str | None = None
    unlocked: bool | None = None
    battery: str | None = None
    system: str | None = None


@deed("device.check")
async def check_for_release(tx: World, *, tag: str, found: ReleaseCheck) -> str:
    """Records what was checked of a device; returns its state, which is "ready" once nothing is missing any more."""
    row = await changeable(tx, tag)
    system = None if found.system is None else found.system.strip()[:LONGEST_SYSTEM]
    if (
        found.wipe_method not in (None, *WIPE_METHODS)
        or found.battery not in (None, *BATTERIES)
        or (system is not None and len(system) < LEAST_SYSTEM)
    ):
        raise Refused(_("That cannot be noted of a device."))
    seen = {"wipe_method": found.wipe_method, "battery": found.battery, "system": system, "unlocked": found.unlocked}
    values = {name: value for name, value in seen.items() if value is not None}
    if found.wipe_method is not None:
        values["wiped"] = True
    return await set_state(tx, row, **values)
