"""What lies in store, at a glance."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, joined
from bot.chat.words import Chat, Offer
from bot.flows.devices.state_names import SOURCES
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.reception import KEEPERS
from bot.programme.devices.stock import store

COUNTED: dict[str, Phrase] = {
    "ready": _("🟢 ready"),
    "received": _("🟡 to be checked"),
    "repair": _("🔧 to be repaired"),
    "parts": _("🔩 for spare parts"),
    "matched": _("🔵 meant for a pupil"),
    "way": _("🚚 on its way"),
}


@flow("kho", "khomay", label=_("🗄 Store"), roles=KEEPERS, glance=True, module="devices")
async def stock(chat: Chat) -> None:
    found = await chat.look(store)
    take = Offer(_("📦 Take devices in"), "/take_device")
    more = [Offer(_("🛒 What was bought"), "/take_bought"), Offer(_("🏛 Budget goods"), "/take_granted")]
    if not found.kinds:
        await chat.say(_("Nothing lies in store yet."), offers=[take, *more])
        return
    lines: list[Phrase | str] = [_("In store, in your unit and below:")]
    for kind in found.kinds:
        states = [_("{state}: {n}", state=COUNTED[state], n=kind.states[state])
                  for state in COUNTED if kind.states.get(state)]  # fmt: skip
        lines.append(_("<b>{name}</b>: {states}", name=kind.name, states=joined(states)))
    free, committed = (sum(kind.free for kind in found.kinds), sum(kind.committed for kind in found.kinds))
    lines.append(_("Free: {free}. Meant for pupils or under way: {committed}.", free=free, committed=committed))
    if any(key != "gift" for key in found.sources):
        said = [
            _("{state}: {n}", state=SOURCES[key], n=found.sources[key]) for key in SOURCES if found.sources.get(key)
        ]
        lines.append(_("Where it comes from: {sources}.", sources=joined(said)))
    if found.waiting:
        lines.append(_("These have waited longest to be checked:"))
    offers = [Offer(shown(tag), f"/device {tag}") for tag in found.waiting]
    await chat.say(*lines, offers=[*offers, take, *more, Offer(_("🏷 Print labels"), "/labels")])
