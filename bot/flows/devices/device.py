"""One device by its tag: what it is, its state and what comes next, its history, and what may be done with it."""

from __future__ import annotations

from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Chat, Offer
from bot.flows.devices.condition_lines import condition_lines
from bot.flows.devices.device_questions import VERDICT_NAMES
from bot.flows.devices.state_names import HAPPENED, SOURCES, STATES
from bot.flows.handover.receiver_lines import receiver_lines
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.care import IN_STORE, Device, clear, device_seen
from bot.programme.devices.reception import reception_terms
from bot.programme.devices.release import BATTERIES, WIPE_METHODS
from bot.programme.devices.repair_log import WHY_GIVEN_UP, Repair
from bot.programme.handover.hand_over import family_of

LINK = "may-"
"""What stands before the tag in the link of a label: /start may-TAG."""


@flow("may", "thietbi", label=_("One device"), glance=True, module="devices")
async def device(chat: Chat) -> None:
    await show_device(chat, chat.argument)


async def show_device(chat: Chat, tag: str) -> None:
    """Says what a device is and offers what may be done with it: to its keepers, and whoever hands it to a family."""
    if not tag:
        await chat.say(_("Please type the tag behind it, for example: /device TOM-7K2P-QXR."))
        return
    family = await chat.look(family_of, tag=tag)
    if family is not None:
        offers = [Offer(_("🤝 Hand it over"), f"/hand_over {tag}")] if family.handed is None else []
        photo = {"file": family.photo} if family.photo else None
        await chat.say(*receiver_lines(family), offers=offers, picture=photo)
        if not family.keeps:
            return
    seen = await chat.look(device_seen, tag=tag)
    terms = await chat.look(reception_terms)
    state, following = STATES[seen.status]
    at = next((one for one in seen.repairs if one.state == "under_way"), None)
    if at is not None:
        following = _("{unit} is repairing it", unit=at.unit)
    sort = _("used") if seen.used else _("new")
    lines: list[Phrase | str] = [
        _("🏷 <b>{tag}</b>", tag=shown(seen.tag)),
        _("{name}, {sort}, {number}", name=seen.name, sort=sort, number=seen.serial or _("without a number")),
        _("{state} – {next}", state=state, next=following),
    ]
    if seen.under_way:
        lines.append(_("On its way to another unit."))
    if seen.status != "withdrawn":
        lines.append(_("Lies at: {place}", place=seen.place))
    if seen.keeps or seen.bought is not None:
        lines.append(_origin(seen))
    lines.append(_("Verdict: {verdict}", verdict=VERDICT_NAMES[seen.verdict]))
    lines += condition_lines(seen.condition, terms.questions)
    if seen.used and seen.holds:
        lines.append(_("Data wiped: {wiped}. Lock removed: {unlocked}.", wiped=seen.wiped, unlocked=seen.unlocked))
    if seen.wipe_method:
        lines.append(_("Wiped: {method}.", method=WIPE_METHODS[seen.wipe_method]))
    if seen.battery:
        lines.append(_("Battery: {battery}. System: {system}.", battery=BATTERIES[seen.battery], system=seen.system))
    lines += [_repair_line(one, chat) for one in seen.repairs]
    if seen.note:
        lines.append(_("Note: {note}", note=seen.note))
    for one in seen.history:
        what = _("{day}: {what}", day=one.at.astimezone(chat.zone).date(), what=HAPPENED.get(one.sort, one.sort))
        lines.append(_("{line} – {reason}", line=what, reason=one.reason) if one.reason else what)
    if seen.late:
        lines.append(_("It came after the drive's end; this is noted."))
    picture = {"file": seen.photo} if seen.photo else None
    await chat.say(*lines, offers=_offers(seen), picture=picture)


def _offers(seen: Device) -> list[Offer]:
    """What may be done with it in its state."""
    if seen.status not in IN_STORE or seen.under_way:
        return []
    offers = []
    if seen.used and seen.holds and (seen.status == "received" or not seen.wipe_method):
        offers.append(Offer(_("✅ Check before release"), f"/check_device {seen.tag}"))
    if seen.sorts and seen.status == "repair":
        offers += repair_offers(seen)
    if seen.sorts:
        offers.append(Offer(_("⚖️ Change the verdict"), f"/judge_device {seen.tag}"))
    if seen.keeps:
        offers += [
            Offer(_("🏷 Print this label"), f"/label {seen.tag}"),
            Offer(_("↩️ Take it out of the books"), f"/withdraw_device {seen.tag}"),
        ]
    return offers


def repair_offers(seen: Device) -> list[Offer]:
    """What may be done about the repair of a device that waits for it."""
    at = next((one for one in seen.repairs if one.state == "under_way"), None)
    if at is not None and not at.mine:
        return []
    if at is None:
        return [Offer(_("🔧 I repair it"), f"/take_on_repair {seen.tag}")]
    return [
        Offer(_("✅ Repaired"), f"/repaired {seen.tag}"),
        Offer(_("🛑 Give it up"), f"/give_up {seen.tag}"),
        Offer(_("Leave it to others"), f"/leave_repair {seen.tag}"),
    ]


def _origin(seen: Device) -> Phrase:
    """Who gave it, or what bought it."""
    donor = seen.donor or _("without a name")
    if seen.bought is not None:
        piece = seen.bought
        return _n(
            "Bought: {code}, piece {place} of {count}, {price}, paid by {n} gift",
            "Bought: {code}, piece {place} of {count}, {price}, paid by {n} gifts",
            piece.gifts, code=shown(piece.code), place=piece.place, count=piece.count, price=piece.price,
        )  # fmt: skip
    if seen.source != "gift":
        return _("From: {name} ({origin})", name=donor, origin=SOURCES[seen.source])
    if seen.code:
        return _("From: {name}, promise {code}", name=donor, code=shown(seen.code))
    return _("From: {name}", name=donor)


def _repair_line(one: Repair, chat: Chat) -> Phrase:
    """One repair, as it stands or as it ended."""
    begun = one.taken_at.astimezone(chat.zone).date()
    values = {"day": begun, "broken": one.broken, "unit": one.unit}
    if one.state == "under_way":
        return _("🔧 {day}: {broken} – {unit} is repairing it", **values)
    if one.state == "put_back":
        return _("🔧 {day}: {broken} – {unit} left it to others", **values)
    work = {"cost": Cash(one.cost), "minutes": one.minutes}
    if one.state == "given_up":
        return _("🛑 {day}: {broken} – given up by {unit}: {why} ({cost}, {minutes} min)",
                 why=WHY_GIVEN_UP[one.why], **values, **work)  # fmt: skip
    parts = one.parts or _("no parts")
    return _("✅ {day}: {broken} – repaired by {unit}: {parts} ({cost}, {minutes} min)", parts=parts, **values, **work)


@flow("daxoa", label=_("🧹 Data is wiped"), glance=True, module="devices")
async def wiped(chat: Chat) -> None:
    """Notes that the previous owner's data is gone."""
    await chat.do(clear, tag=chat.argument, what="wiped")
    await show_device(chat, chat.argument)


@flow("damokhoa", label=_("🔓 Lock is removed"), glance=True, module="devices")
async def unlocked(chat: Chat) -> None:
    """Notes that the previous owner's account and lock are gone."""
    await chat.do(clear, tag=chat.argument, what="unlocked")
    await show_device(chat, chat.argument)
