"""Rules of what can be given: sums, currencies, accounts, places."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import _
from bot.programme.plan.findings import Faults
from bot.programme.plan.gifts import CashRules
from bot.programme.plan.schema import Plan

LEAST_PRICE: Final = 1_000
"""In đồng; what is less was meant in thousands or millions."""


def check_gifts(plan: Plan, found: Faults) -> None:
    """Money, the catalogue and the drop-off places."""
    for item in plan.catalogue:
        if item.costs is not None and item.costs < LEAST_PRICE:
            found.tell(
                item,
                "costs",
                _("Nothing is bought for {sum} đồng.", sum=item.costs),
                _("Write the price of one in đồng, e.g. 3500000 for 3,5 million."),
            )
    if plan.cash is not None:
        _sums(plan.cash, found)
        _currencies(plan.cash, found)
        day_pay = [group for group in plan.asked if group.gives == "one_day_pay"]
        if day_pay and plan.cash.one_day_pay is None:
            found.tell(
                day_pay[0],
                "gives",
                _("One day's pay is asked for, but not how it is worked out."),
                _("Add a table [cash.one_day_pay] with divisor = 22, the working days of a month."),
                also=[found.path(plan.cash, "one_day_pay")],
            )
    for place in plan.goods.drop_off if plan.goods else ():
        for slot in place.slots:
            if slot.closes <= slot.opens:
                found.tell(
                    slot,
                    "closes",
                    _("This slot closes before it opens."),
                    _("Write an hour after opens."),
                    also=[found.path(slot, "opens")],
                )


def _sums(cash: CashRules, found: Faults) -> None:
    """Suggested sums ascend, from the least sum up."""
    previous = 0
    for number, sum_ in enumerate(cash.suggested):
        where = [found.path(cash, "suggested", number), found.path(cash, "least")]
        if sum_ < cash.least:
            found.tell(
                cash,
                ("suggested", number),
                _("The suggested sum {sum} is below the least sum {least}.", sum=sum_, least=cash.least),
                _("Raise it, or lower least."),
                also=where,
            )
        elif sum_ <= previous:
            found.tell(
                cash,
                ("suggested", number),
                _("The suggested sums do not rise from small to large."),
                _("Put them in order, each once."),
                also=where,
            )
        previous = sum_


def _currencies(cash: CashRules, found: Faults) -> None:
    """Every foreign currency has a rate, every rate and account an accepted currency."""
    accepted = set(cash.currencies)
    rated = {"VND", *(rate.currency for rate in cash.rates)}
    for number, currency in enumerate(cash.currencies):
        if currency in rated:
            continue
        found.tell(
            cash,
            ("currencies", number),
            _("No rate is given for {currency}.", currency=currency),
            _("Add [[cash.rates]] with currency, dong, dated and source; or take the currency out."),
            also=[found.path(cash, "rates")],
        )
    seen = set[str]()
    for rate in cash.rates:
        if rate.currency not in accepted:
            found.tell(
                rate,
                "currency",
                _("A rate is given for {currency}, which is not accepted.", currency=rate.currency),
                _("Add it to currencies, or take the rate out."),
                also=[found.path(cash, "currencies")],
            )
        elif rate.currency in seen:
            found.tell(
                rate,
                "currency",
                _("There is already a rate for {currency}.", currency=rate.currency),
                _("Keep one of the two."),
            )
        seen.add(rate.currency)
    for account in cash.accounts:
        if account.currency not in accepted:
            found.tell(
                account,
                "currency",
                _("This account holds {currency}, which is not accepted.", currency=account.currency),
                _("Add it to currencies, or take the account out."),
                also=[found.path(cash, "currencies")],
            )
