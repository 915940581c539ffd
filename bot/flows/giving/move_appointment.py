"""A donor changes when and where the pledge is brought, or says that it cannot be."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Refused
from bot.flows.giving.appointment_hours import ask_slot, place_notices, slot_phrase, weekly_hours
from bot.flows.giving.gift_card import GIFTS
from bot.flows.giving.give_devices import ask_address, ask_place, ask_wish
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.appointments import Appointment, fetch_instead, my_appointment, set_appointment
from bot.programme.giving.fetching import wish_day
from bot.programme.giving.pledges import cancel_pledge
from bot.programme.giving.terms import GoodsTerms, goods_terms

MOST_ATTEMPTS = 4


async def ask_appointment(chat: Chat, terms: GoodsTerms, appointment: Appointment) -> None:
    """Where and when from now on; asks again where the hours have just filled up."""
    place = next(iter(terms.places))
    if len(terms.places) > 1:
        place = await ask_place(chat, terms)
    for _attempt in range(MOST_ATTEMPTS):
        slot = await ask_slot(chat, place, appointment.code)
        try:
            await chat.do(set_appointment, code=appointment.code, place=place, slot=slot)
        except Refused as no:
            await chat.say(no.why)
            continue
        where = terms.places[place]
        lines: list[Phrase | str] = [_("Good. {code} is expected here:", code=shown(appointment.code))]
        lines.append(_("<b>{name}</b>, {address}", name=where.name, address=where.address))
        if slot:
            lines.append(_("When: {slot}.", slot=slot_phrase(slot)))
        else:
            lines += [_("Open: {slot}.", slot=hours) for hours in weekly_hours(where.slots)]
        lines += place_notices(where, slot, chat.now, chat.zone)
        await chat.say(*lines, offers=[GIFTS])
        return


async def _found(chat: Chat) -> Appointment | None:
    """The open pledge of things whose code stands behind the command."""
    appointment = await chat.look(my_appointment, code=chat.argument or "-")
    if appointment is None:
        code = chat.argument[:20] or "–"
        await chat.say(_("There is no open promise of devices with the code {code}. See /my_gifts.", code=code))
    return appointment


@flow("doigio", "doihen", label=_("🕑 Change the time"), module="devices")
async def move_visit(chat: Chat) -> None:
    appointment = await _found(chat)
    if appointment is None:
        return
    terms = await chat.look(goods_terms)
    if not terms.places:
        await chat.say(_("This drive has no place to bring things to; the reception board will call you."))
        return
    await ask_appointment(chat, terms, appointment)


@flow("khongmang", label=_("I cannot bring it"), module="devices")
async def cannot_bring(chat: Chat) -> None:
    """Another hour, fetched instead, no hour yet, or not at all."""
    appointment = await _found(chat)
    if appointment is None:
        return
    code = shown(appointment.code)
    terms = await chat.look(goods_terms)
    answers: dict[str, Phrase | str] = {"fetch": _("Please fetch it"), "cancel": _("I take the promise back")}
    if terms.places:
        answers = {"move": _("Another time"), **answers}
    what = await chat.choose("what", _("No harm done. What would you like to do with {code}?", code=code), answers)
    if what == "move":
        await ask_appointment(chat, terms, appointment)
    elif what == "fetch":
        address, phone = await ask_address(chat)
        await chat.do(fetch_instead, code=appointment.code, address=address, phone=phone)
        wish = await ask_wish(chat)
        if wish is not None:
            await chat.do(wish_day, code=appointment.code, day=wish)
        await chat.say(_("Noted. The reception board knows, and will tell you the day and who comes for {code}.",
                         code=code), offers=[GIFTS])  # fmt: skip
    elif await chat.confirm("sure", _("Cancel the promise {code}? You owe us nothing.", code=code)):
        await chat.do(cancel_pledge, code=appointment.code)
        await chat.say(_("{code} is cancelled. Thank you all the same.", code=code))
    else:
        await chat.say(_("Good, the promise stays."))
