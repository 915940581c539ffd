"""The honour roll in the chat: where it is, what of a gift stands there, and the organiser's say on nominations."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.reporting.progress import item_names
from bot.programme.thanks.honours import Standing, honours_page, my_standing, show
from bot.programme.thanks.nominations import JUDGES, WaitingNomination, decline, honour, next_waiting

AT_ONCE = 20


@flow("vinhdanh", label=_("🌟 Honour roll"), glance=True)
async def honours(chat: Chat) -> None:
    link, mine = await chat.look(honours_page), await chat.look(my_standing)
    lines: list[Phrase | str] = [_("Everybody who gave and likes to be named stands on the honour roll.")]
    if link:
        lines.append(link)
    if mine:
        lines.append(_("Your gifts there:"))
    for gift in mine:
        lines.append(_stands(gift))
    offers = [Offer(_("Change {code}", code=shown(gift.code)), f"/neuten {gift.code}") for gift in mine[:3]]
    await chat.say(*lines, offers=offers)


@flow("neuten", label=_("My name on the honour roll"))
async def name_on_roll(chat: Chat) -> None:
    """What of one gift everybody may see; its code stands behind the command."""
    found = await chat.look(my_standing, code=chat.argument or "-", most=1)
    if not found:
        await chat.say(_("I can't find a gift of yours with the code {code}.", code=chat.argument[:20] or "–"))
        return
    code = shown(found[0].code)
    seen = await chat.decide(
        "shown",
        _("What of the gift {code} may everybody see on the honour roll?", code=code),
        {
            "name_and_gift": _("{name}, with the gift", name=found[0].name),
            "name": _("{name}, without the gift", name=found[0].name),
            "nothing": _("Nothing: counted without a name"),
        },
    )
    await chat.do(show, code=found[0].code, shown=seen)
    if seen == "nothing":
        await chat.say(_("Your name stands beside {code} no longer. The gift is counted all the same.", code=code))
    else:
        await chat.say(_("Good, that is how {code} stands on the roll from now on. Thank you!", code=code))


@flow("xetdenghi", "xetdecu", label=_("🌟 Nominations"), roles=JUDGES)
async def review_nominations(chat: Chat) -> None:
    after = settled = 0
    names = await chat.look(item_names)
    for turn in range(AT_ONCE):
        found = await chat.look(next_waiting, after=after)
        if found is None:
            break
        after = found.number
        answers: dict[str, Phrase | str] = {
            "honour": _("🌟 Honour the giver"),
            "decline": _("Not this time"),
            "later": _("Later"),
        }
        picked = await chat.decide(f"say_{turn}", _lines(found, names), answers)
        if picked == "later":
            continue
        try:
            await chat.do(honour if picked == "honour" else decline, nomination=found.number)
        except Refused as no:
            await chat.say(no.why)
            continue
        settled += 1
    if not after:
        await chat.say(_("No nomination waits."))
    elif settled:
        await chat.say(_n("{n} nomination settled. Thank you.", "{n} nominations settled. Thank you.", settled))
    else:
        await chat.say(_("Good, nothing was changed. They wait here for the next time."))


def _stands(gift: Standing) -> Phrase:
    """How a gift stands on the roll, in a line."""
    code = shown(gift.code)
    if gift.shown == "nothing":
        return _("🔒 {code}: counted, without your name", code=code)
    if gift.shown == "name":
        return _("🌟 {code}: {name}", code=code, name=gift.name)
    return _("🌟 {code}: {name}, with the gift", code=code, name=gift.name)


def _lines(found: WaitingNomination, names: dict[str, dict[str, str]]) -> list[Phrase | str]:
    """A nomination as the organiser reads it."""
    lines: list[Phrase | str] = [_("<b>{school}</b> nominates the giver of {code}:", school=found.school,
                                   code=shown(found.code)), _("“{why}”", why=found.why)]  # fmt: skip
    if found.cash is not None:
        lines.append(_("Gift: {sum}", sum=found.cash))
    lines += [_("Gift: {count} × {name}", count=count, name=names.get(item, {"": item}))
              for item, count in found.things.items()]  # fmt: skip
    if not found.name:
        lines.append(_("Giver: without a name"))
    elif found.public:
        lines.append(_("Giver: {name}", name=found.name))
    else:
        lines.append(_("Giver: {name}; the name is not to be shown", name=found.name))
    if found.left:
        lines.append(_n("{n} more nomination is waiting.", "{n} more nominations are waiting.", found.left))
    lines.append(_("If you honour the giver, they will read the sentence above."))
    return lines
