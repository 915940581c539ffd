"""The office that sees to pledged services: the agreement is in force, was not taken, or has ended before its time."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.general.choose_of_many import choose_of_many
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.services import (
    LONGEST_LINE,
    SERVICE_OFFICE,
    Agreement,
    agreements,
    drop_service,
    put_in_force,
)

STATES: dict[str, Phrase] = {"promised": _("🟡 promised"), "in_force": _("🟢 in force"), "ended": _("⚪ ended")}


@flow("dichvuvienthong", "dichvu", "goicuoc", label=_("📶 Services"), roles=SERVICE_OFFICE, module="services")
async def services_desk(chat: Chat) -> None:
    found = await chat.look(agreements)
    if not found:
        await chat.say(_("Nobody has promised a service yet."))
        return
    answers: dict[str, Phrase | str] = {
        one.code: _("{state} · {code} · {item}", state=STATES[one.state], code=shown(one.code), item=one.name)
        for one in found
    }
    asked = _("Which service is it about?")
    picked = await choose_of_many(chat, "which", asked, answers, {"stop": _("Stop here")})
    one = next((one for one in found if one.code == picked), None)
    if one is None or not await _settle(chat, one):
        await chat.say(_("Good, nothing was changed."))


async def _settle(chat: Chat, one: Agreement) -> bool:
    """Does what the office decides about one service; False if nothing."""
    answers: dict[str, Phrase | str] = {}
    if one.state == "promised":
        answers = {"in_force": _("✅ The agreement is in force"), "drop": _("We cannot take it")}
    elif one.state == "in_force":
        answers = {"drop": _("It has ended early")}
    picked = await chat.decide("answer", details(one), {**answers, "later": _("Leave it so")})
    code = shown(one.code)
    try:
        match picked:
            case "in_force":
                await chat.do(put_in_force, code=one.code)
                said = _("{code} is in force, and its giver knows.", code=code)
            case "drop":
                why = await chat.ask("why", Text(longest=LONGEST_LINE), _("Why? The giver will read it."))
                await chat.do(drop_service, code=one.code, why=why)
                said = _("{code} counts no more, and its giver knows why.", code=code)
            case _later:
                return False
    except Refused as no:
        await chat.say(no.why)
        return True
    await chat.say(said, offers=[Offer(_("📶 Services"), "/services_desk")])
    return True


def details(one: Agreement) -> list[Phrase | str]:
    """All that is known of a pledged service."""
    service = one.service
    lines: list[Phrase | str] = [
        _("<b>{code}</b> · {item} · {state}", code=shown(one.code), item=one.name, state=STATES[one.state]),
        _("For {n}: {whom}", n=service.quota, whom=service.beneficiaries),
        _("Valid from {first} until {last}", first=service.valid_from, last=service.valid_to),
    ]
    if service.worth is not None:
        lines.append(_("Worth of one: {sum}", sum=Cash(service.worth)))
    donor: Phrase | str = one.donor or _("without a name")
    lines.append(_("Giver: {name}", name=donor))
    if one.unit:
        lines.append(_("Counts for {unit}", unit=one.unit))
    return lines
