"""The repair queue: what waits to be repaired, by what is broken, and what became of the rest."""

from __future__ import annotations

from bot.chat.phrase import Cash, Phrase, _, _n, given, joined
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.devices.repairs import BrokenDevice, put_back
from bot.programme.devices.repairs import repair_queue as queue
from bot.programme.people.roles import SORTS


@flow("suamay", "hangdoisua", label=_("🔧 Repairs"), roles=(SORTS,), glance=True, module="devices")
async def repair_queue(chat: Chat) -> None:
    found = await chat.look(queue)
    lines: list[Phrase | str] = [_("Nothing waits to be repaired.")]
    if found.whole:
        lines = [_n("{n} device waits to be repaired or is being repaired:",
                    "{n} devices wait to be repaired or are being repaired:", found.whole)]  # fmt: skip
    lines += [_line(one, chat) for one in found.devices]
    if found.whole > len(found.devices):
        lines.append(_("… and {n} more.", n=found.whole - len(found.devices)))
    if found.done or found.given_up:
        values = {"done": found.done, "given_up": found.given_up, "cost": Cash(found.cost), "minutes": found.minutes}
        lines.append(_("So far: {done} repaired, {given_up} given up; {cost}, {minutes} minutes of work.", **values))
    offers = [Offer(shown(one.tag), f"/device {one.tag}") for one in found.devices]
    await chat.say(*lines, offers=[*offers, Offer(_("🗄 Store"), "/stock")])


def _line(one: BrokenDevice, chat: Chat) -> Phrase:
    """A device with what is broken, and where it lies or who is at it."""
    values = {"tag": shown(one.tag), "name": one.name}
    if one.by:
        return _("• {tag} {name}: {broken} – {unit} is repairing it", broken=one.broken, unit=one.by, **values)
    answers = [given(answer) for _question, answer in one.found]
    broken = joined([*answers, *([one.note] if one.note else [])] or [_("not looked at yet")])
    day = one.since.astimezone(chat.zone).date()
    return _("• {tag} {name}: {broken} – at {place}, since {day}", broken=broken, place=one.place, day=day, **values)


@flow("trasua", label=_("Leave a repair to others"), glance=True, module="devices")
async def leave_repair(chat: Chat) -> None:
    """The device goes back into the queue; its tag stands behind the command."""
    tag = await chat.do(put_back, tag=chat.argument)
    await chat.say(_("{tag} waits in the repair queue again.", tag=shown(tag)),
                   offers=[Offer(_("🔧 Repairs"), "/repair_queue")])  # fmt: skip
