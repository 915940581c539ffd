"""Cash book lines that wait for their second signature: whoever may give it is reminded each morning after a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.chat.phrase import _
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.money.cash_book import line_lines, line_of
from bot.programme.money.transfers import CASHIERS
from bot.programme.people.contacts import holders
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import cash_lines, contacts

AT: Final = 8  # o'clock
PATIENCE: Final = timedelta(days=1)
"""So long a line may wait before it is missed: it counts for nothing until then."""
MOST: Final = 3
"""So many lines of one unit are told of in a morning, the oldest first."""


def reminder_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning since the drive opened, also after its close."""
    for at in every_day(plan, AT, 0, since_opened(plan, after), until) if "cash" in plan.modules else ():
        yield Due(at, f"unsigned:{plan.slug}:{at:%Y-%m-%d}", "unsigned", plan.slug)


@occasion("unsigned", times=reminder_times, writes=True)
async def remind_signers(tx: World, _update: Incoming) -> None:
    """Shows the units' other cashiers what has waited for a signature for over a day."""
    mine = (cash_lines.c.drive == tx.drive) & (cash_lines.c.status == "waiting")
    late = select(cash_lines.c.id, cash_lines.c.unit_id, contacts.c.person_id)
    late = late.join(contacts, contacts.c.id == cash_lines.c.written_by)
    told: dict[int, int] = {}
    for row in await tx.work.rows(late.where(mine, cash_lines.c.made_at < tx.now - PATIENCE).order_by(cash_lines.c.id)):
        told[row.unit_id] = told.get(row.unit_id, 0) + 1
        if told[row.unit_id] > MOST:
            continue
        said = [*line_lines(await line_of(tx, row.id)), _("It has waited for a second signature for over a day.")]
        offers = [Offer(_("✅ Counted, I sign"), f"/kyquy {row.id}"), Offer(_("It is not right"), f"/khongky {row.id}")]
        for contact in await holders(tx, row.unit_id, CASHIERS):
            if contact.person_id != row.person_id:
                tx.tell(contact, said, offers=offers)
