"""The journey card: one living message for one gift, from the promise to the pupil who uses it.

It is made of the gift's own rows (promise, receipts, devices) and names of units, never of a pupil's: what a card can
know of a hand-over is the school. The card appears with the first news or when its giver asks for it, and changes in
place afterwards; the news of each step comes as a short message besides, until its giver stops it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, func, select, update

from bot.chat.phrase import Cash, Phrase, _, given, joined
from bot.chat.words import Offer, Refused, deed
from bot.programme import codes
from bot.programme.reach import reachable
from bot.programme.world import World
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
    promised: str  # the day, in the drive's zone, ISO
    cash: int = 0
    currency: str = "VND"
    paid: int = 0
    paid_in: str = "VND"
    things: dict[str, int] = {}  # promised pieces by the catalogue's key
    states: dict[str, int] = {}  # devices that came for it, by state
    schools: list[str] = []  # where devices were handed over


_CHANGE = (
    update(cards)
    .where(cards.c.pledge_id == bindparam("b_id"))
    .values(outbox_id=bindparam("b_outbox"), shown=bindparam("b_shown"), changed_at=bindparam("b_at"))
)


async def moved(tx: World, pledges: Collection[int], news: Mapping[int, list[Phrase | str]] | None = None) -> None:
    """Brings the cards of these promises up to date and tells their givers what is new, unless they want no news.

    `news` by promise; where there is none, what changed for devices is told, and without any change nothing is.
    """
    gifts = await _gifts(tx, pledges)
    shown = {row.pledge_id: row for row in await tx.work.rows(select(cards).where(cards.c.pledge_id.in_(pledges)))}
    contacts = await reachable(tx, {contact for contact, _gift in gifts.values()})
    changed: list[dict[str, Any]] = []
    for number, (contact, gift) in gifts.items():
        to, card = contacts.get(contact), shown.get(number)
        state = msgspec.json.encode(gift).decode()
        if to is None or (card is not None and card.shown == state and not (news or {}).get(number)):
            continue
        before = msgspec.json.decode(card.shown, type=Gift) if card is not None else None
        said = (news or {}).get(number) or _news(gift, before)
        if card is None:
            if said:
                await _show(tx, to, number, gift, state, said)
            continue
        number_shown = _card(tx, to, gift, replaces=card.outbox_id)
        if said and not card.muted:
            tx.tell(to, said, offers=_quiet(gift))
        changed.append({"b_id": number, "b_outbox": number_shown, "b_shown": state, "b_at": tx.now})
    if changed:
        await tx.work.each(_CHANGE, changed)


@deed("journey.show")
async def show_card(tx: World, *, code: str) -> None:
    """Shows the actor the card of his own gift; from now on this message is the living one."""
    number = await _own(tx, code)
    _contact, gift = (await _gifts(tx, [number]))[number]
    state = msgspec.json.encode(gift).decode()
    card = await tx.work.one(select(cards).where(cards.c.pledge_id == number))
    if card is None:
        return await _show(tx, tx.actor, number, gift, state, [])
    shown = _card(tx, tx.actor, gift)
    again = update(cards).where(cards.c.pledge_id == number)
    await tx.work.execute(again.values(outbox_id=shown, shown=state, changed_at=tx.now))


@deed("journey.mute")
async def mute_card(tx: World, *, code: str, muted: bool) -> str:
    """Stops or resumes the news of the actor's own gift; its card changes silently. Returns the code."""
    number = await _own(tx, code)
    _contact, gift = (await _gifts(tx, [number]))[number]
    card = await tx.work.one(select(cards).where(cards.c.pledge_id == number))
    if card is None:
        state = msgspec.json.encode(gift).decode()
        tx.work.add(cards, pledge_id=number, outbox_id=NONE, shown=state, muted=muted, changed_at=tx.now)
    else:
        await tx.work.execute(update(cards).where(cards.c.pledge_id == number).values(muted=muted))
    return gift.code


async def _show(tx: World, to: Contact, pledge: int, gift: Gift, state: str, news: list[Phrase | str]) -> None:
    """Shows a card for the first time, below the news that called for it."""
    number = _card(tx, to, gift, news=news)
    tx.work.add(cards, pledge_id=pledge, outbox_id=number, shown=state, muted=False, changed_at=tx.now)


