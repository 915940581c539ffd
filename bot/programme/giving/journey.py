"""The journey card: one living message for one gift, from the pledge to the student who uses it.

It is made of the gift's own rows (pledge, receipts, devices) and names of units, never of a student's: what a card can
know of a hand-over is the school. The card appears with the first news or when its donor asks for it, and changes in
place afterwards; the news of each step comes as a short message besides, until its donor stops it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, case, func, select, update

from bot.chat.alphabet import alphabetical
from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer, deed
from bot.messages import Incoming, Lane
from bot.programme.calendar import quiet_hours
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.giving.bought import HANDED, Bought, bought_with
from bot.programme.giving.gift_lines import Gift, card_lines, is_matched, news_of
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.giving.services_given import ServiceGiven, given_with
from bot.programme.people.contacts import reachable
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.rows.giving import StoredCard
from bot.storage.tables import cards, devices, pledge_goods, pledge_services, receipts, units
from bot.storage.tables import pledges as rows
from bot.storage.talks import Contact

NONE: Final = 0


_CHANGE = (
    update(cards)
    .where(cards.c.pledge_id == bindparam("b_id"))
    .values(
        outbox_id=bindparam("b_outbox"),
        shown=bindparam("b_shown"),
        changed_at=bindparam("b_at"),
        due_at=bindparam("b_due"),
    )
)


async def moved(
    tx: World,
    pledges: Collection[int],
    *,
    news: Mapping[int, list[Phrase | str]] | None = None,
    silent: bool = False,
) -> None:
    """Brings the cards of these pledges up to date and tells their donors what is new, unless they want no news.

    What is new is what the card did not show before, or `news` by pledge. Silent changes are told to nobody. In the
    quiet hours all of it waits for the morning, except for whoever is talking.
    """
    gifts = await _gifts(tx, pledges)
    known = {row.pledge_id: row for row in await tx.work.rows(select(cards).where(cards.c.pledge_id.in_(pledges)))}
    contacts = await reachable(tx, {contact for contact, _gift in gifts.values()})
    quiet = quiet_hours.quiet(tx.plan, tx.now)
    changed: list[dict[str, Any]] = []
    for number, (contact, gift) in gifts.items():
        to, card, state = contacts.get(contact), known.get(number), _kept(gift)
        before = _first(gift) if card is None else msgspec.json.decode(card.shown, type=Gift)
        told = (news or {}).get(number, [])
        said = [] if silent else told or news_of(tx, gift, before)
        if to is None or (card is not None and card.shown == state and not told) or (card is None and not said):
            continue
        late = quiet and not _is_actor(tx, to)
        if card is None:
            shown = NONE if late else _card(tx, to, gift, news=said)
            state, due = (_kept(before), tx.now) if late else (state, None)
            row = {"pledge_id": number, "outbox_id": shown, "shown": state, "muted": False}
            tx.work.add(cards, **row, changed_at=tx.now, due_at=due)
        elif said and not card.muted and late:
            late_row = {"b_outbox": card.outbox_id, "b_shown": card.shown, "b_at": tx.now, "b_due": tx.now}
            changed.append({"b_id": number, **late_row})
        else:
            shown = _shown_anew(tx, to, gift, card, [] if card.muted else said)
            changed.append({"b_id": number, "b_outbox": shown, "b_shown": state, "b_at": tx.now, "b_due": None})
    if changed:
        await tx.work.each(_CHANGE, changed)


def _shown_anew(tx: World, to: Contact, gift: Gift, card: StoredCard, said: list[Phrase | str]) -> int:
    """Changes the card where it is shown, or sends it for the first time with its news; returns what shows it now."""
    if card.outbox_id != NONE:
        shown = _card(tx, to, gift, replaces=card.outbox_id)
        if said:
            tx.tell(to, said, offers=_quiet(gift))
        return shown
    return _card(tx, to, gift, news=said) if said else NONE


def morning_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """The end of each night's quiet hours."""
    if plan.quiet_hours:
        ends = plan.quiet_hours.ends
        for at in every_day(plan, ends.hour, ends.minute, since_opened(plan, after), until):
            yield Due(at, f"card_news:{plan.slug}:{at:%Y-%m-%d}", "card_news", plan.slug)


@occasion("card_news", times=morning_times)
async def morning_news(tx: World, _update: Incoming) -> None:
    """Tells what came in during the quiet hours, once they are over."""
    waiting = select(cards.c.pledge_id).join(rows, rows.c.id == cards.c.pledge_id)
    due = await tx.work.rows(waiting.where(rows.c.drive == tx.drive, cards.c.due_at <= tx.now))
    numbers = [row.pledge_id for row in due]
    await moved(tx, numbers)
    # What was taken back in the same night is no news any more.
    told = update(cards).where(cards.c.pledge_id.in_(numbers))
    await tx.work.execute(told.values(due_at=None))


@deed("journey.show")
async def show_card(tx: World, *, code: str) -> None:
    """Shows the actor the card of their own gift; from now on this message is the living one."""
    number = (await require_own_pledge(tx, code)).id
    _contact, gift = (await _gifts(tx, [number]))[number]
    state = _kept(gift)
    card = await tx.work.one(select(cards).where(cards.c.pledge_id == number))
    shown = _card(tx, tx.actor, gift, lane=Lane.REPLY)
    if card is None:
        row = {"pledge_id": number, "outbox_id": shown, "shown": state, "muted": False}
        tx.work.add(cards, **row, changed_at=tx.now, due_at=None)
        return
    again = update(cards).where(cards.c.pledge_id == number)
    await tx.work.execute(again.values(outbox_id=shown, shown=state, changed_at=tx.now, due_at=None))


