"""One device at the reception: what it is, its number, how it is, and what is made of it."""

from __future__ import annotations

from bot.chat.kinds import Either, Named, Number, Photo, Text
from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat
from bot.flows.devices.serial_number import SerialNumber
from bot.programme.codes import shown
from bot.programme.devices.intake import MOST_AT_ONCE, Arrival, tag_with
from bot.programme.devices.reception import VERDICTS, PledgeAtReception, ReceptionTerms
from bot.programme.devices.serials import sure_serial

TRIES = 4
VERDICT_NAMES: dict[str, Phrase] = {
    "usable": _("✅ Usable"),
    "repair": _("🔧 Needs repair"),
    "parts": _("🔩 Only for spare parts"),
}


async def ask_item(chat: Chat, terms: ReceptionTerms, pledge: PledgeAtReception | None, n: int) -> str:
    """Which thing it is; what is still to come of the pledge first, and how many of it."""
    names: dict[str, Phrase | str] = {}
    for part in pledge.parts if pledge else ():
        if part.left and part.item in terms.items:
            name = terms.items[part.item].name
            names[part.item] = _("{name} ({left} to come)", name=name, left=part.left)
    for key, item in terms.items.items():
        names.setdefault(key, given(item.name))
    return await chat.choose(f"item{n}", _("What is it?"), names, label=_("Thing {place}", place=n))


async def ask_serial(chat: Chat, terms: ReceptionTerms, reception: int, item: str, n: int) -> tuple[str | None, int]:
    """(its number or None, how many pieces); several pieces only where they have no number."""
    asked: tuple[Phrase, ...] = (_("Its serial number? It stands on the back or on the box."),)
    if terms.items[item].imei:
        asked = (_("Its IMEI or serial number? Dial *#06# to see the IMEI, or look on the back."),)
    named: dict[str, Phrase | str] = {"none": _("No number on it"), "several": _("Several without a number")}
    for attempt in range(TRIES):
        typed = await chat.ask(
            f"serial{n}_{attempt}", Either(SerialNumber(terms.items[item].imei), named), asked, label=_("Number")
        )
        if isinstance(typed, Named) and typed.key == "several":
            pieces = await chat.ask(
                f"pieces{n}", Number(2, MOST_AT_ONCE, suggested=(2, 5, 10)), _("How many just like it?")
            )
            return None, pieces
        if isinstance(typed, Named) or not typed:
            return None, 1
        if await is_sure(chat, typed, f"{n}_{attempt}") and await is_free(chat, reception, typed):
            return typed, 1
    await chat.say(_("Let us leave the number out for now."))
    return None, 1


async def is_sure(chat: Chat, serial: str, step: str) -> bool:
    """Whether letters alone are a number indeed, and not an answer meant otherwise."""
    if sure_serial(serial):
        return True
    return await chat.confirm(f"letters{step}", _("Is {serial} really the number on the device?", serial=serial))


async def is_free(chat: Chat, reception: int, serial: str) -> bool:
    """Whether no other device has this number; says which one has it."""
    tag = await chat.look(tag_with, desk=reception, serial=serial)
    if tag:
        lines = [_("The number {serial} is on the device {tag} already.", serial=serial, tag=shown(tag)),
                 _("Please compare it once more.")]  # fmt: skip
        await chat.say(*lines)
    return not tag


async def ask_state(chat: Chat, terms: ReceptionTerms, arrival: Arrival, n: int) -> Arrival:
    """The plan's questions as seen at the reception, whether a used one is cleared, and the verdict with its reason."""
    item = terms.items[arrival.item]
    condition = {}
    for key in item.questions:
        question = terms.questions[key]
        answers: dict[str, Phrase | str] = {answer: given(says) for answer, says in question.answers.items()}
        condition[key] = await chat.choose(f"{key}{n}", given(question.ask), answers)
    wiped = unlocked = True
    if arrival.used and item.holds:
        cleared = await chat.choose(
            f"cleared{n}",
            _("Is the owner's data wiped, and are the account and lock removed?"),
            {
                "both": _("Both done"),
                "wiped": _("Only the data is wiped"),
                "unlocked": _("Only the lock is removed"),
                "neither": _("Neither yet"),
            },
        )
        wiped, unlocked = cleared in ("both", "wiped"), cleared in ("both", "unlocked")
    found = [terms.questions[key].verdicts[condition[key]] for key in condition]
    proposal = max(found, key=VERDICTS.index, default="usable")
    verdict, note = await ask_verdict(chat, proposal, n)
    return arrival.but(condition=condition, wiped=wiped, unlocked=unlocked, verdict=verdict, note=note)


async def ask_verdict(chat: Chat, proposal: str, n: int) -> tuple[str, str]:
    """(verdict, reason); the proposal stands first, and only another verdict needs a reason."""
    answers: dict[str, Phrase | str] = {proposal: VERDICT_NAMES[proposal]}
    answers |= VERDICT_NAMES
    asked = _("By these answers: {verdict}. Is that right?", verdict=VERDICT_NAMES[proposal])
    verdict = await chat.choose(f"verdict{n}", asked, answers, label=_("Verdict"))
    if verdict == proposal:
        return verdict, ""
    note = await chat.ask(f"note{n}", Text(longest=200, least=3), _("Why? A few words for the workshop."))
    return verdict, note


async def ask_arrival(
    chat: Chat, terms: ReceptionTerms, pledge: PledgeAtReception | None, reception: int, n: int
) -> Arrival:
    """One device from the beginning."""
    item = await ask_item(chat, terms, pledge, n)
    used = await ask_used(chat, n)
    serial, pieces = await ask_serial(chat, terms, reception, item, n)
    photo = await chat.ask(f"photo{n}", Photo().or_skip(), _("A photo of it? Send one, or skip."))
    arrival = Arrival(item, serial, pieces, used=used, photo=photo.ref if photo else None)
    return await ask_state(chat, terms, arrival, n)


async def ask_used(chat: Chat, n: int) -> bool:
    """Whether it had an owner before."""
    new = {"new": _("New"), "used": _("Used")}
    return await chat.choose(f"used{n}", _("New or used?"), new, label=_("New or used")) == "used"
