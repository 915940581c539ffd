"""What the bank, the cash books and the pledges say differently: a list that is empty when all agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, func, select

from bot.bank.banking_days import next_banking_day
from bot.chat.phrase import Cash, Lines, Phrase, _, _n
from bot.chat.words import Offer, fact
from bot.messages import Incoming
from bot.programme import codes
from bot.programme.calendar.every_day import every_day, since_opened
from bot.programme.calendar.occasions import Due, occasion
from bot.programme.ledger import tallies
from bot.programme.money import aside, signing
from bot.programme.money.doubts import doubts_of
from bot.programme.money.receipt_sums import summed
from bot.programme.people.contacts import holders
from bot.programme.people.roles import CLERKS, require_clerk
from bot.programme.people.units import organiser_unit
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.columns import NO
from bot.storage.tables import accounts, cash_lines, pledges, receipts, tellings, transfers

AT: Final = 8  # o'clock
PATIENCE: Final = timedelta(days=3)
"""So long something may wait before it is a difference."""
SHOWN: Final = 3


class UntoldMovement(msgspec.Struct, frozen=True):
    """A movement that was told by a notice alone, though a statement covers its days."""

    receipt: int
    cash: Cash
    day: date


class Twice(msgspec.Struct, frozen=True):
    """A pledge for which the same sum came in by bank and by hand: perhaps the same money."""

    code: str
    cash: Cash


class Differences(msgspec.Struct, frozen=True):
    """Everything that does not agree; see `lines`."""

    doubtful: int = 0
    aside: int = 0
    missing: list[UntoldMovement] = []
    unmatched: int = 0
    unsigned: int = 0
    on_the_way: int = 0
    twice: list[Twice] = []
    beyond: int = 0
    old_accounts: list[str] = []
    sums_off: bool = False


@fact("money.differences")
async def differences(tx: World) -> Differences:
    """What a clerk has to look at today."""
    await require_clerk(tx)
    return await found(tx)


async def found(tx: World) -> Differences:
    """Gathers the differences of this drive."""
    late = tx.now - PATIENCE
    mine = receipts.c.drive == tx.drive
    nameless = (receipts.c.status == "open") & (receipts.c.brought == NO)
    unmatched = mine & nameless & (receipts.c.made_at < late)
    unsigned = (
        (cash_lines.c.drive == tx.drive)
        & (cash_lines.c.status == "waiting")
        & (cash_lines.c.made_at < tx.now - signing.PATIENCE)
    )
    way = (transfers.c.drive == tx.drive) & (transfers.c.status == "sent") & (transfers.c.made_at < late)
    return Differences(
        doubtful=await doubts_of(tx),
        aside=await aside.how_many(tx),
        missing=await not_in_statements(tx),
        unmatched=await _count(tx, receipts.c.id, unmatched),
        unsigned=await _count(tx, cash_lines.c.id, unsigned),
        on_the_way=await _count(tx, transfers.c.id, way & (transfers.c.way != "goods")),
        twice=await _twice(tx),
        beyond=await _beyond(tx),
        old_accounts=await _old_accounts(tx),
        sums_off=await summed(tx) != await _tallied(tx),
    )


def lines(found: Differences) -> list[Phrase | str]:
    """The list as a clerk reads it; empty where all agrees."""
    said: list[Phrase | str] = []
    if found.doubtful:
        said.append(_n("• {n} movement may be in the books already.", "• {n} movements may be in the books already.",
                       found.doubtful))  # fmt: skip
    for one in found.missing[:SHOWN]:
        said.append(_("• {sum} of {day} was told by a notice, but the statement does not show it.",
                      sum=one.cash, day=one.day))  # fmt: skip
    if more := len(found.missing) - SHOWN:
        said += [_n("• … and {n} more such movement.", "• … and {n} more such movements.", more)] if more > 0 else []
    for pair in found.twice[:SHOWN]:
        said.append(_("• {code}: {sum} came in both by bank and by hand. Is it the same money?",
                      code=codes.shown(pair.code), sum=pair.cash))  # fmt: skip
    for count, phrase in (
        (found.unmatched, _n("• {n} receipt has waited for its giver for over three days.",
                             "• {n} receipts have waited for their givers for over three days.", found.unmatched)),
        (found.unsigned, _n("• {n} line of a cash book has waited for its second signature for over a day.",
                            "• {n} lines of cash books have waited for their second signature for over a day.",
                            found.unsigned)),
        (found.on_the_way, _n("• {n} sum handed on has not been acknowledged for over three days.",
                              "• {n} sums handed on have not been acknowledged for over three days.",
                              found.on_the_way)),
        (found.beyond, _n("• For {n} promise more went back than came in.",
                          "• For {n} promises more went back than came in.", found.beyond)),
        (found.aside, _n("• {n} movement was told for an account that no drive knows; the operator can book it.",
                         "• {n} movements were told for an account that no drive knows; the operator can book them.",
                         found.aside)),
    ):  # fmt: skip
        said += [phrase] if count else []
    for number in found.old_accounts[:SHOWN]:
        said.append(_("• Money still comes to the account {number}, which is no longer in the plan.", number=number))
    if found.sums_off:
        said.append(_("• The totals that everybody sees are not the sum of the receipts. Please tell the operator: the "
                      "command ledger verify shows where."))  # fmt: skip
    return said


def offers(found: Differences) -> list[Offer]:
    """What a clerk can do about it at once."""
    made = []
    if found.doubtful:
        made.append(Offer(_("🔁 The same or not"), "/same_money"))
    if found.unmatched:
        made.append(Offer(_("🧾 Match money"), "/match_money"))
    if found.missing:
        first = found.missing[0]
        label = _("Take {sum} out: the statement does not show it", sum=first.cash)
        made.append(Offer(label, f"/saokekhongco {first.receipt}"))
    return made


def difference_times(plan: Plan, after: datetime, until: datetime) -> Iterator[Due]:
    """Every morning since the drive opened, also after its close: money comes late."""
    for at in every_day(plan, AT, 0, since_opened(plan, after), until) if "cash" in plan.modules else ():
        yield Due(at, f"differences:{plan.slug}:{at:%Y-%m-%d}", "differences", plan.slug)


@occasion("differences", times=difference_times, writes=True)
async def tell_differences(tx: World, _update: Incoming) -> None:
    """Tells the organiser's clerks what does not agree; nothing where all does."""
    there = await found(tx)
    said = lines(there)
    if not said:
        return
    words: Lines = [_("<b>What does not agree today:</b>"), *said]
    for clerk in await holders(tx, (await organiser_unit(tx)).id, CLERKS):
        tx.tell(clerk, words, offers=offers(there))


