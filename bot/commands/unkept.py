"""What a plan expects and no code carries out yet, as the commands say it."""

from __future__ import annotations

from bot import texts
from bot.chat.phrase import _n
from bot.programme.plan import Plan, not_carried_out


def unkept(plan: Plan, language: str) -> list[str]:
    """A heading, then a line for each thing the plan uses and nobody carries out; [] where there is none."""
    found = not_carried_out(plan)
    heading = _n(
        "In this plan {n} thing is not carried out yet:", "In this plan {n} things are not carried out yet:", len(found)
    )
    lines = [
        f"  - {texts.plain(one.says, language)}" + (f" [{', '.join(one.where)}]" if one.where else "") for one in found
    ]
    return [f"{plan.slug}: {texts.plain(heading, language)}", *lines] if found else []
