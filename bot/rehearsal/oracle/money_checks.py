"""Whether the bot's books of money are what really happened, to the đồng."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from bot.rehearsal.cast.money import MoneySide
from bot.rehearsal.oracle.money_books import MoneyBooks
from bot.rehearsal.stage.town import Town

SHOWN = ("received", "granted", "spent", "unmatched")


def money_differs(town: Town, money: MoneySide, books: MoneyBooks) -> Iterator[str]:
    """Every difference between the books and the truth."""
    truth = money.truth
    right = asdict(truth.figures())
    for figure in (*SHOWN, "account", "tills", "ledger"):
        kept = getattr(books, figure)
        if kept != right[figure]:
            yield f"{figure}: booked {kept}, really {right[figure]}"
    for place, shown in (("the public page", books.page), ("the digest", books.digest)):
        wrong = {figure: sum for figure, sum in shown.items() if sum != right[figure]}
        if wrong:
            yield f"{place} shows {wrong}, really { ({figure: right[figure] for figure in wrong}) }"
    if not books.whole:
        yield "the ledger is not whole"
    if not books.parts_whole:
        yield "parts of a split transfer are not together what it was"
    yield from _pledges(town, money, books)


def _pledges(town: Town, money: MoneySide, books: MoneyBooks) -> Iterator[str]:
    paid = money.truth.paid()
    for code in sorted(books.paid.keys() | paid.keys()):
        kept = {currency: minor for currency, minor in books.paid.get(code, {}).items() if minor}
        really = {currency: minor for currency, minor in paid.get(code, {}).items() if minor}
        if kept != really:
            yield f"{code}: booked {kept}, really {really}"
    for donor in money.donors:
        memory = donor.memory
        for code, told in memory.pledges.items():
            if not told.minor:
                continue
            came = paid[code][told.currency] if code in paid else 0
            right = "received" if came >= told.minor else "cancelled" if code in memory.cancelled else "promised"
            if books.states.get(code) != right:
                yield f"{code} of {donor.chat} is {books.states.get(code)}, really {right}: {came} of {told.minor}"
