"""The report periods of a plan, worked out once: they are asked for with every gift."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.programme.plan import Period, Plan, report_periods

AHEAD = timedelta(days=120)
"""How far ahead periods are known in a drive without an end."""

_known: dict[int, tuple[Plan, datetime, list[Period]]] = {}


def periods(plan: Plan, now: datetime) -> list[Period]:
    """Every report period of the plan in order; in a drive without an end, those of the next months."""
    kept = _known.get(id(plan))
    if kept is not None and kept[0] is plan and now < kept[1]:
        return kept[2]
    endless = plan.window.closes is None
    found = report_periods(plan, now + 2 * AHEAD if endless else None)
    far = now + AHEAD if endless else datetime.max.replace(tzinfo=now.tzinfo)
    _known[id(plan)] = (plan, far, found)
    return found
