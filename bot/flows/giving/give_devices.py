"""Somebody pledges things: which, how many, in what condition; brought to a place or fetched."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat.kinds import Day, Either, Named, Number, Phone, Photo, Text
from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer, Refused
from bot.flows.general.window import not_open
from bot.flows.giving.appointment_hours import ask_slot, place_notices, slot_phrase, weekly_hours
from bot.flows.giving.donor_questions import ask_counting, ask_donor
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.appointments import free_hours
from bot.programme.giving.fetching import FARTHEST_DAYS
from bot.programme.giving.pledges import Delivery, PledgedGoods, add_device_pledge
from bot.programme.giving.terms import GoodsTerms, goods_terms
from bot.programme.people.notices import ToldNotice, notice_line

MOST_THINGS = 5
MOST_PIECES = 500
MOST_ATTEMPTS = 4


async def ask_goods(chat: Chat, terms: GoodsTerms, place: int) -> PledgedGoods:
    """A thing of the catalogue, how many, and the plan's questions about its condition."""
    item = await chat.choose(
        f"item{place}",
        _("What would you like to give?"),
        {key: given(item.name) for key, item in terms.items.items()},
        label=_("Thing {place}", place=place),
    )
    count = await chat.ask(
        f"count{place}",
        Number(1, MOST_PIECES, suggested=(1, 2, 5, 10)),
        (_("How many? For example: 2."), _("If they differ, count one sort now; the next question takes the others.")),
        label=_("How many of thing {place}", place=place),
    )
    condition = {}
    for key in terms.items[item].questions:
        question = terms.questions[key]
        condition[key] = await chat.choose(
            f"{key}{place}",
            given(question.ask),
            {answer: given(says) for answer, says in question.answers.items()},
            label=_("Thing {place}, {asked}", place=place, asked=_unasked(question.ask)) if terms.whole else None,
        )
    if any(condition[key] in terms.questions[key].unfit for key in condition):
        await chat.say(
            _("Thank you. It may only be good for spare parts; the reception desk will decide when it comes in.")
        )
    photo = await chat.ask(
        f"photo{place}",
        Photo().or_skip(),
        _("A photo helps the reception desk. Send one, or skip."),
        label=_("Photo of thing {place}", place=place) if terms.whole else None,
    )
    return PledgedGoods(item, count, condition, photo.ref if photo else None)


def _unasked(question: dict[str, str]) -> dict[str, str]:
    """A question as the name of its answer."""
    return {language: words.rstrip("?？ ") for language, words in question.items()}


async def ask_address(chat: Chat) -> tuple[str, str]:
    """Where things are fetched from, and whom to call before."""
    address = await chat.ask(
        "fetch_from",
        Text(longest=200, least=5),
        _("Where may we fetch it? Please type the address, for example: số 5, thôn Trung."),
        label=_("Fetch from"),
    )
    phone = await chat.ask(
        "phone",
        Phone(),
        _("At which number may the reception board call you? For example: 0900 000 123."),
        label=_("Phone"),
    )
    return address, phone


async def ask_wish(chat: Chat) -> date | None:
    """The day on which it suits the donor that somebody comes; None for any."""
    first, last = chat.today, chat.today + timedelta(days=FARTHEST_DAYS)
    day = await chat.ask(
        "wish",
        Either(Day(first, last), {"any": _("Any day")}),
        _("Which day suits you? For example: {day}.", day=f"{last.day}/{last.month}/{last.year}"),
        label=_("Day that suits"),
    )
    return None if isinstance(day, Named) else day


async def ask_place(chat: Chat, terms: GoodsTerms) -> str:
    """One of the places where things may be brought, by its key."""
    names: dict[str, Phrase | str] = {
        key: _("{name}, {address}", name=place.name, address=place.address) for key, place in terms.places.items()
    }
    local: list[ToldNotice] = []
    for told in (told for place in terms.places.values() for told in place.notices):
        local += [told] if told not in local and not told.everywhere else []
    asked = [*(notice_line(told, chat.now) for told in local), _("Where will you bring it?")]
    return await chat.choose("place", asked, names, label=_("Place"))


