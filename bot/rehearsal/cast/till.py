"""A unit's till in the rehearsal."""

from __future__ import annotations

from bot.programme.plan import PlanUnit
from bot.rehearsal.errands.cash_book import Envelope
from bot.rehearsal.stage.person import Person


class Till:
    """A unit's till: who writes its book, who signs, what lies on the table, which lines are wrong."""

    def __init__(self, unit: PlanUnit, writer: Person, signer: Person):
        self.unit, self.writer, self.signer = unit, writer, signer
        self.envelopes: list[Envelope] = []
        self.wrong: set[int] = set()
