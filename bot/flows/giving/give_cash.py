"""Somebody pledges money: how much, in whose name, for which unit; and gets a code and a picture to pay by."""

from __future__ import annotations

from bot.chat.kinds import DayPay, Named
from bot.chat.kinds.gift_sum import days_of, days_pay, gift_sums
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Chat, Refused
from bot.flows.general.window import not_open
from bot.flows.giving.donor_questions import ask_counting, ask_donor
from bot.flows.giving.how_to_pay import how_to_pay
from bot.flows.giving.missing import meaning_of
from bot.flows.registry import flow
from bot.programme.day_pay.expectations import LINK, unit_of_link
from bot.programme.giving.pledges import add_cash_pledge
from bot.programme.giving.terms import CashTerms, cash_terms
from bot.programme.people.about import about_drive
from bot.programme.people.notices import notice_line
from bot.programme.people.units import UnitChoice


async def ask_sum(chat: Chat, terms: CashTerms) -> Cash:
    """The sum, as people type it or by one of the suggestions; or a day's pay worked out from the monthly pay."""
    foreign = tuple(terms.most.items())
    kind, or_days = gift_sums(terms.least, tuple(terms.suggested), tuple(terms.currencies), foreign)
    asked: tuple[Phrase, ...] = (_("How much would you like to give? For example: 500k, 2 triệu or 1.500.000."),)
    label = _("Sum")
    if not terms.divisor:
        return await chat.ask("sum", kind, asked, label=label)
    sum = await chat.ask("sum", or_days, asked, label=label)
    if not isinstance(sum, Named):
        return sum
    days = days_of(sum)
    return await chat.ask(
        "day_pay",
        DayPay(terms.divisor, least=terms.least, days=days),
        (
            _("What is your monthly pay? For example: 8 triệu."),
            _("I divide it by {days} working days and keep only the result, not your pay.", days=terms.divisor),
        ),
        label=_("One day's pay") if days == 1 else days_pay(days),
    )


async def linked_unit(chat: Chat) -> UnitChoice | None:
    """The unit whose own link opened the talk; its people need not look for it."""
    if not chat.argument.lower().startswith(LINK):
        return None
    unit = await chat.look(unit_of_link, argument=chat.argument)
    drive = await chat.look(about_drive)
    if unit is not None:
        await chat.say(_("Hello! This is the chat of “{drive}”.", drive=drive.name),
                       _("Your gift will count for {unit}.", unit=unit.name),
                       *[notice_line(told, chat.now) for told in unit.notices])  # fmt: skip
    else:
        await chat.say(_("Hello! This is the chat of “{drive}”.", drive=drive.name),
                       _("I can't find the unit of this link, so I will ask which one your gift counts "
                         "for."))  # fmt: skip
    return unit


async def agrees(chat: Chat, preset: UnitChoice | None) -> tuple[bool, bool]:
    """(whether they pledge, whether it shall count for another unit than the link's)."""
    asked = _("Please check your promise:")
    if preset is None:
        return await chat.review("sure", asked, yes=_("✅ Yes, I promise"), no=_("No, don't save it")), False
    lines = [asked, _("• Counts for: <b>{unit}</b>", unit=preset.name)]
    if await chat.review("sure_for", lines, yes=_("✅ Yes, I promise"), no=_("Another unit, or don't save it")):
        return True, False
    options = {"other": _("It should count towards another unit"), "drop": _("No, don't save it")}
    return False, await chat.choose("not_so", _("What would you like to change?"), options) == "other"


@flow("goptien", "ungho", "give", label=_("💰 Give money"), module="cash", link=LINK)
async def give_cash(chat: Chat) -> None:
    terms = await chat.look(cash_terms)
    preset = await linked_unit(chat)
    closed = not_open(terms.state, terms.takes, terms.opens, terms.closes)
    if not terms.takes:
        none = _("The drive does not take gifts of money at the moment. See /progress for how it is doing.")
        await chat.say(closed or none)
        return
    if closed is not None:
        await chat.say(closed)
    while True:
        sum = await ask_sum(chat, terms)
        donor, name = await ask_donor(chat, await meaning_of(chat, sum) if terms.priced else [])
        unit, origin = await ask_counting(chat, terms.example, terms.also, preset)
        agreed, elsewhere = await agrees(chat, preset)
        if elsewhere:
            preset, (unit, origin) = None, await ask_counting(chat, terms.example, terms.also)
            agreed, _elsewhere = await agrees(chat, preset)
        if not agreed:
            await chat.say(_("All right, nothing was recorded."))
            return
        try:
            pledge = await chat.do(add_cash_pledge, cash=sum, donor=donor, name=name, unit=unit, **origin)
            break
        except Refused as no:
            await chat.say(no.why)
    thanks = _("Thank you, {name}! Your promise of {sum} is recorded.", name=name, sum=sum)
    if donor in ("unit", "firm"):
        thanks = _("Our thanks to {name}! Your promise of {sum} is recorded.", name=name, sum=sum)
    elif not name:
        thanks = _("Thank you! Your promise of {sum} is recorded.", sum=sum)
    await how_to_pay(chat, pledge, terms.account, thanks)
