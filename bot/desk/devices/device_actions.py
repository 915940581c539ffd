"""What a keeper can do with a device at the desk: one list, each item a deed of the chat, as for receipts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.chat.kinds.text import tidy
from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused
from bot.desk.money.receipt_actions import Fields
from bot.desk.words import VERDICT
from bot.programme.devices.care import IN_STORE, REASONS, Device, clear, judge, withdraw
from bot.programme.world import World

LONGEST: Final = 200
"""Characters of a note or a reason, as in the chat."""
LEAST_NOTE: Final = 3


@dataclass(frozen=True, slots=True)
class DeviceAction:
    """One deed: when it is offered, what its button says, and what has to be chosen and typed for it."""

    name: str
    do: Callable[[World, str, Fields], Awaitable[object]]
    label: Phrase
    done: Phrase  # what is said after it
    wanted: Callable[[Device], bool] = lambda seen: True
    choices: Mapping[str, Phrase] = field(default_factory=dict)
    chooses: Phrase | None = None  # the words before the choices
    asks: Phrase | None = None  # the words before what is typed
    least: int = 0  # characters; none needed where a choice will do
    hint: Phrase | None = None
    more: bool = False  # behind a lid, so that it is not done in passing

    def fits(self, seen: Device) -> bool:
        """Whether it is offered for a device."""
        return seen.status in IN_STORE and not seen.under_way and self.wanted(seen)


async def _wiped(tx: World, tag: str, fields: Fields) -> str:
    return await clear(tx, tag=tag, what="wiped")


async def _unlocked(tx: World, tag: str, fields: Fields) -> str:
    return await clear(tx, tag=tag, what="unlocked")


async def _judge(tx: World, tag: str, fields: Fields) -> str:
    note = tidy(fields.get("text", "")[:LONGEST])
    if len(note) < LEAST_NOTE:
        raise Refused(_("Please say in a few words why."))
    return await judge(tx, tag=tag, verdict=fields.get("choice", ""), note=note)


async def _withdraw(tx: World, tag: str, fields: Fields) -> str:
    words = [tidy(fields.get(name, "")[:LONGEST]) for name in ("text", "choice")]
    return await withdraw(tx, tag=tag, reason=words[0] or words[1])


DEVICE_ACTIONS: Final = (
    DeviceAction("wiped", _wiped, _("🧹 Data is wiped"), _("Noted: the data is wiped."),
                 lambda seen: seen.used and seen.holds and not seen.wiped),
    DeviceAction("unlocked", _unlocked, _("🔓 Lock is removed"), _("Noted: the owner's lock is removed."),
                 lambda seen: seen.used and seen.holds and not seen.unlocked),
    DeviceAction("judge", _judge, _("⚖️ Change the verdict"), _("Noted: the new verdict."), choices=VERDICT,
                 chooses=_("New verdict"), asks=_("Why, for example: a new battery was put in"), least=LEAST_NOTE,
                 more=True),
    DeviceAction("withdraw", _withdraw, _("↩️ Take it out of the books"),
                 _("It is out of the books. Its history stays."), choices=REASONS, chooses=_("Reason"),
                 asks=_("Or in your own words"),
                 hint=_("The reason stands in the public ledger: please no names."), more=True),
)  # fmt: skip
"""In the order in which they are shown."""
BY_NAME: Final = {action.name: action for action in DEVICE_ACTIONS}
