"""A telecom firm, or anybody, pledges a service: data packages, waived fees; with quota, beneficiaries and days."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat.kinds import Day, Money, Number, Text
from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat, Offer, Refused
from bot.flows.general.window import not_open
from bot.flows.giving.donor_questions import ask_counting, ask_donor
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.pledges import PledgedService
from bot.programme.giving.services import (
    LONGEST_LINE,
    MOST_QUOTA,
    MOST_WORTH,
    ServiceTerms,
    add_service_pledge,
    service_terms,
)

MOST_DAYS = 3_650


async def ask_service(chat: Chat, terms: ServiceTerms) -> PledgedService:
    """One service of the catalogue, for how many and whom, from which to which day."""
    names: dict[str, Phrase | str] = {key: given(name) for key, name in terms.items.items()}
    item = await chat.choose("item", _("Which service would you like to give?"), names, label=_("Service"))
    quota = await chat.ask(
        "quota",
        Number(1, MOST_QUOTA, suggested=(50, 100, 500, 1000)),
        _("For how many households or pupils? For example: 200."),
        label=_("For how many"),
    )
    beneficiaries = await chat.ask(
        "beneficiaries",
        Text(longest=LONGEST_LINE),
        _("Who is it for? For example: hộ nghèo có con đang học trực tuyến. Please no names of pupils."),
        label=_("For whom"),
    )
    first, last = await _ask_days(chat)
    worth = await chat.ask(
        "worth",
        Money(least=1_000, most=MOST_WORTH).or_skip(),
        _("What is one of them worth, about? For example: 90k. You may skip this."),
        label=_("Worth of one"),
    )
    return PledgedService(item, quota, beneficiaries, first, last, worth.minor if worth is not None else None)


async def _ask_days(chat: Chat) -> tuple[date, date]:
    """From which day to which it holds."""
    today = chat.today
    first = await chat.ask(
        "valid_from",
        Day(today - timedelta(days=60), today + timedelta(days=300), example=today),
        _("From which day does it hold? For example: {day}.", day=f"{today.day}/{today.month}/{today.year}"),
        label=_("Valid from"),
    )
    begins = max(first, today)
    later = begins + timedelta(days=90)
    last = await chat.ask(
        "valid_to",
        Day(begins, begins + timedelta(days=MOST_DAYS), example=later),
        _("Until which day? For example: {day}.", day=f"{later.day}/{later.month}/{later.year}"),
        label=_("Valid until"),
    )
    return first, last


@flow("gopdichvu", "goivienthong", label=_("📶 Give a service"), module="services")
async def give_services(chat: Chat) -> None:
    terms = await chat.look(service_terms)
    if not terms.items:
        offers = [Offer(_("💰 Give money"), "/give_cash"), Offer(_("💻 Give devices"), "/give_devices")]
        await chat.say(_("This drive takes no services such as data packages. Other gifts are welcome."), offers=offers)
        return
    closed = not_open(terms.state, terms.takes, terms.opens, terms.closes)
    if not terms.takes:
        none = _("The drive does not take services at the moment. See /progress for how it is doing.")
        await chat.say(closed or none)
        return
    if closed is not None:
        await chat.say(closed)
    while True:
        service = await ask_service(chat, terms)
        donor, name = await ask_donor(chat)
        unit, origin = await ask_counting(chat, terms.example, terms.also)
        if not await chat.review(
            "sure", _("Please check your promise:"), yes=_("✅ Yes, I promise"), no=_("No, don't save it")
        ):
            await chat.say(_("All right, nothing was recorded."))
            return
        try:
            pledge = await chat.do(add_service_pledge, service=service, donor=donor, name=name, unit=unit, **origin)
            break
        except Refused as no:
            await chat.say(no.why)
    thanks = _("Thank you, {name}! Your promise is recorded.", name=name)
    if donor in ("unit", "firm"):
        thanks = _("Our thanks to {name}! Your promise is recorded.", name=name)
    elif not name:
        thanks = _("Thank you! Your promise is recorded.")
    lines: list[Phrase | str] = [
        thanks,
        _("Your code: <code>{code}</code>", code=shown(pledge.code)),
        _("The reception board will talk the agreement over with you; I will tell you once it is in force."),
    ]  # fmt: skip
    if pledge.late:
        lines.append(_("The drive's window has closed, so your gift is marked as late; it is still welcome."))
    offers = [Offer(_("🎁 My gifts"), "/my_gifts"), Offer(_("📋 Menu"), "/menu")]
    await chat.say(*lines, offers=offers)
