"""The week's digest for officials: at most twelve lines, and the figures of the picture beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from bot.chat.phrase import Cash, Phrase, _, _n, joined
from bot.chat.words import fact
from bot.programme.allocation.figures import Allotments, allotment_lines, allotments
from bot.programme.calendar.periods import periods
from bot.programme.handover.figures import HandOverFigures, hand_over_figures, hand_over_lines
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum
from bot.programme.money import receipts
from bot.programme.plan import Plan
from bot.programme.reporting.unit_reports import Differing, difficulties, period_named, unit_reports
from bot.programme.students import students
from bot.programme.world import World

MOST_LINES = 12
NAMED = 3  # late units named one by one
MOST_THINGS = 6


class Digest(msgspec.Struct, frozen=True):
    """The figures of one digest; `change` is what this period added."""

    drive: dict[str, str]
    names: dict[str, dict[str, str]]  # of the catalogue's things
    students: bool  # whether the drive lists students
    period: str
    at: datetime
    closing: bool
    total: dict[str, Sum]
    change: dict[str, Sum]
    done: int
    missing: list[str]
    difficulties: list[tuple[str, str]]
    student_counts: tuple[int, int, int] = msgspec.field(name="pupils")
    top: list[tuple[str, int]]  # units by đồng that came in, or before anything did, by đồng pledged; largest first
    other: int  # the same for all other units and for none
    received: int = 0  # đồng that really came in, and of it what this period added
    received_new: int = 0
    unmatched: int = 0  # đồng of it whose donor is not known yet
    granted: int = 0  # budget and fund money, in đồng
    spent: int = 0
    ledger: tuple[int, str] = (0, "")  # how many entries the public ledger has, and how its last hash begins
    by_hand: int = 0  # đồng of what came in that came into tills
    things: dict[str, int] = {}  # pieces that came in by the catalogue's key, and of them what this period added
    things_new: dict[str, int] = {}
    differing: list[tuple[str, Differing]] = []  # by the unit's name: what it reports otherwise than the books
    due: datetime | None = None  # when the period's reports are
    zeros: int = 0  # reports that say that nothing came in
    tells: bool = False  # whether reports hold more than figures
    allotments: Allotments = Allotments()
    handed: HandOverFigures = HandOverFigures()


def period_of(plan: Plan, now: datetime) -> str:
    """The period a digest at this moment is about: the last one whose report was due, else the first."""
    known = periods(plan, now)
    due = [period for period in known if period.due <= now]
    return due[-1].key if due else known[0].key if known else tallies.period_at(plan, now)


@fact("digest")
async def compose(tx: World, *, period: str = "") -> Digest:
    """Gathers the figures of a period's digest as they stand now."""
    key = period or period_of(tx.plan, tx.now)
    found = await unit_reports(tx, key)
    sums = await tallies.tallied(tx)
    total, received = sums.pledged(), sums.of(tallies.RECEIVED).amount
    shown = received if received > 0 else total.get("cash", Sum()).amount
    units = await tallies.by_unit(tx, tallies.RECEIVED if received > 0 else "cash")
    top = [(name, sum.amount) for _unit, name, sum in units[:10]]
    items = [item.key for item in tx.plan.catalogue]
    due = period_named(tx, key)
    return Digest(
        drive=tx.plan.short_name,
        names={item.key: item.name for item in tx.plan.catalogue},
        students=tx.plan.students is not None,
        period=key,
        at=tx.now.astimezone(tx.zone),
        closing=due is not None and due.closing and due.due <= tx.now,
        total=total,
        change=sums.pledged(key),
        done=sum(one.made_at is not None for one in found),
        missing=[one.unit for one in found if one.made_at is None],
        difficulties=difficulties(found),
        student_counts=await students.counts(tx),
        top=top,
        other=shown - sum(amount for _name, amount in top),
        received=received,
        received_new=sums.of(tallies.RECEIVED, key).amount,
        unmatched=await receipts.unmatched(tx),
        granted=sums.of(tallies.GRANTED).amount,
        spent=-sums.of(tallies.SPENT).amount,
        ledger=await ledger.root(tx),
        by_hand=sums.of(tallies.BY_HAND).amount,
        things={item: sums.of(tallies.came_in(item)).amount for item in items},
        things_new={item: sums.of(tallies.came_in(item), key).amount for item in items},
        differing=[(one.unit, figure) for one in found for figure in one.differing],
        due=due.due if due else None,
        zeros=sum(one.zero for one in found),
        tells=any(one.tells for one in found),
        allotments=await allotments(tx) if tx.plan.students is not None else Allotments(),
        handed=await hand_over_figures(tx) if tx.plan.students is not None else HandOverFigures(),
    )


