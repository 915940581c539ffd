"""What is missing now, at a glance; and one warm line on what a sum would do about it."""

from __future__ import annotations

from bot.chat.phrase import Cash, Phrase, _, _n, given
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.giving.unmet_needs import Meant, missing_now, what_it_means
from bot.programme.people.about import About, about_drive

WAYS = {
    "cash": Offer(_("💰 Give money"), "/give_cash"),
    "devices": Offer(_("💻 Give devices"), "/give_devices"),
    "services": Offer(_("📶 Give a service"), "/give_services"),
}
"""The buttons of whoever would like to give, by the plan's module."""


def ways_to_give(drive: About) -> list[Offer]:
    """A button for each sort of gift that is taken now."""
    return [offer for module, offer in WAYS.items() if module in drive.modules and drive.takes]


async def meaning_of(chat: Chat, cash: Cash) -> list[Phrase]:
    """One line on what a sum would do now; none where there is nothing true to say."""
    meant = await chat.look(what_it_means, cash=cash)
    return [] if meant is None else [meaning(meant)]


def meaning(meant: Meant) -> Phrase:
    """What a sum would do, in one sentence."""
    still = _n("{n} pupil still needs a device", "{n} pupils still need a device", meant.unmet)
    if meant.meets == "connection":
        still = _n("{n} pupil still needs a connection", "{n} pupils still need a connection", meant.unmet)
    if meant.count:
        thing = given(meant.name if meant.count == 1 else meant.plural)
        return _("💚 This is enough for {n} {thing}; {still}.", n=meant.count, thing=thing, still=still)
    return _("💚 {n} gifts like this are enough for a {thing}; {still}.",
             n=meant.share, thing=given(meant.name), still=still)  # fmt: skip


def nobody_listed(drive: About) -> Phrase:
    """Nothing is known of what pupils need: nobody is on the list, or the drive keeps none."""
    if "students" in drive.modules:
        return _("No pupil is on the list yet: the schools are drawing it up. So I cannot say yet what is missing.")
    return _("This drive keeps no list of pupils here, so I cannot say what is missing. Whatever you give, helps.")


@flow("conthieugi", "conthieu", "cangi", label=_("🧭 What is missing"), glance=True)
async def what_is_missing(chat: Chat) -> None:
    seen, drive = await chat.look(missing_now), await chat.look(about_drive)
    offers = ways_to_give(drive)
    if not seen.listed:
        await chat.say(nobody_listed(drive), offers=offers)
        return
    if not seen.devices and not seen.connections:
        await chat.say(_("For every pupil on the list something is in sight at the moment. Thank you!"), offers=offers)
        return
    lines: list[Phrase | str] = [_("What is missing at the moment, beyond what was promised or has come in:")]
    if seen.devices:
        lines.append(_n("💻 A device for {n} pupil", "💻 A device for {n} pupils", seen.devices))
        lines += [_("   {name}: about {sum}", name=price.name, sum=Cash(price.costs))
                  for price in seen.prices if price.meets == "device"]  # fmt: skip
    if seen.connections:
        lines.append(_n("📶 A connection for {n} pupil", "📶 A connection for {n} pupils", seen.connections))
        lines += [_("   {name}: about {sum}", name=price.name, sum=Cash(price.costs))
                  for price in seen.prices if price.meets == "connection"]  # fmt: skip
    lines.append(_("Whatever you can give, helps."))
    await chat.say(*lines, offers=offers)
