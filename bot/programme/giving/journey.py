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
from bot.chat.phrase import Cash, Phrase, _, given, joined
from bot.chat.words import Offer, deed
from bot.messages import Incoming, Lane
from bot.programme import codes
from bot.programme.calendar import quiet_hours
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.people.contacts import reachable
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.rows.giving import StoredCard
from bot.storage.tables import cards, devices, pledge_goods, pledge_services, receipts, units
from bot.storage.tables import pledges as rows
from bot.storage.talks import Contact

HERE: Final = ("received", "repair", "ready", "parts", "matched", "handed_over", "in_use")
CHECKED: Final = ("repair", "ready", "parts", "matched", "handed_over", "in_use")
MATCHED: Final = ("matched", "handed_over", "in_use")
HANDED: Final = ("handed_over", "in_use")
NONE: Final = 0


class Gift(msgspec.Struct, frozen=True):
    """Where a gift stands: sums in minor units of its currency (or đồng), devices by state."""

    code: str
    kind: str
    status: str
    pledged: str = msgspec.field(name="promised")  # the day, in the drive's zone, ISO
    cash: int = 0
    currency: str = "VND"
    paid: int = 0
    paid_in: str = "VND"
    things: dict[str, int] = {}  # pledged pieces by the catalogue's key
    states: dict[str, int] = {}  # devices that came for it, by state
    schools: list[str] = []  # where devices were handed over
    back: int = 0  # what went back to its donor, in the currency it is paid in


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
        said = [] if silent else told or news_of(gift, before)
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
    return msgspec.structs.replace(gift, status="promised", paid=0, states={}, schools=[], back=0)


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


def card_lines(tx: World, gift: Gift) -> list[Phrase | str]:
    """A card as its donor reads it: each step done, under way or still to come."""
    lines: list[Phrase | str] = [_("🎫 <b>Journey of the gift {code}</b>", code=codes.shown(gift.code))]
    if gift.kind == "cash":
        lines.append(_("✅ promised: {sum}", sum=Cash(gift.cash, gift.currency)))
        paid = Cash(gift.paid, gift.paid_in)
        if gift.status == "received":
            lines += [_("✅ received: {sum}", sum=paid), _("⬜ next: it buys devices for the pupils")]
        elif gift.paid > 0:
            lines.append(_("🟡 received so far: {sum}", sum=paid))
        elif not gift.back:
            lines.append(_("⬜ received"))
        if gift.back and gift.status == "promised":
            back = Cash(gift.back, gift.paid_in)
            lines.append(_("↩️ went back to you: {sum}; nothing more is expected", sum=back))
    else:
        lines += _device_lines(tx, gift)
    if gift.status == "cancelled":
        lines.append(_("⚪ cancelled"))
    return lines


def _device_lines(tx: World, gift: Gift) -> list[Phrase | str]:
    names = {item.key: item.name for item in tx.plan.catalogue}
    whole = sum(gift.things.values())
    things = [_("{count} × {name}", count=count, name=names.get(key, {"": key})) for key, count in gift.things.items()]
    lines: list[Phrase | str] = [_("✅ promised: {things}", things=joined(things))]
    if gift.kind == "services":
        return [*lines, _("✅ agreed and in force") if gift.status == "received" else _("⬜ agreed and in force")]
    came, checked = _count(gift, HERE), _count(gift, CHECKED)
    lines.append(_step(came, max(whole, came), _("received")))
    lines.append(_step(checked, max(came, 1), _("checked")))
    if gift.states.get("repair"):
        lines.append(_("🔧 being repaired: {n}", n=gift.states["repair"]))
    if gift.states.get("parts"):
        lines.append(_("♻️ serves for spare parts: {n}", n=gift.states["parts"]))
    useful = max(came - gift.states.get("parts", 0), 1)
    lines.append(_step(_count(gift, MATCHED), useful, _("matched with a pupil")))
    handed = _("handed over")
    if gift.schools:
        handed = _("handed over at {schools}", schools=joined(gift.schools))
    lines.append(_step(_count(gift, HANDED), useful, handed))
    lines.append(_step(gift.states.get("in_use", 0), useful, _("in use")))
    return lines


def _step(done: int, whole: int, what: Phrase) -> Phrase:
    if not done:
        return _("⬜ {step}", step=what)
    if done < whole:
        return _("🟡 {step}: {done} of {whole}", step=what, done=done, whole=whole)
    return _("✅ {step}", step=what) if whole == 1 else _("✅ {step}: {n}", step=what, n=done)


def news_of(gift: Gift, earlier: Gift) -> list[Phrase | str]:
    """What is new about a gift since it stood otherwise; of devices the farthest step alone."""
    values = {"code": codes.shown(gift.code)}
    if gift.kind == "cash":
        return _money_news(gift, earlier)
    steps = (
        (("in_use",), _("Good news: a device of your gift {code} is in use by a pupil. Thank you!", **values)),
        (HANDED, _("A device of your gift {code} was handed over at {schools}. Thank you!",
                   schools=joined(gift.schools or [given("–")]), **values)),
        (MATCHED, _("A pupil was found for a device of your gift {code}.", **values)),
        (CHECKED, _("A device of your gift {code} has been checked.", **values)),
    )  # fmt: skip
    came = _count(gift, HERE)
    if came > _count(earlier, HERE):
        whole = max(sum(gift.things.values()), came)
        if came >= whole:
            return [_("Your gift {code} has come in, all of it. Thank you from the heart!", **values)]
        return [_("Of your gift {code}, {came} of {whole} pieces have come in. Thank you from the heart!",
                  came=came, whole=whole, **values)]  # fmt: skip
    if gift.kind == "services" and gift.status == "received" != earlier.status:
        return [_("Your gift {code} is agreed and in force. Thank you from the heart!", **values)]
    return next(([said] for states, said in steps if _count(gift, states) > _count(earlier, states)), [])


def _money_news(gift: Gift, earlier: Gift) -> list[Phrase | str]:
    """What has come in, or was given back."""
    code, before = codes.shown(gift.code), earlier.paid if earlier.paid_in == gift.paid_in else 0
    sum = Cash(gift.paid - before, gift.paid_in)
    if sum.minor < 0:
        return [_("{sum} of your gift {code} was transferred back.", sum=Cash(-sum.minor, sum.currency), code=code)]
    if not sum.minor:
        return []
    lines: list[Phrase | str]
    lines = [_("Your gift has arrived: {sum}, code {code}. Thank you from the heart!", sum=sum, code=code)]
    rest = gift.cash - gift.paid
    if gift.paid_in == gift.currency and rest > 0 and not gift.back:
        lines.append(_("You promised {promised}; {rest} is still open, whenever it suits you.",
                       promised=Cash(gift.cash, gift.currency), rest=Cash(rest, gift.currency)))  # fmt: skip
    return lines


def _count(gift: Gift, states: tuple[str, ...]) -> int:
    return sum(gift.states.get(state, 0) for state in states)


def _papers(gift: Gift) -> list[Offer]:
    if gift.status != "received":
        return []
    return [Offer(_("📜 Certificate"), f"/chungnhan {gift.code}"), Offer(_("🧾 Receipt"), f"/giaynhan {gift.code}")]


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
    found = {}
    for row in await tx.work.rows(select(rows).where(rows.c.id.in_(pledges)).order_by(rows.c.id)):
        own = paid.get(row.id, {})
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
            states.get(row.id, {}),
            schools.get(row.id, []),
            back.get(row.id, {}).get(currency, 0),
        )
        found[row.id] = (row.contact_id, gift)
    return found
