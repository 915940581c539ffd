"""What the public page shows, gathered from the programme: only counts, sums and what the organiser publishes."""

from __future__ import annotations

from datetime import datetime

from bot import texts
from bot.chat.phrase import Cash, _, _n
from bot.programme.calendar.drives import state_of
from bot.programme.calendar.periods import periods
from bot.programme.giving import counts as donors
from bot.programme.ledger import tallies
from bot.programme.ledger.tallies import Tallied
from bot.programme.plan import Period, Plan, in_language
from bot.programme.plan.identity import Basis
from bot.programme.reporting import progress
from bot.programme.reporting.unit_reports import reported
from bot.programme.reporting.weekly_reports import current_period
from bot.programme.world import World
from bot.site.facts import GoodsCount, PageAccount, PageFacts, PageQuestion, Stage


async def page_facts(tx: World, language: str) -> PageFacts:
    """The page's content in a language."""
    plan, zone = tx.plan, tx.zone

    def words(value: object) -> str:
        return texts.unmarked(texts.shown(value, language, zone))

    def day(value: datetime) -> str:
        return texts.day(value.astimezone(zone).date(), language)

    sums = await tallies.tallied(tx)
    seen = await progress.progress_by(tx, sums)
    period = _reported_on(tx)
    done, missing = await reported(tx, period.key) if period else ([], [])
    state, closes = state_of(plan, tx.now), plan.window.closes
    if state == "before":
        status = _("Opens on {day}", day=plan.window.opens.astimezone(zone).date())
    elif state == "after":
        status = _("The drive has closed. Thank you, everybody.")
    elif closes is None:
        status = _("Open")
    else:
        left = (closes.astimezone(zone).date() - tx.now.astimezone(zone).date()).days
        status = _n("{n} day left", "{n} days left", left) if left else _("Last day")
    cash = plan.cash
    return PageFacts(
        name=in_language(plan.name, language),
        organiser=in_language(plan.organiser.name, language),
        purpose=" ".join(in_language(aim, language) for aim in plan.aims[:1]),
        stage={"before": Stage.SOON, "open": Stage.OPEN, "after": Stage.CLOSED}[state],
        window=f"{day(plan.window.opens)} – {day(closes)}" if closes else day(plan.window.opens),
        status=words(status),
        cash_received=words(Cash(seen.received)),
        cash_unmatched=words(Cash(seen.unmatched)) if seen.unmatched else "",
        cash_granted=words(Cash(seen.granted)) if seen.granted else "",
        cash_spent=words(Cash(seen.spent)) if seen.spent else "",
        cash_pledged=words(Cash(seen.dong)),
        donors=await donors.count(tx),
        students_listed=seen.students_listed,
        goods=_goods(tx.plan, sums, language),
        units_reported=len(done),
        units_due=len(done) + len(missing),
        accounts=[
            PageAccount(
                bank=_joined(account.bank, account.branch),
                number=account.number,
                holder=account.holder,
                note=words(_("Your gift's code, which the chat gives you")),
            )
            for account in (cash.accounts if cash else ())
        ],
        reception=[
            *(
                f"{in_language(place.name, language)}, {place.address}"
                for place in (plan.goods.drop_off if plan.goods else ())
            ),
            *(f"{card.name}, {in_language(card.title, language)}: {card.phone}" for card in plan.contacts[:2]),
        ],
        questions=[
            PageQuestion(ask=in_language(faq.ask, language), answer=in_language(faq.answer, language))
            for faq in plan.faq
        ],
        legal_basis=[_basis(basis, language) for basis in plan.legal_basis],
        updated=words(tx.now),
    )


def _basis(basis: Basis, language: str) -> str:
    """One paper the drive rests on, in a line."""
    dated = texts.day(basis.dated, language) if basis.dated else ""
    return f"{_joined(basis.number, dated, basis.issuer)}: {basis.about}"


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _goods(plan: Plan, sums: Tallied, language: str) -> list[GoodsCount]:
    """Things that were pledged or came in, in the catalogue's order; some come in that nobody has pledged."""
    counts = {
        item.key: (sums.of(item.key).amount, sums.of(tallies.came_in(item.key)).amount) for item in plan.catalogue
    }
    return [
        GoodsCount(kind=in_language(item.name, language), pledged=counts[item.key][0], received=counts[item.key][1])
        for item in plan.catalogue
        if max(counts[item.key]) > 0
    ]


def _reported_on(tx: World) -> Period | None:
    """The period whose reports are counted: until half-way to the next deadline the one just due, then the next."""
    current = current_period(tx)
    last = next((period for period in reversed(periods(tx.plan, tx.now)) if period.due < tx.now), None)
    if current is None or last is None or tx.now - last.due >= (current.due - last.due) / 2:
        return current
    return last
