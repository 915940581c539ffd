"""The hours in which nobody is written to who did not just write."""

from __future__ import annotations

from datetime import datetime

from bot.programme.plan import Plan


def quiet(plan: Plan, now: datetime) -> bool:
    """Whether nobody is to be written to now who did not just write."""
    return plan.night is not None and plan.night.holds(now)
