"""The reception takes devices in, one after the other, for a pledge or without; each gets a tag of its own."""

from __future__ import annotations

from bot.chat.kinds import Either, Named, Text
from bot.chat.phrase import Phrase, _, _n, joined
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.condition_lines import condition_lines
from bot.flows.devices.device_questions import ask_arrival, ask_state, is_free, is_sure
from bot.flows.devices.labels import say_labels
from bot.flows.devices.serial_number import SerialNumber
from bot.flows.devices.state_names import STATES
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.intake import Arrival, Taken, take_in
from bot.programme.devices.reception import (
    KEEPERS,
    PledgeAtReception,
    Reception,
    ReceptionTerms,
    ToldThing,
    appointments_today,
    my_receptions,
    pledge_at,
    reception_terms,
)

TRIES = 4
ENOUGH = 150
"""Entries of the journal, roughly, after which the talk ends and the next one takes it up."""
MOST_CHECKS = 3
A_WHOLE_ONE, ONE_ALIKE = 18, 5
"""Entries one device takes at most: asked from the beginning, or just like the last one."""


@flow("nhanthietbi", "nhanmay", label=_("📦 Take devices in"), roles=KEEPERS, module="devices")
async def take_device(chat: Chat) -> None:
    receptions = await chat.look(my_receptions)
    terms = await chat.look(reception_terms)
    if not terms.items:
        await chat.say(_("This drive does not take devices."))
        return
    reception = await which_of(chat, receptions)
    found = await ask_pledge(chat, terms, reception)
    if found is None:
        return
    pledge, donor = found
    await take_them(chat, terms, reception, pledge, donor)


async def which_reception(chat: Chat) -> int:
    """The unit at which the person takes devices in, asked where there are several."""
    return await which_of(chat, await chat.look(my_receptions))


async def which_of(chat: Chat, receptions: list[Reception]) -> int:
    """One of the units, asked where there are several."""
    if len(receptions) == 1:
        return receptions[0].unit
    names: dict[str, Phrase | str] = {str(one.unit): one.name for one in receptions}
    return int(await chat.choose("desk", _("At which desk are you?"), names, label=_("Desk")))


async def ask_pledge(chat: Chat, terms: ReceptionTerms, reception: int) -> tuple[PledgeAtReception | None, str] | None:
    """(the pledge or None, who brings it without one); None where no right code is found."""
    code = chat.argument
    for attempt in range(TRIES):
        if not code:
            waiting = await chat.look(appointments_today, desk=reception)
            named: dict[str, Phrase | str] = {
                one.code: _("{code} · {name}", code=shown(one.code), name=one.donor or _("without a name"))
                for one in waiting
            }
            typed = await chat.ask(
                f"code{attempt or ''}",
                Either(Text(longest=40), {**named, "walk_in": _("Without a promise")}),
                _("The code of the promise? Type it as it stands on the paper, for example: 7K2P-QXR."),
            )
            if isinstance(typed, Named) and typed.key == "walk_in":
                return None, await ask_donor(chat)
            code = typed.key if isinstance(typed, Named) else typed
        try:
            pledge = await chat.look(pledge_at, desk=reception, code=code)
        except Refused as no:
            await chat.say(no.why)
            code = ""
            continue
        meant = _("Do you mean {code} of {name}?", code=shown(pledge.code), name=pledge.donor or _("without a name"))
        if pledge.exact or await chat.confirm(f"meant{attempt or ''}", meant):
            await say_pledge(chat, pledge, terms)
            return pledge, ""
        code = ""
    await chat.say(_("You can also take it in without a promise: type /take_device and choose so."))
    return None


async def ask_donor(chat: Chat) -> str:
    """Who brings it; empty for nobody's name."""
    nobody = {"anonymous": _("Without a name")}
    name = await chat.ask("giver", Either(Text(longest=120), nobody), _("Who gives it? Type the name."))
    return "" if isinstance(name, Named) else name


async def say_pledge(chat: Chat, pledge: PledgeAtReception, terms: ReceptionTerms) -> None:
    """What was pledged, and how much of it is in."""
    name = pledge.donor or _("without a name")
    lines: list[Phrase | str] = [_("<b>{code}</b> · {name}", code=shown(pledge.code), name=name)]
    for part in pledge.parts:
        item = terms.items[part.item].name if part.item in terms.items else part.item
        told = _("• {name}: {count} promised, {came} in", name=item, count=part.count, came=part.came)
        lines.append(told if part.count else _("• {name}: {came} in, beyond the promise", name=item, came=part.came))
    if pledge.status == "cancelled":
        lines.append(_("It was taken back; with the first device it stands again."))
    if pledge.status == "received":
        lines.append(_("All of it is in already. What comes now counts beyond the promise."))
    for thing in pledge.told:
        lines += told_lines(thing, terms)
    photos = [thing.photo for thing in pledge.told if thing.photo]
    await chat.say(*lines, picture={"file": photos[0]} if photos else None)
    for photo in photos[1:]:
        await chat.say(_("The giver's photo:"), picture={"file": photo})


