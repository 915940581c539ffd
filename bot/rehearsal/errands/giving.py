"""What money and things have in common: in whose name, for which unit, the last look before the pledge."""

from __future__ import annotations

from bot.programme.plan import PlanUnit
from bot.rehearsal.fakes.memory import DEVICES_RECORDED, RECORDED
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.slips import same, without_marks
from bot.rehearsal.stage.errand import Answer, Errand, Typed
from bot.rehearsal.stage.person import Person

DONORS = {
    "self": "My own name",
    "unit": "My office or school",
    "firm": "A business",
    "anonymous": "Without a name",
}


class Giving(Errand):
    """Somebody gives: `donor` as in DONORS, `name` to be shown, `unit` it counts for."""

    def __init__(self, person: Person, *, donor: str, name: str, unit: PlanUnit | None, wavers: bool = False):
        super().__init__(person)
        self.donor, self.name, self.unit, self.wavers = donor, name, unit, wavers

    def knows(self) -> dict[str, Answer]:
        return {
            "In whose name is the gift?": self._donor,
            "What name should we write?*": self._name,
            "What is the unit called?": self._name,
            "What is the business called?": self._name,
            "Which commune or office should this gift count towards*": self._unit,
            "Please type another part of its name*": self._unit,
            "Which one do you mean?": self._which,
            "Who told you of the drive, or asked you to give?*": self._through,
            "Please check your promise:": self._check,
            "All right, nothing was recorded.": self._nothing,
            "The drive does not take gifts of money*": self._refused,
            "The drive does not take devices*": self._refused,
            "The drive closed on {day} and takes no more gifts.*": self._refused,
            "The drive opens on {day}.*": self._refused,
            RECORDED: self._done,
            DEVICES_RECORDED: self._done,
        }

    def wrong(self, review: Seen) -> tuple[str, int] | None:
        """The label (and number) of a line of the summary that is not as it was meant; None if all is right."""
        name, counts_for = review.answer("Name"), review.answer("Counts for")
        if name is not None and self.donor != "anonymous" and not same(name, self.name):
            return "Name", 0
        if self.unit is not None and counts_for is not None and counts_for != self.unit.name:
            return "Counts for", 0
        return None

    def _donor(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        mine = next((n for n, button in enumerate(seen.message.buttons) if button.label == self.name), None)
        if self.donor == "self" and mine is not None:
            return mine
        place = seen.button(DONORS[self.donor])
        return seen.button("Another name") if place is None else place

    def _name(self, _seen: Seen, _values: dict[str, str]) -> Said:
        return Typed(text=self.name, sort="name" if self.donor == "self" else "words")

    def _unit(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.unit is None:
            return seen.button("No unit")
        words = self.unit.short or self.unit.name
        return Typed(text=without_marks(words).lower() if self.chance.random() < 0.5 else words, sort="words")

    def _which(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.unit is None:
            return seen.button("No unit")
        place = next((n for n, b in enumerate(seen.message.buttons) if b.label == self.unit.name), None)
        return seen.button("Search again") if place is None else place

    def _through(self, seen: Seen, _values: dict[str, str]) -> int:
        return self.chance.randrange(len(seen.message.buttons))

    def _check(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        wrong = self.wrong(seen)
        if wrong is not None:
            self.changing = wrong
            return seen.button("*Change a line")
        if self.wavers:
            return seen.button("No, don't save it")
        return seen.button("*Yes, I promise")

    def _nothing(self, _seen: Seen, _values: dict[str, str]) -> None:
        self.end("dropped")

    def _refused(self, _seen: Seen, _values: dict[str, str]) -> None:
        self.end("refused")

    def _done(self, _seen: Seen, _values: dict[str, str]) -> None:
        self.end("done")
