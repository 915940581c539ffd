"""A thing is handed over to a family: its label is scanned, the family says its code, and a photo may follow."""

from __future__ import annotations

from bot.chat.kinds import Either, Named, Photo, Text
from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.devices.device import LINK as DEVICE_LINK
from bot.flows.handover.receiver_lines import receiver_lines
from bot.flows.handover.slip_code import SlipCode
from bot.flows.registry import flow
from bot.programme.codes import read_code, shown
from bot.programme.handover.carried import things_named
from bot.programme.handover.guide import guide
from bot.programme.handover.hand_over import HandedOver, Receiver, add_photo, receiver, waiting_at_mine
from bot.programme.handover.hand_over import hand_over as hand_it_over
from bot.programme.students.registering import PREFIX

LINK = "trao-"
"""What stands before the student's code in the link of a slip: /start trao-CODE."""
TRIES = 5
NAMED = 8


@flow(
    "traothietbi",
    "trao",
    "bangiao",
    label=_("🤝 Hand over"),
    roles=("school_contact", "coordinator", "manager", "helper"),
    module="students",
    link=LINK,
)
async def hand_over(chat: Chat) -> None:
    what = chat.argument.removeprefix(LINK).strip()
    if not what:
        what = await _ask_whom(chat)
        if not what:
            return
    try:
        family = await chat.look(receiver, what=what)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(*receiver_lines(family))
    if family.handed is None and family.tags and read_code(what, PREFIX) is not None:
        what = await _ask_tag(chat, family)
        if not what:
            return
    done = await _ask_code(chat, what, family)
    if done is None:
        return
    await chat.say(*outcome_lines(done), offers=outcome_offers(done))
    if done.state == "done":
        await chat.say(*guide(one.sort for one in done.things))
        await _ask_photo(chat, done.code)


@flow("datrao", label=_("✅ Handed over"), glance=True, module="students")
async def handed_over(chat: Chat) -> None:
    """Without a question: tags with the families' codes, a pair a line, as noted where there was no signal."""
    pairs = [line.split() for line in chat.argument.splitlines() if line.strip()]
    if not pairs or any(len(pair) < 2 for pair in pairs):
        await chat.say(_("Please write a tag and the family's code in each line, for example: /handed_over "
                         "TOM-7K2P-QXR 4821."))  # fmt: skip
        return
    lines: list[Phrase | str] = []
    sorts: list[str] = []
    for *what, digits in pairs[: NAMED * 5]:
        try:
            done = await chat.do(hand_it_over, what=" ".join(what), digits=digits)
        except Refused as no:
            lines.append(no.why)
            continue
        lines += outcome_lines(done)
        if done.state == "done":
            sorts += [one.sort for one in done.things]
    await chat.say(*lines)
    if sorts:
        await chat.say(*guide(sorts))


@flow("anhbangiao", label=_("📷 A photo of the hand-over"), module="students")
async def hand_over_photo(chat: Chat) -> None:
    """The student's code stands behind the command."""
    try:
        family = await chat.look(receiver, what=chat.argument)
    except Refused as no:
        await chat.say(no.why)
        return
    await _ask_photo(chat, family.code)


def outcome_lines(done: HandedOver) -> list[Phrase | str]:
    """What came of a hand-over."""
    code = shown(done.code)
    if done.state == "done":
        return [_("✅ {code} has received: {things}.", code=code, things=things_named(done.things))]
    if done.state == "again":
        return [_("{code} has it since {at}, confirmed by {name}. Nothing was recorded twice.", code=code, at=done.at,
                  name=done.by)]  # fmt: skip
    if done.state == "wrong":
        return [_n("{code}: this is not the code on the slip. {n} try is left.",
                   "{code}: this is not the code on the slip. {n} tries are left.", done.tries, code=code)]  # fmt: skip
    return [_("🔒 {code}: a wrong code was said too often. Please ask the reception for another one.", code=code)]


def outcome_offers(done: HandedOver) -> list[Offer]:
    """What may follow."""
    return [Offer(_("🤝 Next family"), "/hand_over")] if done.state in ("done", "again") else []


async def _ask_whom(chat: Chat) -> str:
    """A tag or a student's code; empty where nobody waits."""
    families = await chat.look(waiting_at_mine)
    if not families:
        await chat.say(_("Nothing waits to be handed over now."))
        return ""
    named: dict[str, Phrase | str] = {
        one.code: _("{code} · {name} · {class_name}", code=shown(one.code), name=one.name, class_name=one.class_name)
        for one in families[:NAMED]
    }
    asked = _("To whom? Scan the label on the device, type its tag, or choose the pupil.")
    typed = await chat.ask("whom", Either(Text(longest=120), named), asked)
    return typed.key if isinstance(typed, Named) else _tag_in(typed)


async def _ask_tag(chat: Chat, family: Receiver) -> str:
    """The tag of the device that is at hand, which has to be the right one; empty after too many others."""
    for attempt in range(TRIES):
        asked = _("Which tag is on the device? Scan the label and send me what it says, or type it.")
        tag = _tag_in(await chat.ask(f"tag{attempt or ''}", Text(longest=120), asked))
        if any(tag.upper().replace("-", "").replace(" ", "").endswith(one[-7:]) for one in family.tags):
            return tag
        await chat.say(_("That is another device. {code} is given: {things}", code=shown(family.code),
                         things=things_named(family.things)))  # fmt: skip
    return ""


async def _ask_code(chat: Chat, what: str, family: Receiver) -> HandedOver | None:
    """Asks for the family's code until it is right, or counts no more."""
    asked = _("Which code does the family say? It stands on their slip, four digits.")
    if family.handed is not None:
        return await _done(chat, what, "")
    for attempt in range(TRIES + 1):
        digits = await chat.ask(f"digits{attempt or ''}", SlipCode(), asked)
        done = await _done(chat, what, digits)
        if done is None or done.state != "wrong":
            return done
        await chat.say(*outcome_lines(done))
    return None


async def _done(chat: Chat, what: str, digits: str) -> HandedOver | None:
    try:
        return await chat.do(hand_it_over, what=what, digits=digits)
    except Refused as no:
        await chat.say(no.why)
        return None


async def _ask_photo(chat: Chat, code: str) -> None:
    """A photo of the thing; one with a face on it is not kept."""
    asked = _("A photo of the device with its label, if you like. Please no faces: the child's least of all.")
    for attempt in range(TRIES):
        photo = await chat.ask(f"photo{attempt or ''}", Photo().or_skip(), asked)
        if photo is None:
            return
        if await chat.confirm(f"faceless{attempt or ''}", _("Is nobody's face to be seen on it?"),
                              yes=_("Right, no face"), no=_("There is one")):  # fmt: skip
            await chat.do(add_photo, code=code, photo=photo.ref)
            await chat.say(_("The photo is kept with the record. Thank you!"))
            return
        await chat.say(_("Then it is not kept."))


def _tag_in(typed: str) -> str:
    """The tag in what was scanned: the label's link, or what was typed itself."""
    _before, link, tag = typed.rpartition(DEVICE_LINK)
    return tag if link else typed.strip()
