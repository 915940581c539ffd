"""Appointments are brought back to mind the evening before, or two hours ahead where they were made after that."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming
from bot.programme import codes
from bot.programme.calendar.drop_off_hours import hours_of
from bot.programme.calendar.every_day import STEP, every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.giving import appointments as visits
from bot.programme.people.notices import notice_line, notices_for
from bot.programme.people.reminding import note, remind
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import contacts, people, reminders
from bot.storage.talks import CONTACT, Contact, contact_of

EVENING: Final = 18  # o'clock
BEFORE: Final = timedelta(hours=2)
"""How long before their hours those are reminded who made their appointment after that evening."""


def reminder_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every evening about the next day's appointments, and two hours ahead of each slot about those of its hours."""
    after, zone = since_opened(plan, after), ZoneInfo(plan.time_zone)
    places = plan.goods.drop_off if plan.goods and "devices" in plan.modules else ()
    for at in every_day(plan, EVENING, 0, after, until) if places else ():
        morning = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)
        about = {"since": morning.isoformat(), "until": (morning + timedelta(days=1)).isoformat()}
        yield Due(at, f"visits:{plan.slug}:{morning:%Y-%m-%d}", "visit_reminders", plan.slug, about)
    ahead = {slot.begins for place in places for slot in hours_of(plan, place, after + BEFORE, until + BEFORE)}
    for begins in ahead:
        about = {"since": begins.isoformat(), "until": (begins + STEP).isoformat()}
        key = f"visits:{plan.slug}:{begins:%Y-%m-%dT%H:%M}"
        yield Due(begins - BEFORE, key, "visit_reminders", plan.slug, about)


@occasion("visit_reminders", times=reminder_times, writes=True)
async def appointment_reminders(tx: World, update: Incoming) -> None:
    """Reminds those who bring something in these hours, once for each appointment, until its hours begin."""
    since, until = (datetime.fromisoformat(update.about[end]) for end in ("since", "until"))
    places = {place.key: place for place in (tx.plan.goods.drop_off if tx.plan.goods else ())}
    rows = await visits.expected(tx, list(places), since, until)
    about = {row.pledge: f"visit:{row.pledge}:{row.slot_at.isoformat()}" for row in rows}
    known = select(reminders.c.about).where(reminders.c.about.in_(list(about.values())))
    done = [row.about for row in await tx.work.rows(known)] if rows else []
    people_by_id = await _contacts(tx, [row.contact_id for row in rows])
    for row in rows:
        if about[row.pledge] in done:
            continue
        if tx.now >= row.slot_at:
            note(tx, update.id, about[row.pledge], row.contact_id, "suppressed", "stale")
            continue
        place, begins = places[row.place], row.slot_at.astimezone(tx.zone)
        hours = (row.slot or "").rpartition(" ")[2].replace("-", "–")
        when = {"day": f"{begins.day}/{begins.month}", "hours": hours}
        tomorrow = begins.date() > tx.today
        said: list[Phrase | str] = [
            _("Tomorrow, {day}, {hours}, we expect your gift {code}. Thank you!", code=codes.shown(row.code), **when)
            if tomorrow
            else _("Today, {day}, {hours}, we expect your gift {code}. Thank you!", code=codes.shown(row.code), **when),
            _("<b>{name}</b>, {address}", name=place.name, address=place.address),
            _("Please write the code on a piece of paper and put it with the device."),
            *[notice_line(told, tx.now) for told in notices_for(tx.plan, [place.unit]) if told.holds(row.slot_at)],
        ]
        offers = [
            Offer(_("🕑 Change the time"), f"/move_visit {row.code}"),
            Offer(_("I cannot bring it"), f"/cannot_bring {row.code}"),
        ]
        remind(tx, update.id, about[row.pledge], people_by_id[row.contact_id], said, offers)


async def _contacts(tx: World, wanted: Collection[int]) -> dict[int, Contact]:
    """Contacts by their numbers, also those that cannot be reached."""
    who = select(*CONTACT).join(people, people.c.id == contacts.c.person_id)
    return {row.id: contact_of(row) for row in await tx.work.rows(who.where(contacts.c.id.in_(wanted)))}
