"""The reception board: every place with its hours and what is brought there, and who may be called for what."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, given, joined
from bot.chat.words import Chat, Offer
from bot.flows.giving.appointment_hours import weekly_hours
from bot.flows.registry import flow
from bot.programme.people.about import about_drive
from bot.programme.people.notices import notice_line
from bot.programme.people.reception_board import Board, Counter, Member, whole_board


@flow("noitiepnhan", "noinhan", "bantiepnhan", label=_("📍 Reception"), glance=True)
async def reception(chat: Chat) -> None:
    board, drive = await chat.look(whole_board), await chat.look(about_drive)
    lines: list[Phrase | str] = []
    if board.counters:
        lines.append(_("Brought here: {things}.", things=joined([given(name) for name in board.things])))
    lines += [line for counter in board.counters for line in _place(chat, counter)]
    if "cash" in drive.modules:
        lines.append(_("💳 Money is best transferred: with a pledge you get a code and a QR picture."))
    lines += [line for member in board.members for line in _person(member)]
    lines += _organiser(board)
    lines += [notice_line(told, chat.now) for told in board.notices]
    offers = [Offer(_("💻 Give devices"), "/give_devices")] if board.counters and drive.takes else []
    await chat.say(*lines, offers=offers)


def _place(chat: Chat, counter: Counter) -> list[Phrase | str]:
    lines: list[Phrase | str] = [_("📍 <b>{name}</b>, {address}", name=counter.name, address=counter.address)]
    lines += [_("   {hours}", hours=hours) for hours in weekly_hours(counter.slots)]
    return lines + [_("   {notice}", notice=notice_line(told, chat.now)) for told in counter.notices]


def _person(member: Member) -> list[Phrase | str]:
    lines: list[Phrase | str] = [
        _("☎️ <b>{name}</b>, {title}: {phone}", name=member.name, title=member.title, phone=member.phone)
    ]
    if member.handles:
        lines.append(_("   {what}", what=member.handles))
    lines.append(_("   {unit}, {address}", unit=member.unit, address=member.address) if member.address
                 else _("   {unit}", unit=member.unit))  # fmt: skip
    return lines


def _organiser(board: Board) -> list[Phrase | str]:
    parts: list[Phrase | str] = [part for part in (board.address, board.phone, board.email) if part]
    if not parts:
        return [_("🏛 {organiser}", organiser=board.organiser)]
    return [_("🏛 {organiser}: {parts}", organiser=board.organiser, parts=joined(parts))]