def _card(tx: World, to: Contact, gift: Gift, *, replaces: int = 0, news: list[Phrase | str] | None = None) -> int:
    offers = [*_papers(gift), Offer(_("🎁 My gifts"), "/my_gifts"), *_quiet(gift)[1:]]
    said = [*(news or []), *card_lines(tx, gift)]
    return tx.tell(to, said, offers=offers, replaces=replaces, only_in_place=replaces != NONE)


def card_lines(tx: World, gift: Gift) -> list[Phrase | str]:
    """A card as its giver reads it: each step done, under way or still to come."""
    lines: list[Phrase | str] = [_("🎫 <b>Journey of the gift {code}</b>", code=codes.shown(gift.code))]
    if gift.kind == "cash":
        lines.append(_("✅ promised: {sum}", sum=Cash(gift.cash, gift.currency)))
        paid = Cash(gift.paid, gift.paid_in)
        if gift.status == "received":
            lines += [_("✅ received: {sum}", sum=paid), _("⬜ next: it buys devices for the pupils")]
        elif gift.paid > 0:
            lines.append(_("🟡 received so far: {sum}", sum=paid))
        else:
            lines.append(_("⬜ received"))
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


def _news(gift: Gift, before: Gift | None) -> list[Phrase | str]:
    """What is new about devices since the card last changed: the farthest step alone."""
    values = {"code": codes.shown(gift.code)}
    earlier = before or Gift(gift.code, gift.kind, "promised", gift.promised)
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


def _count(gift: Gift, states: tuple[str, ...]) -> int:
    return sum(gift.states.get(state, 0) for state in states)


def _papers(gift: Gift) -> list[Offer]:
    if gift.status != "received":
        return []
    return [Offer(_("📜 Certificate"), f"/chungnhan {gift.code}"), Offer(_("🧾 Receipt"), f"/giaynhan {gift.code}")]


def _quiet(gift: Gift) -> list[Offer]:
    return [Offer(_("🎁 My gifts"), "/my_gifts"), Offer(_("🔕 No news of this gift"), f"/thoibao {gift.code}")]


async def _own(tx: World, code: str) -> int:
    stored = codes.read_code(code, tx.plan.code_prefix) or ""
    mine = (rows.c.code == stored) & (rows.c.contact_id == tx.actor.id) & (rows.c.drive == tx.drive)
    row = await tx.work.one(select(rows.c.id).where(mine))
    if row is None:
        raise Refused(_("I know no gift of yours with the code {code}.", code=code[:20]))
    return int(row.id)


async def _gifts(tx: World, pledges: Collection[int]) -> dict[int, tuple[int, Gift]]:
    """(contact, gift) by promise: in a few queries, however many."""
    if not pledges:
        return {}
    sums = select(receipts.c.pledge_id, receipts.c.currency, func.sum(receipts.c.minor), func.sum(receipts.c.vnd))
    paid: dict[int, dict[str, int]] = {}
    dong: dict[int, int] = {}
    paying = sums.where(receipts.c.pledge_id.in_(pledges)).group_by(receipts.c.pledge_id, receipts.c.currency)
    for number, currency, minor, vnd in await tx.work.rows(paying):
        paid.setdefault(number, {})[currency] = int(minor)
        dong[number] = dong.get(number, 0) + int(vnd or 0)
    things: dict[int, dict[str, int]] = {}
    for table, much in ((pledge_goods, pledge_goods.c.count), (pledge_services, pledge_services.c.quota)):
        promised = select(table.c.pledge_id, table.c.item, much).where(table.c.pledge_id.in_(pledges))
        for number, item, pieces in await tx.work.rows(promised):
            mine = things.setdefault(number, {})
            mine[item] = mine.get(item, 0) + pieces
    states: dict[int, dict[str, int]] = {}
    schools: dict[int, list[str]] = {}
    came = select(devices.c.pledge_id, devices.c.status, units.c.name).join(units, units.c.id == devices.c.holder_id)
    there = devices.c.pledge_id.in_(pledges) & (devices.c.status != "withdrawn")
    for number, status, place in await tx.work.rows(came.where(there).order_by(units.c.name)):
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
        )
        found[row.id] = (row.contact_id, gift)
    return found
