"""What the drive's money bought: the list, one purchase with what paid for it, and what may be done about it."""

from __future__ import annotations

from typing import Final

from bot.chat.kinds import Text
from bot.chat.phrase import Cash, Phrase, _, _n, joined
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.money.purchases import (
    Purchase,
    purchase_list,
    purchase_seen,
    retrace_purchase,
    take_back_purchase,
)
from bot.programme.people.roles import CLERKS

PAID_BY: Final[dict[str, Phrase]] = {
    "gift": _("money given"),
    "unknown": _("givers nobody knows"),
    "budget": _("the budget"),
    "fund": _("funds"),
}
"""What may pay for a purchase."""
RECORD: Final = Offer(_("➕ Record a purchase"), "/record_purchase")


@flow("donmua", "cacdonmua", label=_("🛒 Purchases"), roles=CLERKS, glance=True, module="cash")
async def purchases(chat: Chat) -> None:
    """All of them, or the one whose code stands behind the command."""
    if chat.argument:
        await show_purchase(chat, await chat.look(purchase_seen, code=chat.argument))
        return
    found = await chat.look(purchase_list)
    if not found:
        await chat.say(_("Nothing was bought yet."), offers=[RECORD])
        return
    lines: list[Phrase | str] = [_("Bought with the drive's money:")]
    for one in found:
        values = {"code": shown(one.code), "count": one.count, "name": one.name, "sum": one.sum, "came": one.came}
        lines.append(_("• {code}: {count} × {name}, {sum}; {came} of {count} taken in", **values))
    await chat.say(*lines, offers=[*(Offer(shown(one.code), f"/purchases {one.code}") for one in found), RECORD])


async def show_purchase(chat: Chat, seen: Purchase) -> None:
    """One purchase: what, from whom, and which money paid for it."""
    code = shown(seen.code)
    values = {"count": seen.count, "name": seen.name, "price": seen.price, "sum": seen.sum}
    lines: list[Phrase | str] = [
        _("🛒 <b>{code}</b>", code=code),
        _("{count} × {name} at {price}: {sum}", **values),
        _("Bought from {seller}; recorded on {day} by {name}.",
          seller=seen.seller, day=seen.day, name=seen.recorded_by),
    ]  # fmt: skip
    if not seen.standing:
        await chat.say(*lines, _("It was taken back; its money is free again."), offers=[RECORD])
        return
    paid = [_("{name}: {sum}", name=name, sum=Cash(seen.sources[key], seen.sum.currency))
            for key, name in PAID_BY.items() if key in seen.sources]  # fmt: skip
    lines.append(_n("Paid by {n} gift; {sources}", "Paid by {n} gifts; {sources}", seen.gifts, sources=joined(paid)))
    offers = []
    if seen.untraced.minor:
        lines.append(_("{sum} of it come from nowhere since a gift was given back.", sum=seen.untraced))
        offers.append(Offer(_("🔎 Find money for it"), f"/retrace {seen.code}"))
    lines.append(_("Taken in: {came} of {count}.", came=seen.came, count=seen.count))
    if not seen.came:
        offers.append(Offer(_("↩️ Take it back"), f"/take_back {seen.code}"))
    await chat.say(*lines, offers=[*offers, Offer(_("🛒 Purchases"), "/purchases")])


@flow("timtien", label=_("🔎 Find money for a purchase"), glance=True, module="cash")
async def retrace(chat: Chat) -> None:
    """Draws money for what a gift had paid that was given back; the purchase's code stands behind the command."""
    seen = await chat.do(retrace_purchase, code=chat.argument)
    if seen.untraced.minor:
        await chat.say(_("There is no other money that is settled and not spent."))
    await show_purchase(chat, seen)


@flow("bodonmua", label=_("↩️ Take a purchase back"), module="cash")
async def take_back(chat: Chat) -> None:
    """A purchase was noted wrongly; its code stands behind the command."""
    seen = await chat.look(purchase_seen, code=chat.argument)
    code = shown(seen.code)
    asked = (_("Why is {code} taken back? For example: ghi nhầm số lượng.", code=code),
             _("The reason stands in the public ledger: please no names."))  # fmt: skip
    reason = await chat.ask("reason", Text(longest=200, least=3), asked, label=_("Why"))
    if not await chat.confirm("sure", _("Take {code} back? Its money is free again.", code=code)):
        await chat.say(_("Good, nothing was changed."))
        return
    try:
        await chat.do(take_back_purchase, code=seen.code, reason=reason)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(_("{code} is taken back; its money is free again.", code=code), offers=[RECORD])
