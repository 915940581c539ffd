"""Devices handed on to another unit, counted and acknowledged there."""

from __future__ import annotations

from bot.chat.kinds import Number, Text
from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.reception import KEEPERS, my_receptions
from bot.programme.devices.transfers import (
    Load,
    acknowledge_goods,
    movable,
    refuse_goods,
    send_goods,
    take_back_goods,
    under_way,
)
from bot.programme.reporting.progress import item_names


@flow("chuyenthietbi", "chuyenmay", label=_("🚚 Hand devices on"), roles=KEEPERS, module="devices")
async def move_goods(chat: Chat) -> None:
    receptions = {str(reception.unit): reception.name for reception in await chat.look(my_receptions)}
    if not receptions:
        await chat.say(_("You need an invitation for this. Please ask the reception board for a code."))
        return
    unit = next(iter(receptions))
    if len(receptions) > 1:
        unit = await chat.choose("unit", _("From which unit?"), dict(receptions), label=_("From"))
    found, names = await chat.look(movable, unit=int(unit)), await chat.look(item_names)
    await _say_under_way(chat, int(unit), names)
    if not found.kinds or not found.targets:
        nothing = _("There is nothing in store to hand on.")
        nowhere = _("The plan does not have this unit hand devices on.")
        await chat.say(nothing if found.targets else nowhere, offers=[Offer(_("🗄 Store"), "/stock")])
        return
    to = str(found.targets[0].unit)
    if len(found.targets) > 1:
        places = {str(one.unit): one.name for one in found.targets}
        to = await chat.choose("to", _("To which unit?"), dict(places), label=_("To"))
    kinds = {}
    for item, count in found.kinds.items():
        name = names.get(item, {"": item})
        asked = _("How many of these: {name}? In store: {n}.", name=name, n=count)
        picked = await chat.ask(f"count_{item}", Number(0, count, suggested=(count, 0)), asked, label=given(name))
        if picked:
            kinds[item] = picked
    if not kinds:
        await chat.say(_("All right, nothing was recorded."))
        return
    if not await chat.review("sure", _("Please check:"), yes=_("✅ Send them"), no=_("No, not yet")):
        await chat.say(_("All right, nothing was recorded."))
        return
    load = await chat.do(send_goods, unit=int(unit), to=int(to), kinds=kinds)
    values = {"things": _things(load, names), "receiver": load.receiver, "code": load.code}
    await chat.say(
        _("{things} for {receiver}, code <code>{code}</code>.", **values),
        _("They stay in your store until the receiver has counted and acknowledged them."),
        offers=[Offer(_("Take it back"), f"/ruthang {load.number}"), Offer(_("🗄 Store"), "/stock")],
    )


async def _say_under_way(chat: Chat, unit: int, names: dict[str, dict[str, str]]) -> None:
    loads = await chat.look(under_way, unit=unit)
    if loads:
        lines = [_("On its way: {things}, {sender} → {receiver}, code {code}", things=_things(load, names),
                   sender=load.sender, receiver=load.receiver, code=shown(load.code)) for load in loads]  # fmt: skip
        await chat.say(*lines)


def _things(load: Load, names: dict[str, dict[str, str]]) -> Phrase:
    return joined([_("{count} × {name}", count=count, name=names.get(item, {"": item}))
                   for item, count in load.kinds.items()])  # fmt: skip


@flow("nhanhang", label=_("Acknowledge devices"), glance=True)
async def acknowledge_load(chat: Chat) -> None:
    """The receiver has counted them; the transfer's number stands behind the command."""
    load = await chat.do(acknowledge_goods, number=chat.number)
    names = await chat.look(item_names)
    values = {"things": _things(load, names), "sender": load.sender}
    await chat.say(_("Thank you. {things} from {sender} lie in your store now.", **values))


@flow("tuchoihang", label=_("Do not acknowledge devices"))
async def refuse_load(chat: Chat) -> None:
    """The receiver says what is wrong."""
    why = await chat.ask("why", Text(longest=200), _("What is not right? For example: thiếu 1 máy tính bảng."))
    try:
        load = await chat.do(refuse_goods, number=chat.number, why=why)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(_("{code} is not acknowledged; the sender knows why.", code=shown(load.code)))


@flow("ruthang", label=_("Take devices back"), glance=True)
async def take_load_back(chat: Chat) -> None:
    """The sender takes back what nobody has acknowledged."""
    load = await chat.do(take_back_goods, number=chat.number)
    await chat.say(_("{code} is taken back; the devices stay in your store.", code=shown(load.code)))
