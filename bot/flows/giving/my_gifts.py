"""The donor's own gifts: each as a journey with its state and what comes next."""

from __future__ import annotations

from datetime import date, tzinfo

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.giving.how_to_pay import how_to_pay
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.pledges import Pledge, my_pledges
from bot.programme.giving.terms import cash_terms
from bot.programme.reporting.progress import item_names

STATES: dict[str, tuple[Phrase, Phrase]] = {
    "promised": (_("🟡 promised"), _("next: hand it over or transfer it with the code")),
    "received": (_("🟢 received"), _("next: it is checked and matched with a pupil")),
    "cancelled": (_("⚪ cancelled"), _("nothing more to do")),
}


IN_FORCE = (_("🟢 in force"), _("next: households and pupils use it"))
ENDED = (_("⚪ ended"), _("nothing more to do"))


def what(pledge: Pledge, names: dict[str, dict[str, str]], zone: tzinfo, today: date) -> list[Phrase | str]:
    """A pledge in a line or two; its day is the drive's own."""
    state, following = STATES[pledge.status]
    if pledge.cash is not None and pledge.status == "received":
        following = _("next: it buys devices for the pupils")
    code, day = shown(pledge.code), pledge.made_at.astimezone(zone).date()
    lines: list[Phrase | str] = []
    if pledge.cash is not None:
        lines.append(_("<b>{code}</b> · {sum} · {day}", code=code, sum=pledge.cash, day=day))
    elif pledge.services:
        lines.append(_("<b>{code}</b> · services · {day}", code=code, day=day))
        for one in pledge.services:
            name, until = names.get(one.item, {"": one.item}), one.valid_to
            lines.append(_("   {count} × {name}, until {day}", count=one.quota, name=name, day=until))
        if pledge.status == "received":
            ended = all(one.ended(today) for one in pledge.services)
            state, following = ENDED if ended else IN_FORCE
    else:
        lines.append(_("<b>{code}</b> · devices · {day}", code=code, day=day))
        lines += [_("   {count} × {name}", count=thing.count, name=names.get(thing.item, {"": thing.item}))
                  for thing in pledge.goods]  # fmt: skip
    if pledge.paid is not None and pledge.paid.minor > 0 and pledge.paid != pledge.cash:
        lines.append(_("   received so far: {sum}", sum=pledge.paid))
    lines.append(_("   {state}, {next}", state=state, next=following))
    return lines


@flow("quacuatoi", label=_("🎁 My gifts"), glance=True)
async def my_gifts(chat: Chat) -> None:
    pledges = await chat.look(my_pledges, most=10)
    if not pledges:
        offers = [Offer(_("💰 Give money"), "/give_cash"), Offer(_("💻 Give devices"), "/give_devices")]
        await chat.say(_("You have not promised anything yet."), offers=offers)
        return
    names = await chat.look(item_names)
    lines = [line for pledge in pledges for line in what(pledge, names, chat.zone, chat.today)]
    open_ones = [pledge for pledge in pledges if pledge.status == "promised"]
    offers = [Offer(_("How to hand over {code}", code=shown(one.code)), f"/gift {one.code}") for one in open_ones[:3]]
    offers += [Offer(_("🕑 Change the time of {code}", code=shown(one.code)), f"/move_visit {one.code}")
               for one in open_ones[:3] if one.kind == "devices"]  # fmt: skip
    offers += [Offer(_("🎫 {code}", code=shown(one.code)), f"/the {one.code}")
               for one in pledges[:5] if one.status != "cancelled"]  # fmt: skip
    offers += [Offer(_("📜 Certificate {code}", code=shown(one.code)), f"/chungnhan {one.code}")
               for one in pledges[:5] if one.status == "received"]  # fmt: skip
    offers += [Offer(_("Cancel {code}", code=shown(one.code)), f"/cancel_gift {one.code}") for one in open_ones[:3]]
    await chat.say(_("Your gifts, the latest first:"), *lines, offers=offers)


@flow("qua", label=_("One gift"), glance=True)
async def gift(chat: Chat) -> None:
    """One gift and how to hand it over; its code stands behind the command."""
    found = await chat.look(my_pledges, code=chat.argument or "-", most=1)
    if not found:
        await chat.say(_("I know no gift of yours with the code {code}.", code=chat.argument[:20] or "–"))
        return
    pledge, names = found[0], await chat.look(item_names)
    if pledge.cash is None or pledge.status != "promised":
        await chat.say(*what(pledge, names, chat.zone, chat.today))
        return
    terms = await chat.look(cash_terms)
    await how_to_pay(chat, pledge, terms.account, _("Your promise of {sum}:", sum=pledge.cash))
