"""Whether each balance is the one before it and the movement between them, and the sums what the file says they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal

from bot.bank.statements.columns import Slot
from bot.bank.statements.lines import MoneyRow, Total
from bot.bank.statements.shape import Gap, StatedSum

_SIDES: Final[tuple[tuple[Literal["in", "out"], Slot], ...]] = (("in", "credit"), ("out", "debit"))
"""What came in and what went out, and the column that tells its total."""


def gaps_in(found: Sequence[MoneyRow]) -> tuple[list[Gap], int]:
    """The rows whose balance does not follow, and how many follow; the oldest may stand first or last, or in disorder.

    In disorder a balance follows if it does from that of any other row.
    """
    oldest_first = not found or found[0].at <= found[-1].at
    orders = (found, found[::-1]) if oldest_first else (found[::-1], found)
    gaps, follow = min(map(_gaps, orders), key=lambda one: len(one[0]))
    if not gaps or any(one.balance is None for one in found):
        return gaps, follow
    before = {one.row: (one.balance or 0) - one.minor for one in found}
    lonely = Counter(before.values()) - Counter(one.balance or 0 for one in found)
    if lonely.total() <= 1:
        return [], len(found) - 1
    gaps = [gap for gap in gaps if lonely[before[gap.row]]]
    return gaps, len(found) - 1 - len(gaps)


def _gaps(found: Iterable[MoneyRow]) -> tuple[list[Gap], int]:
    gaps: list[Gap] = []
    due: int | None = None
    follow = 0
    for one in found:
        due = None if due is None else due + one.minor
        if one.balance is None:
            continue
        if due is not None and due != one.balance:
            gaps.append(Gap(one.row, due, one.balance))
        follow += due == one.balance
        due = one.balance
    return gaps, follow


def signed_by_balance(found: Sequence[MoneyRow]) -> list[MoneyRow]:
    """Gives movements whose sums bear no sign the one that the balances tell; returns those of which none does so."""
    if any(one.balance is None or one.minor < 0 for one in found):
        return []
    for order in (found, found[::-1]):
        steps = [(one.balance or 0) - (before.balance or 0) for before, one in pairwise(order)]
        if min(steps, default=0) < 0 and all(
            abs(step) == one.minor for step, one in zip(steps, order[1:], strict=True)
        ):
            for step, one in zip(steps, order[1:], strict=True):
                one.minor = step
            return [order[0]]
    return []


def dated_total(movement: MoneyRow, above: Sequence[MoneyRow], balances: set[int]) -> bool | None:
    """Whether a row that reads like a total and has a day is one; None if that cannot be said."""
    came, went = _both(above)
    day = _both(one for one in above if one.at.date() == movement.at.date())
    if above and movement.minor in (came, -went, day[0], -day[1], came - went):
        return True
    if not above:
        return False
    proven = movement.balance is not None and movement.balance - movement.minor in balances
    return False if proven else None


def sums_of(found: Sequence[MoneyRow], totals: Sequence[Total]) -> list[StatedSum]:
    """What the file's own totals and balances say, beside what its rows come to."""
    sums: list[StatedSum] = []
    since = 0
    for total in totals:
        if total.kind != "total":
            continue
        stretches = [_both(found[: total.after]), _both(found[since : total.after])]
        if found[: total.after]:
            last = found[total.after - 1].at.date()
            stretches.append(_both(one for one in found[: total.after] if one.at.date() == last))
        for place, (what, column) in enumerate(_SIDES):
            if (told := total.numbers.get(column)) is not None:
                candidates = [stretch[place] for stretch in stretches]
                sums.append(StatedSum(what, abs(told), abs(told) if abs(told) in candidates else candidates[0]))
        since = total.after
    return sums + _closing(found, totals)


def _closing(found: Sequence[MoneyRow], totals: Sequence[Total]) -> list[StatedSum]:
    whole = [total for total in totals if total.after in (0, len(found))]  # in between they are of days or pages
    opening, closing = (_balance(total for total in whole if total.kind == kind) for kind in ("opening", "closing"))
    moved = sum(one.minor for one in found)
    ends = [one.balance for one in (*found[-1:], *found[:1]) if one.balance is not None]
    if opening is not None and (closing is not None or ends):
        told = closing if closing is not None else opening + moved if opening + moved in ends else ends[0]
        return [StatedSum("closing", told, opening + moved)]
    if closing is not None and ends:
        return [StatedSum("closing", closing, closing if closing in ends else ends[0])]
    return []


def _balance(totals: Iterable[Total]) -> int | None:
    """The balance that rows tell, if they all tell the same: those of days or pages are not of the whole."""
    told = {next((total.numbers[role] for role in ("balance", "amount", "credit", "debit", "either")
                  if total.numbers.get(role)), 0) for total in totals}  # fmt: skip
    return told.pop() if len(told) == 1 else None


def _both(found: Iterable[MoneyRow]) -> tuple[int, int]:
    """What came in and what went out."""
    came = went = 0
    for one in found:
        if one.minor > 0:
            came += one.minor
        else:
            went -= one.minor
    return came, went