async def _count(tx: World, what: ColumnElement[int], where: ColumnElement[bool]) -> int:
    return int((await tx.work.one(select(func.count(what)).where(where)))[0])


async def not_in_statements(tx: World) -> list[UntoldMovement]:
    """Receipts that notices alone told of, whose days a taken statement of the account covers whole."""
    covered = (
        select(tellings.c.account, func.min(tellings.c.day).label("first"), func.max(tellings.c.day).label("last"))
        .where(tellings.c.source.startswith("statement:"), tellings.c.drive == tx.drive)
        .group_by(tellings.c.account, tellings.c.source)
        .subquery()
    )
    other = tellings.alias("other")
    shown = select(other.c.id).where(other.c.receipt_id == receipts.c.id, other.c.source.startswith("statement:"))
    statement = (
        select(receipts.c.id, receipts.c.minor, receipts.c.currency, tellings.c.day, covered.c.last)
        .join(tellings, tellings.c.receipt_id == receipts.c.id)
        .join(covered, covered.c.account == receipts.c.account)
        .where(receipts.c.drive == tx.drive, receipts.c.status != "void", tellings.c.state.in_(("first", "apart")))
        .where(~shown.exists(), covered.c.first <= tellings.c.day, covered.c.last > tellings.c.day)
        .order_by(receipts.c.id)
    )
    found: dict[int, UntoldMovement] = {}
    for row in await tx.work.rows(statement):
        day = date.fromisoformat(row.day)
        if next_banking_day(day).isoformat() < row.last:
            found[row.id] = UntoldMovement(row.id, Cash(row.minor, row.currency), day)
    return list(found.values())


async def _twice(tx: World) -> list[Twice]:
    """Pledges that are more than paid, with a like sum by bank and by hand."""
    bank, hand = receipts.alias("bank"), receipts.alias("hand")
    statement = (
        select(pledges.c.code, bank.c.minor, bank.c.currency)
        .join(bank, bank.c.pledge_id == pledges.c.id)
        .join(hand, hand.c.pledge_id == pledges.c.id)
        .where(pledges.c.drive == tx.drive, bank.c.holder_id.is_(None), hand.c.holder_id.is_not(None))
        .where(bank.c.minor == hand.c.minor, bank.c.currency == hand.c.currency, bank.c.minor > 0)
        .where(bank.c.minor + hand.c.minor > pledges.c.minor, bank.c.currency == pledges.c.currency)
        .distinct()
        .order_by(pledges.c.code)
    )
    return [Twice(code, Cash(minor, currency)) for code, minor, currency in await tx.work.rows(statement)]


async def _beyond(tx: World) -> int:
    """Pledges for which more went back than ever came in."""
    sums = select(receipts.c.pledge_id).where(receipts.c.drive == tx.drive, receipts.c.pledge_id.is_not(None))
    sums = sums.group_by(receipts.c.pledge_id, receipts.c.currency).having(func.sum(receipts.c.minor) < 0)
    return len(await tx.work.rows(sums))


async def _old_accounts(tx: World) -> list[str]:
    """Accounts that were taken out of the plan, and to which money came since."""
    since = (receipts.c.account == accounts.c.number) & (receipts.c.moved_at > accounts.c.until)
    late = receipts.c.made_at > tx.now - PATIENCE
    statement = select(accounts.c.number).join(receipts, since).where(accounts.c.drive == tx.drive, late).distinct()
    return [row.number for row in await tx.work.rows(statement.order_by(accounts.c.number))]


async def _tallied(tx: World) -> dict[str, int]:
    items = (tallies.RECEIVED, tallies.BY_HAND, tallies.GRANTED, tallies.SPENT)
    return {item: sum for item in items if (sum := (await tallies.received(tx, item=item)).amount)}
