"""What a plan asks of whoever pledges besides the gift itself: through whom it came about, and from where."""

from __future__ import annotations

import msgspec

from bot.programme.plan import Plan, unit_of


class AlsoAsked(msgspec.Struct, frozen=True):
    """Who is offered by name as through whom a gift came about, and which area it may come from outside of.

    Empty where the plan does not ask, and in talks of the first release.
    """

    through: dict[str, str] = {}
    area: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.through or self.area)


def also_asked(plan: Plan) -> AlsoAsked:
    """What else a plan asks for."""
    asked = plan.pledge_questions
    named = {key: unit_of(plan, key) for key in asked.through}
    return AlsoAsked(
        {key: unit.short or unit.name for key, unit in named.items()},
        unit_of(plan, asked.area).name if asked.area else "",
    )