def lines(digest: Digest) -> Sequence[Phrase | str]:
    """The digest as people read it in a minute: what came in first, what was pledged beside it, then the reports."""
    cash, cash_new = digest.total.get("cash", Sum()), digest.change.get("cash", Sum())
    head = _("<b>{drive}: closing report</b>", drive=digest.drive)
    if not digest.closing:
        head = _("<b>{drive}: digest</b>", drive=digest.drive)
    said: list[Phrase | str] = [head, _("As of {at}.", at=digest.at), *_received(digest), _money(cash, cash_new)]
    parts = _things(digest)
    if parts:
        said.append(_("Devices, in of promised: {parts}", parts=joined(parts[:MOST_THINGS])))
    listed, device, connection = digest.student_counts
    if digest.students:
        said.append(_("Pupils on the list: <b>{listed}</b> ({device} need a device, {line} a connection).",
                      listed=listed, device=device, line=connection))  # fmt: skip
    said += [*allotment_lines(digest.allotments), *hand_over_lines(digest.handed), *_reports(digest)]
    last: list[Phrase | str] = []
    if digest.ledger[0]:
        number, mark = digest.ledger
        last = [_n("Ledger: {n} line, mark <code>{mark}</code>.", "Ledger: {n} lines, mark <code>{mark}</code>.",
                   number, mark=mark)]  # fmt: skip
    return [*said, *_notes(digest, MOST_LINES - len(said) - len(last)), *last]


def _reports(digest: Digest) -> list[Phrase | str]:
    """How many reports are in. Nobody is late, nor named so, before they are due."""
    owing = digest.done + len(digest.missing)
    if not owing:
        return []
    if digest.due is not None and digest.at < digest.due:
        return [_("Reports in so far: <b>{done} of {owing}</b> units; due {due}.",
                  done=digest.done, owing=owing, due=digest.due)]  # fmt: skip
    said: list[Phrase | str] = [_("Reports in: <b>{done} of {owing}</b> units.", done=digest.done, owing=owing)]
    if digest.zeros:
        said = [_("Reports in: <b>{done} of {owing}</b> units, {zeros} of them with nothing this time.",
                  done=digest.done, owing=owing, zeros=digest.zeros)]  # fmt: skip
    if digest.missing:
        named: list[Phrase | str] = list(digest.missing[:NAMED])
        if len(digest.missing) > NAMED:
            more = len(digest.missing) - NAMED
            named.append(_n("and {n} more unit", "and {n} more units", more))
        said.append(_("Not yet in: {units}.", units=joined(named)))
    return said


def _notes(digest: Digest, room: int) -> list[Phrase | str]:
    """What units report otherwise than the books, and their difficulties, in so many lines; the rest is said to be."""
    differing = [differs(unit, one, digest.names) for unit, one in digest.differing]
    raised = [_("• {unit}: {text}", unit=unit, text=clipped(text)) for unit, text in digest.difficulties]
    said: list[Phrase | str] = [*differing, *([_("Difficulties raised:"), *raised] if raised else [])]
    if len(said) > room:
        said = [*said[: max(room - 1, 0)], _("More stands in the units' reports.")][:room]
    return said


def differs(unit: str, one: Differing, names: Mapping[str, dict[str, str]]) -> Phrase:
    """A unit's figure and the books' figure, side by side."""
    if one.item in names:
        return _("⚠️ {unit} reports {told} × {name}, the books say {booked}.",
                 unit=unit, told=one.told, name=names[one.item], booked=one.booked)  # fmt: skip
    return _("⚠️ {unit} reports {told}, the books say {booked}.",
             unit=unit, told=Cash(one.told), booked=Cash(one.booked))  # fmt: skip


def _received(digest: Digest) -> list[Phrase | str]:
    """Money that really came in, and in one line more what there is to be said of it."""
    values = {"total": Cash(digest.received), "new": Cash(abs(digest.received_new))}
    came = _("Money received: <b>{total}</b> (+{new} this period).", **values)
    if digest.received_new < 0:
        came = _("Money received: <b>{total}</b> (−{new} this period).", **values)
    more: list[Phrase] = []
    if digest.by_hand:
        more.append(_("Of it by hand: {sum}.", sum=Cash(digest.by_hand)))
    if digest.unmatched:
        more.append(_("Of it the sender is not identified yet: {sum}.", sum=Cash(digest.unmatched)))
    if digest.granted:
        more.append(_("Budget and fund money: {sum}.", sum=Cash(digest.granted)))
    if digest.spent:
        more.append(_("Paid out: {sum}.", sum=Cash(digest.spent)))
    return [came, joined(more, " ")] if more else [came]


def _things(digest: Digest) -> list[Phrase]:
    """Each kind of things: how many came in of how many that were pledged, and what this period added."""
    found = []
    for item, name in digest.names.items():
        pledged, came = digest.total.get(item, Sum()).amount, digest.things.get(item, 0)
        if pledged or came:
            new = digest.things_new.get(item, 0)
            values = {"name": name, "came": came, "pledged": pledged, "new": abs(new)}
            found.append(_("{name}: <b>{came}</b> of {pledged} (−{new})", **values) if new < 0
                         else _("{name}: <b>{came}</b> of {pledged} (+{new})", **values))  # fmt: skip
    return found


def _money(total: Sum, change: Sum) -> Phrase:
    values = {"total": Cash(total.amount), "gifts": _n("{n} gift", "{n} gifts", total.gifts)}
    if change.amount < 0:
        return _("Money promised: <b>{total}</b> (−{less} this period), {gifts}.", less=Cash(-change.amount), **values)
    return _("Money promised: <b>{total}</b> (+{new} this period), {gifts}.", new=Cash(change.amount), **values)


def clipped(text: str, most: int = 140) -> str:
    """A text cut at a word, so that a long one does not fill the digest."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
