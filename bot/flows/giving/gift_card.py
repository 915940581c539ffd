"""One gift as its donor sees it: what was pledged, how much of it is in, what comes next, and two things to do."""

from __future__ import annotations

from datetime import date, tzinfo

from bot.chat.phrase import Phrase, _, joined
from bot.chat.words import Offer
from bot.flows.giving.appointment_hours import slot_phrase
from bot.programme.codes import shown
from bot.programme.giving.pledges import Pledge

Names = dict[str, dict[str, str]]
GIFTS = Offer(_("🎁 My gifts"), "/my_gifts")


def what(pledge: Pledge, names: Names) -> Phrase:
    """What was pledged, in a few words."""
    if pledge.cash is not None:
        return _("{sum}", sum=pledge.cash)
    things = [(one.quota, one.item) for one in pledge.services] or [(one.count, one.item) for one in pledge.goods]
    return joined([_("{count} × {name}", count=count, name=names.get(item, {"": item})) for count, item in things])


def standing(pledge: Pledge, today: date) -> Phrase:
    """How far the gift has come, and what comes next."""
    state, following = _state(pledge, today)
    return _("{state}, {next}", state=state, next=following)


def head(pledge: Pledge, names: Names, zone: tzinfo) -> Phrase:
    """The first line of a card; its day is the drive's own."""
    day = pledge.made_at.astimezone(zone).date()
    return _("🎁 <b>Gift {code}</b>, {day}: {what}", code=shown(pledge.code), day=day, what=what(pledge, names))


def card(pledge: Pledge, names: Names, zone: tzinfo, today: date) -> list[Phrase | str]:
    """A gift in a few lines."""
    lines: list[Phrase | str] = [head(pledge, names, zone), standing(pledge, today)]
    lines += [_("Valid until {day}.", day=max(one.valid_to for one in pledge.services))] if pledge.services else []
    if pledge.origin.through:
        lines.append(_("Through: {name}", name=pledge.origin.through))
    if pledge.origin.giving_from:
        lines.append(_("Giving from: {place}", place=pledge.origin.giving_from))
    if pledge.slot and pledge.status == "promised":
        lines.append(_("When: {slot}.", slot=slot_phrase(pledge.slot)))
    return lines


def buttons(pledge: Pledge) -> list[Offer]:
    """The two things to do about a gift."""
    code = pledge.code
    journey = Offer(_("🎫 Journey of the gift"), f"/journey {code}")
    cancel = Offer(_("Cancel this promise"), f"/cancel_gift {code}")
    if pledge.status == "cancelled":
        return [GIFTS]
    if pledge.status == "received":
        return [Offer(_("📜 Certificate"), f"/certificate {code}"), journey]
    if pledge.kind != "devices":
        return [journey, GIFTS if begun(pledge) or pledge.back is not None else cancel]
    if pledge.way != "bring":
        return [journey, GIFTS if begun(pledge) else cancel]
    move = Offer(_("🕑 Change the time") if pledge.slot else _("🕑 Choose a time"), f"/move_visit {code}")
    return [move, journey if begun(pledge) else Offer(_("I cannot bring it"), f"/cannot_bring {code}")]


def begun(pledge: Pledge) -> bool:
    """Whether something of it is in already, so that it is no longer simply taken back."""
    return pledge.came > 0 or (pledge.paid is not None and pledge.paid.minor > 0)


def _state(pledge: Pledge, today: date) -> tuple[Phrase, Phrase]:
    if pledge.status == "cancelled":
        return _("⚪ cancelled"), _("nothing more to do")
    if pledge.kind == "services":
        return _service(pledge, today)
    if pledge.status == "received":
        following = _("next: it is checked and matched with a pupil")
        if pledge.bought:
            following = _("it has bought something for the pupils: its journey tells what")
        elif pledge.cash is not None:
            following = _("next: it buys devices for the pupils")
        return _("🟢 received"), following
    if pledge.cash is not None:
        return _money(pledge)
    if pledge.came:
        some = _("🟡 received: {n} of {all}", n=pledge.came, all=pledge.pieces)
        return some, _("next: bring the rest to the reception, with the code")
    if pledge.way == "fetch":
        return _("🟡 promised"), _("next: the reception board calls you before it fetches it")
    return _("🟡 promised"), _("next: bring it to the reception, with the code")


def _money(pledge: Pledge) -> tuple[Phrase, Phrase]:
    assert pledge.cash is not None
    if pledge.back is not None:
        return _("↩️ {back} went back to you", back=pledge.back), _("nothing more is expected")
    if begun(pledge):
        part = _("🟡 received: {paid} of {sum}", paid=pledge.paid, sum=pledge.cash)
        return part, _("next: the rest, with the code in the transfer note")
    if pledge.cash.currency != "VND":
        return _("🟡 promised"), _("next: bring the money to the reception, with the code")
    return _("🟡 promised"), _("next: transfer it, with the code in the note")


def _service(pledge: Pledge, today: date) -> tuple[Phrase, Phrase]:
    if pledge.status == "promised":
        return _("🟡 promised"), _("next: the reception board settles the agreement with you")
    if all(one.ended(today) for one in pledge.services):
        return _("⚪ ended"), _("nothing more to do")
    return _("🟢 in force"), _("next: households and pupils use it")