def told_lines(thing: ToldThing, terms: ReceptionTerms) -> list[Phrase | str]:
    """What the donor said of a thing's condition, question by question."""
    said = condition_lines(thing.condition, terms.questions)
    if not said or thing.item not in terms.items:
        return []
    return [_("The giver says of {name}:", name=terms.items[thing.item].name), *said]


async def take_them(
    chat: Chat,
    terms: ReceptionTerms,
    reception: int,
    pledge: PledgeAtReception | None,
    donor: str,
    source: str = "gift",
) -> None:
    """Device by device, until the reception has no more or the talk has become long; `source` as in `take_in`."""
    more_said = {} if source == "gift" else {"source": source}  # talks of before there were sources say none
    code = pledge.code if pledge else ""
    tags: list[str] = []
    unchecked: list[str] = []
    arrival = await ask_arrival(chat, terms, pledge, reception, 1)
    spent, n = A_WHOLE_ONE, 1
    while True:
        try:
            taken = await chat.do(take_in, desk=reception, arrival=arrival, code=code, giver=donor, **more_said)
        except Refused as no:
            await chat.say(no.why)
        else:
            tags += taken.tags
            unchecked += taken.tags if taken.status == "received" else []
            await say_taken(chat, terms, arrival, taken, code)
        n += 1
        following = None
        if spent < ENOUGH:
            following = await ask_next(chat, terms, reception, pledge, arrival, tags, n)
        if following is None:
            break
        arrival, cost = following
        spent += cost
    done = _n("{n} device taken in. Thank you!", "{n} devices taken in. Thank you!", len(tags))
    if not tags:
        done = _("Nothing was taken in.")
    offers = [Offer(_("🏷 Print labels"), "/labels"), Offer(_("🗄 Store"), "/stock")]
    again = f"/take_device {code}".strip() if source == "gift" else "/take_granted"
    more = Offer(_("➕ Next device"), again)
    checks = [Offer(_("✅ Check {tag}", tag=shown(tag)), f"/check_device {tag}") for tag in unchecked[:MOST_CHECKS]]
    await chat.say(done, offers=[*checks, more, *offers])


async def ask_next(
    chat: Chat,
    terms: ReceptionTerms,
    reception: int,
    pledge: PledgeAtReception | None,
    last: Arrival,
    tags: list[str],
    n: int,
) -> tuple[Arrival, int] | None:
    """The next device and how many entries it took; None for no more. A number typed here is one just like the last."""
    item = terms.items[last.item]
    alike = not last.used and last.verdict == "usable" and not last.note
    asked = _("More? Type the number of one just like it: {name}, new, usable.", name=item.name)
    if not alike:
        sort = _("used") if last.used else _("new")
        asked = _("More? Type the number of another {name}, {sort}.", name=item.name, sort=sort)
    named: dict[str, Phrase | str] = {"other": _("➕ Another device"), "alike": _("🔁 One more without a number")}
    if tags:
        named["labels"] = _("🏷 Print labels")
    named["finish"] = _("✔️ Finish")
    for attempt in range(TRIES):
        kind = Either(SerialNumber(item.imei), named)
        typed = await chat.ask(f"next{n}_{attempt}", kind, asked)
        key = typed.key if isinstance(typed, Named) else ("alike" if not typed else "")
        if key == "finish":
            return None
        if key == "labels":
            await say_labels(chat, "tags", " ".join(tags))
            continue
        if key == "other":
            if pledge is not None:
                pledge = await chat.look(pledge_at, desk=reception, code=pledge.code)
            return await ask_arrival(chat, terms, pledge, reception, n), A_WHOLE_ONE
        serial = typed if isinstance(typed, str) and typed else None
        if serial is not None and not await is_sure(chat, serial, f"{n}_{attempt}"):
            continue
        if serial is not None and not await is_free(chat, reception, serial):
            continue
        following = last.but(serial=serial, pieces=1, photo=None)
        if alike:
            return following, ONE_ALIKE
        return await ask_state(chat, terms, following, n), A_WHOLE_ONE
    return None


async def say_taken(chat: Chat, terms: ReceptionTerms, arrival: Arrival, taken: Taken, code: str) -> None:
    """The tag, large, and what happens with the device now."""
    state, following = STATES[taken.status]
    tags = [_("<b>{tag}</b>", tag=shown(tag)) for tag in taken.tags]
    lines: list[Phrase | str] = [_("🏷 {tags}", tags=joined(tags))]
    sort = _("used") if arrival.used else _("new")
    number = arrival.serial or _("without a number")
    lines.append(_("{name}, {sort}, {number}", name=terms.items[arrival.item].name, sort=sort, number=number))
    lines.append(_("{state} – {next}", state=state, next=following))
    lines.append(_("Please write the tag on the device, or stick its label on."))
    if taken.late:
        lines.append(_("It came after the drive's end; this is noted."))
    if code and taken.whole:
        lines.append(_("All of {code} is in now.", code=shown(code)))
    elif code and taken.left:
        lines.append(_n("{n} more of these is to come.", "{n} more of these are to come.", taken.left))
    await chat.say(*lines)
