"""Reminders and digests as they fall due: each ends as sent, suppressed (why) or failed (why), and is written down."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot import texts
from bot.chat.phrase import Cash, Lines, Phrase, _
from bot.chat.words import Offer
from bot.messages import Incoming, Lane
from bot.programme import codes
from bot.programme.calendar import occasions
from bot.programme.calendar.periods import periods
from bot.programme.giving import appointments as visits
from bot.programme.giving import journey
from bot.programme.money.statements import forget_undecided
from bot.programme.plan.identity import Recipient
from bot.programme.reporting import digest
from bot.programme.world import World
from bot.storage import inbox, outbox, talks
from bot.storage.columns import NO, YES
from bot.storage.ids import new_id
from bot.storage.tables import contacts, people, pledges, reminders, reports, roles, units
from bot.storage.talks import CONTACT, Contact, contact_of

KEEP_DAYS = 30
STALE_AFTER = timedelta(hours=1)
"""A reminder that could not go out by this long after the deadline, or after its own later hour, does not go out."""


async def report_reminder(tx: World, update: Incoming) -> None:
    """Reminds the contacts of all units whose report for a period is still missing."""
    period = next(p for p in periods(tx.plan, tx.now) if p.key == update.about["period"])
    stale = "stale" if tx.now > max(period.due, update.at) + STALE_AFTER else ""
    stale = "made up for by a later one" if update.about.get("late") else stale
    deputy = update.about.get("to") == "deputy"
    owing = (
        select(units.c.id, units.c.name, reports.c.id.label("report"))
        .outerjoin(reports, (reports.c.unit_id == units.c.id) & (reports.c.period == period.key))
        .where(units.c.drive == tx.drive, units.c.reports == YES, units.c.exempt == NO)
    )
    reached = await _contacts_by_unit(tx, "deputy" if deputy else "unit_contact")
    for unit, name, report in await tx.work.rows(owing):
        about = f"unit:{unit}"
        if report is not None or stale:
            _note(tx, update.id, about, None, "suppressed", "reported" if report is not None else stale)
            continue
        if not reached.get(unit):
            why = ("suppressed", "no deputy") if deputy else ("failed", "no contact")
            _note(tx, update.id, about, None, *why)
            continue
        for contact in reached[unit]:
            said: list[Phrase | str] = [
                _("The report of {unit} is due at {due}.", unit=name, due=period.due),
                _("It takes a minute: the figures are filled in already."),
            ]
            offers = [Offer(_("📝 Report now"), f"/weekly_report {unit}")]
            _remind(tx, update.id, about, contact, said, offers)


async def send_digest(tx: World, update: Incoming) -> None:
    """Sends a period's digest to everybody who is to have it; after an outage only the latest one."""
    period = update.about["period"]
    if any(one.sort == "digest" for one in occasions.planned(tx.plan, update.at, tx.now)):
        _note(tx, update.id, "digest", None, "suppressed", "a later digest is due")
        return
    found = await digest.compose(tx, period=period)
    reached = await recipients(tx)
    if not reached:
        _note(tx, update.id, "digest", None, "failed", "no recipient")
    for contact in reached:
        offers = [Offer(_("📊 Figures of today"), "/digest")]
        picture = chart(tx, found, contact.language)
        _remind(tx, update.id, "digest", contact, digest.lines(found), offers, picture, Lane.BULK)


def chart(tx: World, found: digest.Digest, language: str) -> dict[str, Any]:
    """The recipe of the digest's picture."""

    def words(value: object) -> str:
        return texts.unmarked(texts.shown(value, language, tx.zone))

    bars = [{"label": name, "value": amount, "shown": words(Cash(amount)), "note": ""}
            for name, amount in found.top]  # fmt: skip
    if found.other > 0:
        shown = words(Cash(found.other))
        bars.append({"label": words(_("Others")), "value": found.other, "shown": shown, "note": "", "rest": True})
    total = found.total.get("cash")
    return {
        "make": "bars",
        "title": words(tx.plan.short_name),
        "subtitle": words(_("Money promised by unit, as of {at}", at=found.at)),
        "bars": bars,
        "empty": words(_("No figures yet. They will appear here after the first gift.")),
        "total_line": words(_("Total: {total}", total=Cash(total.amount if total else 0))),
    }


async def recipients(tx: World) -> list[Contact]:
    """Everybody who is to have the digest: holders of the recipient lines' roles in their units."""
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


