"""Those who fetch things work their list off: agree on a day, go, say what came of it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.chat.kinds import Day, Either, Named, Text
from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.condition_lines import condition_lines
from bot.flows.general.choose_of_many import choose_of_many
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving import fetching
from bot.programme.giving.fetch_notices import FETCHERS
from bot.programme.giving.fetching import FARTHEST_DAYS, LONGEST, Fetch, agree_fetch, note_failed, note_fetched
from bot.programme.giving.terms import GoodsTerms, goods_terms
from bot.programme.people.names import my_name

STATES: dict[str, Phrase] = {
    "asked": _("🟡 to be agreed"),
    "failed": _("🔴 could not be fetched"),
    "agreed": _("🚚 agreed"),
    "fetched": _("🟢 fetched, to be taken in"),
}


def things_of(one: Fetch, terms: GoodsTerms) -> Phrase:
    """What is to be fetched, in a line."""
    return joined([_("{count} × {name}", count=thing.count,
                     name=terms.items[thing.item].name if thing.item in terms.items else {"": thing.item})
                   for thing in one.things])  # fmt: skip


def details(one: Fetch, terms: GoodsTerms) -> list[Phrase | str]:
    """All that whoever goes has to know."""
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {state}", code=shown(one.code), state=STATES[one.state]),
        _("Giver: {name}", name=one.donor or _("without a name")),
        _("Things: {things}", things=things_of(one, terms)),
    ]
    for thing in one.things:
        lines += condition_lines(thing.condition, terms.questions)
    lines += [_("Address: {address}", address=one.address), _("Phone: {phone}", phone=one.phone)]
    if one.wish:
        lines.append(_("Day that suits: {day}", day=date.fromisoformat(one.wish)))
    if one.day and one.state != "failed":
        lines.append(_("Agreed: {day}, {name}", day=date.fromisoformat(one.day), name=one.goes))
    if one.why:
        lines.append(_("Why not: {why}", why=one.why))
    if one.at is not None:
        lines.append(_("Noted: {at}, {name}", at=one.at, name=one.by))
    return lines


async def ask_day(chat: Chat, one: Fetch) -> date:
    """The day on which somebody goes; the one that suits the donor is offered."""
    wished = date.fromisoformat(one.wish) if one.wish and date.fromisoformat(one.wish) >= chat.today else None
    day = await chat.ask(
        "day",
        Either(Day(chat.today, chat.today + timedelta(days=FARTHEST_DAYS)), {"wish": given(wished)} if wished else {}),
        _("On which day? For example: {day}.", day=f"{chat.today.day}/{chat.today.month}/{chat.today.year}"),
        label=_("Day"),
    )
    return wished or chat.today if isinstance(day, Named) else day


async def ask_goes(chat: Chat) -> str:
    """Who goes, as the donor will read it."""
    mine = await chat.look(my_name)
    goes = await chat.ask(
        "goes",
        Either(Text(longest=LONGEST), {"me": mine} if mine else {}),
        _("Who goes? Name and phone, so that the giver knows who calls."),
        label=_("Who goes"),
    )
    return mine if isinstance(goes, Named) else goes


@flow("candenlay", "denlay", "canlay", label=_("🚚 To be fetched"), roles=FETCHERS, module="devices")
async def fetch_list(chat: Chat) -> None:
    found = await chat.look(fetching.fetch_list, code=chat.argument)
    if not found:
        await chat.say(_("Nothing waits to be fetched."), offers=[Offer(_("📋 Menu"), "/menu")])
        return
    terms = await chat.look(goods_terms)
    one = found[0]
    if not chat.argument:
        named: dict[str, Phrase | str] = {
            each.code: _("{state} · {code} · {things}", state=STATES[each.state], code=shown(each.code),
                         things=things_of(each, terms))
            for each in found
        }  # fmt: skip
        asked = _("Which one is it about?")
        picked = await choose_of_many(chat, "which", asked, named, {"stop": _("Stop here")})
        if picked == "stop":
            await chat.say(_("Good, nothing was changed."))
            return
        one = next(each for each in found if each.code == picked)
    for thing in one.things:
        if thing.photo:
            await chat.say(_("The giver's photo:"), picture={"file": thing.photo})
    try:
        await settle(chat, one, terms)
    except Refused as no:
        await chat.say(no.why)


async def settle(chat: Chat, one: Fetch, terms: GoodsTerms) -> None:
    """Does what is decided about one of them."""
    code = shown(one.code)
    again = Offer(_("🚚 To be fetched"), "/fetch_list")
    what = await chat.decide(
        "what",
        details(one, terms),
        {
            "agree": _("📅 Agree on a day"),
            "done": _("✅ It is fetched"),
            "failed": _("It could not be fetched"),
            "later": _("Leave it so"),
        },
    )
    match what:
        case "agree":
            day, goes = await ask_day(chat, one), await ask_goes(chat)
            await chat.do(agree_fetch, code=one.code, day=day, goes=goes)
            await chat.say(_("Noted: {code} on {day}. Its giver knows.", code=code, day=day), offers=[again])
        case "done":
            await chat.do(note_fetched, code=one.code)
            offers = [Offer(_("📦 Take devices in"), f"/take_device {one.code}"), again]
            await chat.say(_("Noted. Please take {code} in now, so that it is in the books.", code=code), offers=offers)
        case "failed":
            why = await chat.ask("why", Text(longest=LONGEST), _("Why? The giver will read it."))
            await chat.do(note_failed, code=one.code, why=why)
            await chat.say(_("Noted. {code} waits for another day, and its giver knows.", code=code), offers=[again])
        case _later:
            await chat.say(_("Good, nothing was changed."))
