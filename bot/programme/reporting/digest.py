"""The week's digest for officials: at most twelve lines, and the figures of the picture beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from bot.chat.phrase import Cash, Phrase, _, _n, joined
from bot.chat.words import fact
from bot.programme.calendar.periods import periods
from bot.programme.ledger import entries as ledger
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Sum
from bot.programme.money import receipts
from bot.programme.plan import Plan
from bot.programme.reporting import weekly_reports as reports
from bot.programme.students import students
from bot.programme.world import World

MOST_LINES = 12
NAMED = 3  # late units named one by one


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
    top: list[tuple[str, int]]  # units by đồng pledged, the largest first
    other: int  # đồng pledged for all other units and for none
    received: int = 0  # đồng that really came in, and of it what this period added
    received_new: int = 0
    unmatched: int = 0  # đồng of it whose donor is not known yet
    granted: int = 0  # budget and fund money, in đồng
    spent: int = 0
    ledger: tuple[int, str] = (0, "")  # how many entries the public ledger has, and how its last hash begins


def period_of(plan: Plan, now: datetime) -> str:
    """The period a digest at this moment is about: the last one whose report was due, else the first."""
    known = periods(plan, now)
    due = [period for period in known if period.due <= now]
    return due[-1].key if due else known[0].key if known else tallies.period_at(plan, now)


@fact("digest")
async def compose(tx: World, *, period: str = "") -> Digest:
    """Gathers the figures of a period's digest as they stand now."""
    key = period or period_of(tx.plan, tx.now)
    done, missing = await reports.reported(tx, key)
    units = await tallies.by_unit(tx)
    sums = await tallies.tallied(tx)
    total = sums.pledged()
    top = [(name, sum.amount) for _unit, name, sum in units[:10]]
    return Digest(
        drive=tx.plan.short_name,
        names={item.key: item.name for item in tx.plan.catalogue},
        students=tx.plan.students is not None,
        period=key,
        at=tx.now.astimezone(tx.zone),
        closing=any(p.closing and p.due <= tx.now for p in periods(tx.plan, tx.now) if p.key == key),
        total=total,
        change=sums.pledged(key),
        done=len(done),
        missing=missing,
        difficulties=await reports.difficulties(tx, key),
        student_counts=await students.counts(tx),
        top=top,
        other=total.get("cash", Sum()).amount - sum(amount for _name, amount in top),
        received=sums.of(tallies.RECEIVED).amount,
        received_new=sums.of(tallies.RECEIVED, key).amount,
        unmatched=await receipts.unmatched(tx),
        granted=sums.of(tallies.GRANTED).amount,
        spent=-sums.of(tallies.SPENT).amount,
        ledger=await ledger.root(tx),
    )


def lines(digest: Digest) -> Sequence[Phrase | str]:
    """The digest as people read it in a minute."""
    cash, cash_new = digest.total.get("cash", Sum()), digest.change.get("cash", Sum())
    head = _("<b>{drive}: closing report</b>", drive=digest.drive)
    if not digest.closing:
        head = _("<b>{drive}: digest</b>", drive=digest.drive)
    said: list[Phrase | str] = [
        head,
        _("As of {at}.", at=digest.at),
        _money(cash, cash_new),
    ]
    if digest.ledger[0]:
        said += _received(digest)
    things = [(name, digest.total[item], digest.change.get(item, Sum())) for item, name in digest.names.items()
              if item in digest.total]  # fmt: skip
    if things:
        parts = [_thing(name, now.amount, new.amount) for name, now, new in things[:6]]
        said.append(_("Devices promised: {parts}", parts=joined(parts)))
    listed, device, connection = digest.student_counts
    if digest.students:
        said.append(_("Pupils on the list: <b>{listed}</b> ({device} need a device, {line} a connection).",
                      listed=listed, device=device, line=connection))  # fmt: skip
    owing = digest.done + len(digest.missing)
    if owing:
        said.append(_("Reports in: <b>{done} of {owing}</b> units.", done=digest.done, owing=owing))
    if digest.missing:
        named: list[Phrase | str] = list(digest.missing[:NAMED])
        if len(digest.missing) > NAMED:
            more = len(digest.missing) - NAMED
            named.append(_n("and {n} more unit", "and {n} more units", more))
        said.append(_("Not yet in: {units}.", units=joined(named)))
    if digest.difficulties:
        said.append(_("Difficulties raised:"))
        said += [_("• {unit}: {text}", unit=unit, text=clipped(text)) for unit, text in digest.difficulties]
    return said[:MOST_LINES]


def _received(digest: Digest) -> list[Phrase | str]:
    """What really came in, and the mark by which anybody can check later that the books of today were not changed."""
    values = {"total": Cash(digest.received), "new": Cash(abs(digest.received_new))}
    came = _("Money received: <b>{total}</b> (+{new} this period).", **values)
    if digest.received_new < 0:
        came = _("Money received: <b>{total}</b> (−{new} this period).", **values)
    said: list[Phrase | str] = [came]
    if digest.unmatched:
        said.append(_("Of it no giver is known yet: {sum}.", sum=Cash(digest.unmatched)))
    if digest.granted:
        said.append(_("Budget and fund money: {sum}.", sum=Cash(digest.granted)))
    if digest.spent:
        said.append(_("Paid out: {sum}.", sum=Cash(digest.spent)))
    number, mark = digest.ledger
    said.append(_n("Ledger: {n} line, mark <code>{mark}</code>.", "Ledger: {n} lines, mark <code>{mark}</code>.",
                   number, mark=mark))  # fmt: skip
    return said


def _money(total: Sum, change: Sum) -> Phrase:
    values = {"total": Cash(total.amount), "gifts": _n("{n} gift", "{n} gifts", total.gifts)}
    if change.amount < 0:
        return _("Money promised: <b>{total}</b> (−{less} this period), {gifts}.", less=Cash(-change.amount), **values)
    return _("Money promised: <b>{total}</b> (+{new} this period), {gifts}.", new=Cash(change.amount), **values)


def _thing(name: dict[str, str], total: int, change: int) -> Phrase:
    if change < 0:
        return _("{name}: <b>{total}</b> (−{less})", name=name, total=total, less=-change)
    return _("{name}: <b>{total}</b> (+{new})", name=name, total=total, new=change)


def clipped(text: str, most: int = 140) -> str:
    """A text cut at a word, so that a long one does not fill the digest."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