async def ask_delivery(chat: Chat, terms: GoodsTerms) -> Delivery:
    """Brought to one of the plan's places in one of its slots, or fetched from an address."""
    ways = {"bring": _("I bring it"), "fetch": _("Please fetch it")}
    way, brought = "fetch", {"bring": _("Brought by the giver")}
    if terms.places:
        way = await chat.choose("way", _("How will it reach us?"), ways, label=_("Delivery"), shown=brought)
    if way == "fetch":
        address, phone = await ask_address(chat)
        wish = await ask_wish(chat)
        return Delivery("fetch", slot=wish.isoformat() if wish else None, fetch_from=address, phone=phone)
    key = await ask_place(chat, terms)
    if terms.dated:
        return Delivery("bring", place=key, slot=await ask_slot(chat, key))
    slots = terms.places[key].slots
    slot = slots[0] if slots else None
    if len(slots) > 1:
        chosen = await chat.choose(
            "slot", _("When suits you?"), {str(i): slot_phrase(slot) for i, slot in enumerate(slots)}, label=_("When")
        )
        slot = slots[int(chosen)]
    return Delivery("bring", place=key, slot=slot)


@flow("gopthietbi", "gopmay", label=_("💻 Give devices"), module="devices")
async def give_devices(chat: Chat) -> None:
    terms = await chat.look(goods_terms)
    closed = not_open(terms.state, terms.takes, terms.opens, terms.closes)
    if not terms.takes or not terms.items:
        none = _("The drive does not take devices at the moment. See /progress for how it is doing.")
        await chat.say(closed or none)
        return
    if closed is not None:
        await chat.say(closed)
    goods = []
    for place in range(1, MOST_THINGS + 1):
        goods.append(await ask_goods(chat, terms, place))
        if place == MOST_THINGS or not await chat.confirm(f"more{place}", _("Would you like to add another thing?")):
            break
    delivery = await ask_delivery(chat, terms)
    donor, name = await ask_donor(chat)
    unit, origin = await ask_counting(chat, terms.example, terms.also)
    for _attempt in range(MOST_ATTEMPTS):
        if not await chat.review(
            "sure", _("Please check your promise:"), yes=_("✅ Yes, I promise"), no=_("No, don't save it")
        ):
            await chat.say(_("All right, nothing was recorded."))
            return
        try:
            pledge = await chat.do(
                add_device_pledge, goods=goods, delivery=delivery, donor=donor, name=name, unit=unit, **origin
            )
            break
        except Refused as no:
            await chat.say(no.why)
        if not (terms.dated and delivery.place and delivery.slot):
            return
        free = await chat.look(free_hours, place=delivery.place)
        if delivery.slot in free.slots:
            return  # the hours are still free, so something else was wrong
        delivery = Delivery("bring", place=delivery.place, slot=await ask_slot(chat, delivery.place))
    else:
        return
    lines: list[Phrase | str] = [
        _("Thank you! Your promise is recorded."),
        _("Your code: <code>{code}</code>", code=shown(pledge.code)),
    ]
    if delivery.place:
        place_of = terms.places[delivery.place]
        lines.append(_("Please bring it to {name}, {address}.", name=place_of.name, address=place_of.address))
        if delivery.slot:
            lines.append(_("When: {slot}.", slot=slot_phrase(delivery.slot)))
        else:
            lines += [_("Open: {slot}.", slot=hours) for hours in weekly_hours(place_of.slots)]
        lines.append(_("Please write the code on a piece of paper and put it with the device."))
        lines += place_notices(place_of, delivery.slot, chat.now, chat.zone)
    else:
        lines.append(_("The reception board knows, and will tell you the day and who comes."))
    offers = [Offer(_("🎁 My gifts"), "/my_gifts"), Offer(_("📋 Menu"), "/menu")]
    if terms.dated and delivery.place:
        moving = _("🕑 Change the time") if delivery.slot else _("🕑 Choose a time")
        offers.insert(0, Offer(moving, f"/move_visit {pledge.code}"))
    if delivery.way == "fetch":
        offers.insert(0, Offer(_("Change or take back"), f"/cannot_bring {pledge.code}"))
    await chat.say(*lines, offers=offers)