@deed("journey.mute")
async def mute_card(tx: World, *, code: str, muted: bool) -> str:
    """Stops or resumes the news of the actor's own gift; its card changes silently. Returns the code."""
    number = (await require_own_pledge(tx, code)).id
    _contact, gift = (await _gifts(tx, [number]))[number]
    card = await tx.work.one(select(cards).where(cards.c.pledge_id == number))
    if card is None:
        row = {"pledge_id": number, "outbox_id": NONE, "shown": _kept(gift), "muted": muted}
        tx.work.add(cards, **row, changed_at=tx.now, due_at=None)
    else:
        await tx.work.execute(update(cards).where(cards.c.pledge_id == number).values(muted=muted))
    return gift.code


def _is_actor(tx: World, to: Contact) -> bool:
    return tx.me is not None and tx.me.id == to.id


def _kept(gift: Gift) -> str:
    return msgspec.json.encode(gift).decode()


def _first(gift: Gift) -> Gift:
    """A gift as it was when it was pledged."""
    return msgspec.structs.replace(gift, status="promised", paid=0, states={}, schools=[], back=0, used=0,
                                   whole={}, shared={})  # fmt: skip


def _card(
    tx: World,
    to: Contact,
    gift: Gift,
    *,
    replaces: int = 0,
    news: list[Phrase | str] | None = None,
    lane: Lane = Lane.NOTICE,
) -> int:
    offers = [*_papers(gift), Offer(_("🎁 My gifts"), "/my_gifts"), *_quiet(gift)[1:]]
    said = [*(news or []), *card_lines(tx, gift)]
    return tx.tell(to, said, lane=lane, offers=offers, replaces=replaces, only_in_place=replaces != NONE)


def _papers(gift: Gift) -> list[Offer]:
    proof = [Offer(_("🔏 Proof of my gift"), f"/bangchung {gift.code}")] if is_matched(gift) else []
    if gift.status != "received":
        return proof
    return [
        *proof,
        Offer(_("📜 Certificate"), f"/chungnhan {gift.code}"),
        Offer(_("🧾 Receipt"), f"/giaynhan {gift.code}"),
    ]


def _quiet(gift: Gift) -> list[Offer]:
    return [Offer(_("🎁 My gifts"), "/my_gifts"), Offer(_("🔕 No news of this gift"), f"/thoibao {gift.code}")]


async def _gifts(tx: World, pledges: Collection[int]) -> dict[int, tuple[int, Gift]]:
    """(contact, gift) by pledge: in a few queries, however many."""
    if not pledges:
        return {}
    went = func.sum(case((receipts.c.minor < 0, -receipts.c.minor), else_=0))
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor), func.sum(receipts.c.vnd), went)
    paid: dict[int, dict[str, int]] = {}
    back: dict[int, dict[str, int]] = {}
    dong: dict[int, int] = {}
    paying = sums.where(receipts.c.pledge_id.in_(pledges)).group_by(receipts.c.pledge_id, receipts.c.currency)
    for number, currency, minor, vnd, returned in await tx.work.rows(paying):
        paid.setdefault(number, {})[currency] = int(minor)
        back.setdefault(number, {})[currency] = int(returned)
        dong[number] = dong.get(number, 0) + int(vnd or 0)
    things: dict[int, dict[str, int]] = {}
    for table, much in ((pledge_goods, pledge_goods.c.count), (pledge_services, pledge_services.c.quota)):
        pledged = select(table.c.pledge_id, table.c.item, much).where(table.c.pledge_id.in_(pledges))
        for number, item, pieces in await tx.work.rows(pledged):
            mine = things.setdefault(number, {})
            mine[item] = mine.get(item, 0) + pieces
    states: dict[int, dict[str, int]] = {}
    schools: dict[int, list[str]] = {}
    came = select(devices.c.pledge_id, devices.c.status, units.c.name).join(units, units.c.id == devices.c.holder_id)
    there = devices.c.pledge_id.in_(pledges) & (devices.c.status != "withdrawn")
    for number, status, place in sorted(await tx.work.rows(came.where(there)), key=lambda row: alphabetical(row.name)):
        mine = states.setdefault(number, {})
        mine[status] = mine.get(status, 0) + 1
        if status in HANDED and place not in schools.setdefault(number, []):
            schools[number].append(place)
    bought = await bought_with(tx, pledges)
    found = {}
    kept = await tx.work.rows(select(rows).where(rows.c.id.in_(pledges)).order_by(rows.c.id))
    given = await given_with(tx, [row.id for row in kept if row.kind == "services"])
    for row in kept:
        own, of_it = paid.get(row.id, {}), bought.get(row.id, Bought())
        service = given.get(row.id, ServiceGiven())
        currency = row.currency if row.currency in own else "VND"
        gift = Gift(
            row.code,
            row.kind,
            row.status,
            row.made_at.astimezone(tx.zone).date().isoformat(),
            row.minor or 0,
            row.currency or "VND",
            own.get(currency, 0) if currency in own else dong.get(row.id, 0),
            currency,
            things.get(row.id, {}),
            states.get(row.id) or of_it.states or service.states,
            schools.get(row.id) or of_it.schools or service.schools,
            back.get(row.id, {}).get(currency, 0),
            of_it.used.get(currency, 0),
            of_it.whole,
            of_it.shared,
        )
        found[row.id] = (row.contact_id, gift)
    return found
