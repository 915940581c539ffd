"""The digest goes out by itself to everybody who is to have it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.phrase import _
from bot.chat.words import Offer
from bot.messages import Incoming, Lane
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.calendar.periods import periods
from bot.programme.ledger import entries as ledger
from bot.programme.people.reminding import note, remind
from bot.programme.plan import Plan
from bot.programme.plan.identity import Recipient
from bot.programme.reporting import digest
from bot.programme.reporting.digest_message import chart, reports_offered
from bot.programme.world import World
from bot.storage.tables import contacts, people, roles, units
from bot.storage.talks import CONTACT, Contact, contact_of


def digest_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """The day of every report, or every day, as the plan says."""
    if plan.digest is None:
        return
    hour, minute = plan.digest.at.hour, plan.digest.at.minute
    if plan.digest.every == "report":
        for period in periods(plan, until):
            at = period.due.astimezone(ZoneInfo(plan.time_zone)).replace(hour=hour, minute=minute)
            yield Due(at, f"digest:{plan.slug}:{period.key}", "digest", plan.slug, {"period": period.key})
    if plan.digest.every == "day":
        for at in every_day(plan, hour, minute, since_opened(plan, after), min(_last_day(plan, until), until)):
            yield Due(at, f"digest:{plan.slug}:{at:%Y-%m-%d}", "digest", plan.slug, {"period": ""})


def _last_day(plan: Plan, until: datetime) -> datetime:
    """Up to when daily digests go out: a day after the last report is due or the drive closes, so that all is in it."""
    if plan.window.closes is None:
        return until
    return max([plan.window.closes, *(period.due for period in periods(plan, until)[-1:])]) + timedelta(days=1)


@occasion("digest", times=digest_times, writes=True)
async def send_digest(tx: World, update: Incoming) -> None:
    """Sends a period's digest to everybody who is to have it; after an outage only the latest one."""
    period = update.about["period"]
    if any(update.at < one.at <= tx.now for one in digest_times(tx.plan, update.at, tx.now)):
        note(tx, update.id, "digest", None, "suppressed", "a later digest is due")
        return
    found = await digest.compose(tx, period=period)
    await ledger.anchor(tx, update.id)
    reached = await recipients(tx)
    if not reached:
        note(tx, update.id, "digest", None, "failed", "no recipient")
    for contact in reached:
        offers = [Offer(_("📊 Figures of today"), "/digest"), *reports_offered(found)]
        picture = chart(tx, found, contact.language)
        remind(tx, update.id, "digest", contact, digest.lines(found), offers, picture, Lane.BULK)


async def recipients(tx: World) -> list[Contact]:
    """Everybody who is to have the digest: holders of the recipients' roles in their units."""
    wanted = [line for line in tx.plan.recipients if line.digest]
    statement = (
        select(*CONTACT, roles.c.role, units.c.key, units.c.kind)
        .join(contacts, contacts.c.id == roles.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .outerjoin(units, units.c.id == roles.c.unit_id)
        .where(roles.c.drive == tx.drive, roles.c.ended_at.is_(None))
        .order_by(roles.c.id)
    )
    found: dict[int, Contact] = {}
    for row in await tx.work.rows(statement):
        if any(_is_for(line, row.role, row.key, row.kind) for line in wanted):
            found.setdefault(row.id, contact_of(row))
    return list(found.values())


def _is_for(line: Recipient, role: str, unit: str | None, kind: str | None) -> bool:
    if role != line.role:
        return False
    return unit in line.units or kind in line.kinds or not (line.units or line.kinds)
