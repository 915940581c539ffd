"""A movement that may be in the books already: the accountant sees both tellings, and says whether it is one or two."""

from __future__ import annotations

from datetime import time, tzinfo

from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.money.doubts import (
    Doubt,
    Side,
    another_movement,
    doubt_again,
    next_doubt,
    same_movement,
    source_named,
)
from bot.programme.people.roles import CLERKS

AT_ONCE = 20
"""So many are gone through in one talk; the next one takes it up."""


@flow("trungkhoan", label=_("🔁 The same or not"), roles=CLERKS, module="cash")
async def same_money(chat: Chat) -> None:
    after = settled = 0
    for turn in range(AT_ONCE):
        found = await chat.look(next_doubt, after=after)
        if found is None:
            break
        after = found.telling
        options = {"same": _("It is one"), "apart": _("They are two"), "later": _("Later"), "stop": _("Stop here")}
        picked = await chat.choose(f"same_{turn}", _lines(found, chat.zone), options)
        if picked == "stop":
            break
        if picked != "later":
            settled += await _settle(chat, found, picked)
    else:
        offers = [Offer(_("🔁 The same or not"), "/same_money")]
        await chat.say(_("That was much at once. More are waiting."), offers=offers)
        return
    if not after:
        await chat.say(_("No doubt is left: every movement stands in the books once."))
    elif settled:
        await chat.say(_n("{n} doubt settled. Thank you.", "{n} doubts settled. Thank you.", settled))
    else:
        await chat.say(_("Good, nothing was changed. What is open stays here for the next time."))


async def _settle(chat: Chat, found: Doubt, picked: str) -> bool:
    """Does what the accountant has decided; False if it was not done after all."""
    try:
        if picked == "same":
            await chat.do(same_movement, telling=found.telling)
            said = _("Noted: {sum} stands in the books once.", sum=_abs(found.cash))
            offers = [Offer(_("↩️ Take that back"), f"/hoilaitrung {found.telling}")]
        else:
            await chat.do(another_movement, telling=found.telling)
            said = _("Noted: {sum} is in the books a second time now, as a movement of its own.", sum=_abs(found.cash))
            offers = [Offer(_("🧾 Match money"), "/match_money")]
    except Refused as no:
        await chat.say(no.why)
        return False
    await chat.say(said, offers=offers)
    return True


@flow("hoilaitrung", label=_("Ask again whether it is the same"), glance=True)
async def doubt_once_more(chat: Chat) -> None:
    """Takes back that a movement was in the books already; the telling's number stands behind the command."""
    await chat.do(doubt_again, telling=chat.number)
    offers = [Offer(_("🔁 The same or not"), "/same_money")]
    await chat.say(_("It is open again and waits with the others."), offers=offers)


def _lines(found: Doubt, zone: tzinfo) -> list[Phrase | str]:
    """Both tellings, one below the other."""
    first = _("<b>{sum}</b> came in. It may be in the books already:", sum=found.cash)
    if found.cash.minor < 0:
        first = _("<b>{sum}</b> went out. It may be in the books already:", sum=_abs(found.cash))
    lines: list[Phrase | str] = [first, *_side(_("In the books"), found.booked, zone),
                                 *_side(_("Told now"), found.told, zone)]  # fmt: skip
    if found.left:
        lines.append(_n("{n} more is waiting.", "{n} more are waiting.", found.left))
    lines.append(_("Is it one movement, or are they two?"))
    return lines


def _side(title: Phrase, side: Side, zone: tzinfo) -> list[Phrase | str]:
    local = side.at.astimezone(zone)
    at = side.at if local.time() > time.min else local.date()  # statements often tell the day alone
    lines: list[Phrase | str] = [_("• {title}: {whose}, {at}", title=title, whose=source_named(side), at=at)]
    lines.append(_("   Memo: {memo}", memo=side.memo or "–"))
    if side.payer:
        lines.append(_("   From: {payer}", payer=side.payer))
    if side.number:
        lines.append(_("   Number: {number}", number=side.number))
    return lines


def _abs(cash: Cash) -> Cash:
    return Cash(abs(cash.minor), cash.currency)
