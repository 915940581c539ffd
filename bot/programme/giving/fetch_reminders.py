"""Those who fetch are reminded, once each, of a wish that nobody has answered, and of an agreed day that has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme import codes
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.giving.fetch_notices import fetchers
from bot.programme.people.reminding import note
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import fetches, pledge_goods, pledges, reminders

AT: Final = 8  # o'clock, before anybody drives off
PATIENCE: Final = timedelta(days=2)
"""So long a wish to have something fetched may wait for an answer."""
MOST: Final = 8
"""Told of in one message; what is left comes the next morning."""


def reminder_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning from the opening on, where devices are given."""
    for at in every_day(plan, AT, 0, since_opened(plan, after), until) if "devices" in plan.modules else ():
        yield Due(at, f"fetches:{plan.slug}:{at:%Y-%m-%d}", "fetch_reminders", plan.slug)


@occasion("fetch_reminders", times=reminder_times, writes=True)
async def fetch_reminders(tx: World, update: Incoming) -> None:
    """Tells them of what waits, in one message."""
    told = await fetchers(tx)
    waiting = list((await _waiting(tx)).items()) if told else []
    known = select(reminders.c.about).where(reminders.c.about.in_([about for about, _said in waiting]))
    done = {row.about for row in await tx.work.rows(known)} if waiting else set()
    new = [(about, said) for about, said in waiting if about not in done][:MOST]
    for contact in told if new else ():
        message = tx.tell(contact, [said for _about, said in new], offers=[Offer(_("🚚 To be fetched"), "/fetch_list")])
        for about, _said in new:
            note(tx, update.id, about, contact.id, "sent", None, message)


async def _waiting(tx: World) -> dict[str, Phrase]:
    """What waits for those who fetch, the oldest first: what a reminder is about, and the line that says it."""
    fetched = select(pledge_goods.c.pledge_id).where(pledge_goods.c.way == "fetch")
    mine = (pledges.c.drive == tx.drive) & (pledges.c.status == "promised") & pledges.c.id.in_(fetched)
    statement = select(pledges.c.id, pledges.c.code, pledges.c.made_at, fetches.c.state, fetches.c.day,
                       fetches.c.changed_at)  # fmt: skip
    statement = statement.outerjoin(fetches, fetches.c.pledge_id == pledges.c.id).where(mine).order_by(pledges.c.id)
    found: dict[str, Phrase] = {}
    for row in await tx.work.rows(statement):
        since, code = row.changed_at or row.made_at, codes.shown(row.code)
        if row.state == "agreed":
            day = date.fromisoformat(row.day)
            if day < tx.today:
                said = _("🚚 {code} was to be fetched on {day}: please say whether it was.", code=code, day=day)
                found[f"fetch:{row.id}:{row.day}"] = said
        elif row.state != "fetched" and since <= tx.now - PATIENCE:
            day = since.astimezone(tx.zone).date()
            said = _("🚚 {code} waits to be fetched since {day}: please agree on a day.", code=code, day=day)
            found[f"fetch:{row.id}:{since.isoformat()}"] = said
    return found
