"""Pupils who have a device and no connection, and what there is for them."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.allocation.without_line import without_line
from bot.programme.codes import shown


@flow("chuacomang", label=_("📶 No connection yet"), glance=True)
async def offline_students(chat: Chat) -> None:
    found = await chat.look(without_line)
    if not found.count:
        await chat.say(_("Every pupil who has a device has a connection, or needs none."))
        return
    lines: list[Phrase | str] = [
        _n("📶 <b>{n} pupil has a device and cannot learn yet: no connection.</b>",
           "📶 <b>{n} pupils have a device and cannot learn yet: no connection.</b>", found.count)
    ]  # fmt: skip
    lines += [
        _("{code}, {school}: device handed over", code=shown(one.code), school=one.school)
        if one.handed_over
        else _("{code}, {school}: device bound", code=shown(one.code), school=one.school)
        for one in found.first
    ]
    if found.count > len(found.first):
        lines.append(_n("and {n} more pupil", "and {n} more pupils", found.count - len(found.first)))
    lines.append(_n("Ready for them: {n} connection.", "Ready for them: {n} connections.", found.free))
    await chat.say(*lines, offers=[Offer(_("⚖️ Allot"), "/allot")])
