"""How far the units are with their day's pay, at a glance, for those who lead the drive."""

from __future__ import annotations

from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.day_pay.overview import OVERSEERS, overview


@flow("cacdonvi", "donvi", label=_("🏘 The units"), roles=OVERSEERS, glance=True, module="cash")
async def units_at_a_glance(chat: Chat) -> None:
    seen = await chat.look(overview)
    if not seen.units:
        await chat.say(_("No unit has worked out its day's pay yet."))
        return
    lines: list[Phrase | str] = [
        _("<b>One day's pay: {units}</b>", units=_n("{n} unit", "{n} units", seen.units)),
        _("Promised {promised} of {expected} expected; {received} is in.",
          promised=Cash(seen.pledged), expected=Cash(seen.expected), received=Cash(seen.received)),
    ]  # fmt: skip
    if seen.reached:
        lines.append(_n("{n} unit is there already. Thank you!", "{n} units are there already. Thank you!",
                        seen.reached))  # fmt: skip
    if seen.reached < seen.units:
        lines.append(_("Where a friendly word may help first:"))
    lines += [
        _("• {unit}: {promised} of {expected}, {received} in", unit=one.name, promised=Cash(one.pledged),
          expected=Cash(one.expected), received=Cash(one.received))
        for one in seen.lowest
        if one.share < 1
    ]  # fmt: skip
    rest = seen.units - seen.reached - sum(one.share < 1 for one in seen.lowest)
    if rest > 0:
        lines.append(_n("… and {n} more unit", "… and {n} more units", rest))
    lines.append(_("Giving is voluntary, and nobody is compared by what they give."))
    await chat.say(*lines)