async def pledge_reminders(tx: World, _update: Incoming) -> None:
    """Brings open promises back to mind, at most so often as the plan says."""
    rules = tx.plan.pledge_reminders
    today = tx.now.astimezone(tx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    statement = (
        select(*CONTACT, pledges.c.id.label("pledge"), pledges.c.code, pledges.c.minor, pledges.c.currency,
               pledges.c.reminded)
        .join(contacts, contacts.c.id == pledges.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(pledges.c.drive == tx.drive, pledges.c.status == "promised", pledges.c.remind_at <= tx.now)
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
        _remind(tx, f"pledge:{row.pledge}:{again}", f"pledge:{row.pledge}", contact_of(row), said, offers)


async def visit_reminders(tx: World, update: Incoming) -> None:
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
            _note(tx, update.id, about[row.pledge], row.contact_id, "suppressed", "stale")
            continue
        place, begins = places[row.place], row.slot_at.astimezone(tx.zone)
        hours = (row.slot or "").rpartition(" ")[2].replace("-", "–")
        when = {"day": f"{begins.day}/{begins.month}", "hours": hours}
        tomorrow = begins.date() > tx.now.astimezone(tx.zone).date()
        said: list[Phrase | str] = [
            _("Tomorrow, {day}, {hours}, we expect your gift {code}. Thank you!", code=codes.shown(row.code), **when)
            if tomorrow
            else _("Today, {day}, {hours}, we expect your gift {code}. Thank you!", code=codes.shown(row.code), **when),
            _("<b>{name}</b>, {address}", name=place.name, address=place.address),
            _("Please write the code on a piece of paper and put it with the device."),
        ]
        offers = [
            Offer(_("🕑 Change the time"), f"/move_visit {row.code}"),
            Offer(_("I cannot bring it"), f"/cannot_bring {row.code}"),
        ]
        _remind(tx, update.id, about[row.pledge], people_by_id[row.contact_id], said, offers)


async def tidy(tx: World, _update: Incoming) -> None:
    """Forgets what is no longer needed: old updates, delivered messages, ended talks with their journals, and
    statements on which nobody decided."""
    keep = timedelta(days=KEEP_DAYS)
    await inbox.prune(tx.work, tx.now, keep)
    await outbox.prune(tx.work, tx.now, keep)
    await talks.prune(tx.work, tx.now, keep)
    await forget_undecided(tx, keep)


OCCASIONS = {
    "report_reminder": report_reminder,
    "digest": send_digest,
    "pledge_reminders": pledge_reminders,
    "visit_reminders": visit_reminders,
    "card_news": journey.morning_news,
    "tidy": tidy,
}


def _remind(
    tx: World,
    occasion: str,
    about: str,
    contact: Contact,
    said: Lines,
    offers: list[Offer],
    picture: dict[str, Any] | None = None,
    lane: Lane = Lane.NOTICE,
) -> None:
    if contact.unreachable is not None:
        return _note(tx, occasion, about, contact.id, "failed", contact.unreachable)
    message = tx.tell(contact, said, lane=lane, offers=offers, picture=picture)
    _note(tx, occasion, about, contact.id, "sent", None, message)


def _note(
    tx: World, occasion: str, about: str, contact: int | None, state: str, why: str | None, message: int | None = None
) -> None:
    tx.work.add(
        reminders,
        id=new_id(),
        occasion=occasion,
        drive=tx.drive,
        about=about,
        contact_id=contact,
        state=state,
        why=why,
        outbox_id=message,
        at=tx.now,
    )


async def _contacts(tx: World, wanted: Collection[int]) -> dict[int, Contact]:
    """Contacts by their numbers, also those that cannot be reached."""
    who = select(*CONTACT).join(people, people.c.id == contacts.c.person_id)
    return {row.id: contact_of(row) for row in await tx.work.rows(who.where(contacts.c.id.in_(wanted)))}


async def _contacts_by_unit(tx: World, role: str) -> dict[int, list[Contact]]:
    statement = (
        select(*CONTACT, roles.c.unit_id)
        .join(contacts, contacts.c.id == roles.c.contact_id)
        .join(people, people.c.id == contacts.c.person_id)
        .where(roles.c.drive == tx.drive, roles.c.role == role, roles.c.ended_at.is_(None))
    )
    found: dict[int, list[Contact]] = {}
    for row in await tx.work.rows(statement):
        found.setdefault(row.unit_id, []).append(contact_of(row))
    return found
