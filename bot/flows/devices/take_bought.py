"""What the drive's money bought is taken in, piece by piece; and what comes from a budget or from higher levels."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.device_questions import ask_serial, ask_state, ask_used
from bot.flows.devices.take_device import A_WHOLE_ONE, ENOUGH, ONE_ALIKE, say_taken, take_them, which_reception
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.bought_devices import AwaitedPurchase, awaited_purchases
from bot.programme.devices.intake import Arrival, take_in
from bot.programme.devices.reception import ReceptionTerms, reception_terms


@flow("nhanhangmua", label=_("🛒 Take in what was bought"), module="devices")
async def take_bought(chat: Chat) -> None:
    waiting = {one.code: one for one in await chat.look(awaited_purchases)}
    if not waiting:
        await chat.say(_("Nothing that was bought is still to come."), offers=[Offer(_("🗄 Store"), "/stock")])
        return
    code = chat.argument if chat.argument in waiting else next(iter(waiting))
    if len(waiting) > 1 and chat.argument not in waiting:
        names: dict[str, Phrase | str] = {key: _purchase(one) for key, one in waiting.items()}
        code = await chat.choose("purchase", _("Which purchase has come?"), names, label=_("Purchase"))
    terms = await chat.look(reception_terms)
    reception = await which_reception(chat)
    await _take(chat, terms, reception, waiting[code])


async def _take(chat: Chat, terms: ReceptionTerms, reception: int, bought: AwaitedPurchase) -> None:
    """Piece by piece until all of it is in, or there are no more for now; what is new is looked at once for all."""
    left, tags, n, spent = bought.left, 0, 0, 0
    arrival = Arrival(bought.item, used=await ask_used(chat, 1))
    while left and spent < ENOUGH:
        n += 1
        serial, pieces = await ask_serial(chat, terms, reception, bought.item, n)
        arrival = arrival.but(serial=serial, pieces=pieces)
        if n == 1 or arrival.used or arrival.verdict != "usable" or arrival.note:
            arrival = await ask_state(chat, terms, arrival.but(note=""), n)
            spent += A_WHOLE_ONE
        spent += ONE_ALIKE
        try:
            taken = await chat.do(take_in, desk=reception, arrival=arrival, purchase=bought.code)
        except Refused as no:
            await chat.say(no.why)
        else:
            left, tags = taken.left, tags + len(taken.tags)
            await say_taken(chat, terms, arrival, taken, "")
        more = {"yes": _("➕ The next one"), "no": _("✔️ Finish")}
        asked = _n("{n} piece is still to come. Go on?", "{n} pieces are still to come. Go on?", left)
        if left and await chat.choose(f"more{n}", asked, more) == "no":
            break
    lines: list[Phrase | str] = [_n("{n} device taken in. Thank you!", "{n} devices taken in. Thank you!", tags)]
    if left:
        lines.append(_n("{n} more of these is to come.", "{n} more of these are to come.", left))
    await chat.say(*lines, offers=[Offer(_("🏷 Print labels"), "/labels"), Offer(_("🗄 Store"), "/stock")])


def _purchase(one: AwaitedPurchase) -> Phrase:
    return _("{code}: {count} × {name}", code=shown(one.code), count=one.left, name=one.name)


@flow("nhanhangngansach", label=_("🏛 Take in budget goods"), module="devices")
async def take_granted(chat: Chat) -> None:
    """Devices from a budget, or handed down by higher levels: no gifts, and counted as such."""
    terms = await chat.look(reception_terms)
    reception = await which_reception(chat)
    sources: dict[str, Phrase | str] = {"budget": _("A budget here"), "central": _("Higher levels")}
    source = await chat.choose("source", _("Where do the devices come from?"), sources, label=_("From"))
    whose = await chat.ask(
        "whose",
        Text(longest=120, least=3),
        _("From whom exactly? For example: Ngân sách huyện. Everybody may read this."),
        label=_("Whose"),
    )
    await take_them(chat, terms, reception, None, whose, source)
