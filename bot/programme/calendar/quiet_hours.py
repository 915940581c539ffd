"""The hours in which nobody is written to who did not just write."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.programme.plan import Plan


def quiet(plan: Plan, now: datetime) -> bool:
    """Whether nobody is to be written to now who did not just write himself."""
    hours = plan.quiet_hours
    if hours is None:
        return False
    local = now.astimezone(ZoneInfo(plan.time_zone)).time()
    if hours.begins <= hours.ends:
        return hours.begins <= local < hours.ends
    return local >= hours.begins or local < hours.ends
