"""On what terms a drive takes gifts: sums, currencies, accounts; catalogue, questions, places."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bot.chat.words import fact
from bot.programme.calendar import drives
from bot.programme.calendar.drop_off_hours import weekly
from bot.programme.giving.pledge_questions import AlsoAsked, also_asked
from bot.programme.giving.pledges import most_of
from bot.programme.people.notices import ToldNotice, notices_for
from bot.programme.people.unit_names import example_unit
from bot.programme.plan import Plan
from bot.programme.world import World


class ReceivingAccount(msgspec.Struct, frozen=True):
    """A bank account that receives the drive's money."""

    bank: str
    bin: str
    number: str
    holder: str


class CashTerms(msgspec.Struct, frozen=True):
    """How money is given; sums in đồng. `divisor` is the working days of a month, 0 without the day's-pay helper."""

    state: str
    takes: bool
    suggested: list[int]
    least: int
    currencies: list[str]
    divisor: int
    account: ReceivingAccount | None
    priced: bool = False  # whether the plan prices what money buys; talks of the first release do not ask
    example: str = ""  # a unit's name as it may be typed
    most: dict[str, int] = {}  # the largest gift by currency, in its minor units
    opens: datetime | None = None
    closes: datetime | None = None
    also: AlsoAsked = AlsoAsked()


class CatalogueItem(msgspec.Struct, frozen=True):
    """One thing of the catalogue and the questions asked about its condition."""

    name: dict[str, str]
    questions: list[str]


class ConditionQuestion(msgspec.Struct, frozen=True):
    """A question about a thing's condition; an answer whose verdict is "parts" makes it unfit."""

    ask: dict[str, str]
    answers: dict[str, dict[str, str]]
    unfit: list[str]


class DropOffPlace(msgspec.Struct, frozen=True):
    """Where things may be brought, and when."""

    name: dict[str, str]
    address: str
    slots: list[str]
    notices: list[ToldNotice] = []


class GoodsTerms(msgspec.Struct, frozen=True):
    """How things are given; `dated` where appointments have a day, which talks of the first release do not know."""

    state: str
    takes: bool
    items: dict[str, CatalogueItem]
    questions: dict[str, ConditionQuestion]
    places: dict[str, DropOffPlace]
    dated: bool = False
    example: str = ""  # a unit's name as it may be typed
    whole: bool = False  # whether the summary shows condition and photo too; earlier talks did without
    opens: datetime | None = None
    closes: datetime | None = None
    also: AlsoAsked = AlsoAsked()


def priced(plan: Plan) -> bool:
    """Whether the plan says what anything costs that meets a student's need."""
    return any(item.costs is not None and item.meets is not None for item in plan.catalogue)


@fact("terms.cash")
async def cash_terms(tx: World) -> CashTerms:
    """The drive's terms for money."""
    return await tx.work.once(f"terms.cash:{tx.drive}", frozenset(), lambda: _cash_terms(tx))


async def _cash_terms(tx: World) -> CashTerms:
    state, cash = drives.state_of(tx.plan, tx.now), tx.plan.cash
    if cash is None:
        return CashTerms(state, False, [], 0, [], 0, None)
    account = next((a for a in cash.accounts if a.currency == "VND"), None)
    return CashTerms(
        state,
        drives.takes_gifts(tx.plan, state),
        list(cash.suggested),
        cash.least,
        list(cash.currencies),
        cash.one_day_pay.divisor if cash.one_day_pay else 0,
        ReceivingAccount(account.bank, account.bin, account.number, account.holder) if account else None,
        priced(tx.plan),
        example_unit(tx.plan),
        {currency: most_of(tx.plan, currency) for currency in cash.currencies},
        tx.plan.window.opens,
        tx.plan.window.closes,
        also_asked(tx.plan),
    )


@fact("terms.goods")
async def goods_terms(tx: World) -> GoodsTerms:
    """The drive's terms for things."""
    plan, state = tx.plan, drives.state_of(tx.plan, tx.now)
    goods = plan.goods
    takes = "devices" in plan.modules and drives.takes_gifts(plan, state)
    return GoodsTerms(
        state,
        takes,
        {item.key: CatalogueItem(item.name, list(item.questions)) for item in plan.catalogue if item.sort != "service"},
        {
            question.key: ConditionQuestion(
                question.asks,
                {answer.key: answer.says for answer in question.answers},
                [answer.key for answer in question.answers if answer.verdict == "parts"],
            )
            for question in (goods.questions if goods else ())
        },
        {
            place.key: DropOffPlace(
                place.name,
                place.address,
                [weekly(slot) for slot in place.slots],
                [told for told in notices_for(plan, [place.unit]) if told.lasts(tx.now)],
            )
            for place in (goods.drop_off if goods else ())
        },
        dated=True,
        example=example_unit(plan),
        whole=True,
        opens=plan.window.opens,
        closes=plan.window.closes,
        also=also_asked(plan),
    )
