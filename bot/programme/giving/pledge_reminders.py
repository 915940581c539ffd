"""Open pledges are brought back to mind, at most so often as the plan says; not those that we are to fetch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme import codes
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.people.reminding import remind
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import contacts, people, pledge_goods, pledges
from bot.storage.talks import CONTACT, contact_of

AT: Final = 9  # o'clock


def reminder_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning from the opening on, where the plan reminds at all."""
    for at in every_day(plan, AT, 0, since_opened(plan, after), until) if plan.pledge_reminders.most else ():
        yield Due(at, f"pledges:{plan.slug}:{at:%Y-%m-%d}", "pledge_reminders", plan.slug)


@occasion("pledge_reminders", times=reminder_times, writes=True)
async def pledge_reminders(tx: World, _update: Incoming) -> None:
    """Brings open pledges back to mind, at most so often as the plan says."""
    rules = tx.plan.pledge_reminders
    today = tx.now.astimezone(tx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    # What is to be fetched waits for us; should its donor bring it after all, the days count from here.
    due = (pledges.c.drive == tx.drive) & (pledges.c.status == "promised") & (pledges.c.remind_at <= tx.now)
    fetched = pledges.c.id.in_(select(pledge_goods.c.pledge_id).where(pledge_goods.c.way == "fetch"))
    await tx.work.execute(
        update(pledges).where(due, fetched).values(remind_at=today + timedelta(days=rules.every_days))
    )
    statement = (
        select(*CONTACT, pledges.c.id.label("pledge"), pledges.c.code, pledges.c.minor, pledges.c.currency,
               pledges.c.reminded)
        .join(contacts, contacts.c.id == pledges.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(due)
    )  # fmt: skip
    for row in await tx.work.rows(statement):
        again = row.reminded + 1
        # Counted in days: a look at nine and some seconds must not cost a day each time.
        following = today + timedelta(days=rules.every_days) if again < rules.most else None
        change = update(pledges).where(pledges.c.id == row.pledge)
        await tx.work.execute(change.values(reminded=again, remind_at=following))
        code = codes.shown(row.code)
        what = Cash(row.minor, row.currency) if row.minor else _("the devices")
        said: list[Phrase | str] = [
            _(
                "You promised {what} (code {code}). Whenever it suits you, the children will be glad.",
                what=what,
                code=code,
            ),
        ]
        offers = [
            Offer(_("How do I hand it over?"), f"/gift {row.code}"),
            Offer(_("Do not remind me"), f"/stop_reminders {row.code}"),
            Offer(_("Cancel this promise"), f"/cancel_gift {row.code}"),
        ]
        remind(tx, f"pledge:{row.pledge}:{again}", f"pledge:{row.pledge}", contact_of(row), said, offers)
