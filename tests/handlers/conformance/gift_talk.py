"""The talk about a gift of money, in which every messenger is tried: its sentences, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table, func, select

from bot.chat.phrase import Phrase, _
from bot.messages import Button
from bot.storage.tables import pledges, talks
from tests.handlers.conformance.messenger import Message, Messenger, vi

HOW_MUCH = _("How much would you like to give? For example: 500k, 2 triệu or 1.500.000.")
WHOSE = _("In whose name is the gift?")
WHERE = _(
    "Which commune or office should this gift count towards? Type a part of its name, for example: {unit}.",
    unit="Cao Vien",
)
WHAT = _("What would you like to do?")
CLOSED = _("This question is closed already.")
ANONYMOUS, FIRM = _("Without a name"), _("A business")
YES, NOWHERE = _("✅ Yes, I promise"), _("No unit")


def button(message: Message, label: Phrase | str) -> Button:
    """The button with a label."""
    [found] = [each for each in message.buttons if each.label == vi(label)]
    return found


async def count(messenger: Messenger, table: Table = pledges) -> int:
    rows = await messenger.house.rows(select(func.count()).select_from(table))
    return int(rows[0][0])


async def donors(messenger: Messenger) -> list[tuple[str, str, int]]:
    """(sort of donor, name, sum) of every pledge."""
    rows = await messenger.house.rows(
        select(pledges.c.donor, pledges.c.donor_name, pledges.c.minor).order_by(pledges.c.id)
    )
    return [tuple(row) for row in rows]


async def open_talk(messenger: Messenger) -> Sequence[object]:
    """What is known of the open talk."""
    return await messenger.house.rows(
        select(talks.c.flow, talks.c.seq, talks.c.journal).where(talks.c.status == "open")
    )
