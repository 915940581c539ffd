"""One tap on a button under a message, or one command with its code, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.stage.errand import Answer, Errand
from bot.rehearsal.stage.person import Person


class Tap(Errand):
    """Begins with `said`; `answers` are the sentences that may come back: what they mean, or what to say to them."""

    def __init__(self, person: Person, said: Said, label: str, answers: Mapping[str, str | Answer]):
        super().__init__(person)
        self.said, self.label, self.answers = said, label, answers

    def open(self) -> Said:
        return self.said

    def knows(self) -> dict[str, Answer]:
        return {sentence: self._ends(what) if isinstance(what, str) else what
                for sentence, what in self.answers.items()}  # fmt: skip

    def _ends(self, outcome: str) -> Answer:
        return lambda _seen, _values: self.end(outcome)


def tap(person: Person, button: str, label: str, answers: Mapping[str, str | Answer]) -> Tap:
    """An errand that begins with a button of a message, wherever that stands."""
    return Tap(person, Said(button=button), label, answers)
