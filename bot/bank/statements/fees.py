"""Fees and taxes that stand beside a sum: whether they come on top of it, as the running balance says."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.bank.statements.lines import MoneyRow

_WAYS: tuple[Callable[[MoneyRow], int], ...] = (
    lambda one: one.fee,
    lambda one: -abs(one.fee),
    lambda one: 0,
)


def settled(found: Sequence[MoneyRow]) -> int:
    """Adds to each movement what comes on top of it; returns how many have a fee of which that cannot be said.

    Their sum stands as it is told.
    """
    with_fee = [one for one in found if one.fee]
    balances = {one.balance for one in found if one.balance is not None}

    def follows(one: MoneyRow, way: Callable[[MoneyRow], int]) -> bool:
        moved = one.minor + way(one)
        return one.balance is not None and moved != 0 and one.balance - moved in balances

    way = max(_WAYS, key=lambda way: sum(follows(one, way) for one in with_fee))
    proven = any(follows(one, way) for one in with_fee)
    signed = any(one.fee < 0 for one in with_fee)
    for one in with_fee:
        if proven:
            one.minor += way(one)
        elif not one.minor:
            one.minor = one.fee if signed else -one.fee
    return 0 if proven else sum(one.minor not in (one.fee, -one.fee) for one in with_fee)
