"""How the drive is doing, for everybody: totals only, never a name."""

from __future__ import annotations

from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.reporting.progress import drive_progress


@flow("tiendo", label=_("📈 Progress"), glance=True)
async def progress(chat: Chat) -> None:
    seen = await chat.look(drive_progress)
    if not (seen.gifts or seen.students_listed or seen.received or seen.granted):
        await chat.say(_("Nothing has been promised yet. Would you like to be the first?"))
        return
    lines: list[Phrase | str] = [_("<b>{drive}</b> so far:", drive=seen.drive)]
    lines.append(_("💰 Money promised: <b>{total}</b> ({gifts})",
                   total=Cash(seen.dong), gifts=_n("{n} gift", "{n} gifts", seen.cash_gifts)))  # fmt: skip
    if seen.received:
        lines.append(_("✅ Money received: <b>{total}</b>", total=Cash(seen.received)))
    if seen.unmatched:
        lines.append(_("   of which the sender is not identified yet: {sum}", sum=Cash(seen.unmatched)))
    if seen.granted:
        lines.append(_("🏛 Budget and fund money: <b>{total}</b>", total=Cash(seen.granted)))
    if seen.spent:
        lines.append(_("🧾 Paid out: <b>{total}</b>", total=Cash(seen.spent)))
    lines += [_("💻 {name}: <b>{count}</b> promised", name=thing.name, count=thing.count) for thing in seen.things]
    if seen.students_listed:
        lines.append(_("🎒 Pupils on the list: <b>{count}</b>", count=seen.students_listed))
    if seen.handed.students:
        lines.append(_("🤝 Handed over: <b>{devices}</b> devices, {lines} connections",
                       devices=seen.handed.devices, lines=seen.handed.lines))  # fmt: skip
    await chat.say(*lines)
