"""The accountant sends the week's statement and has it booked."""

from __future__ import annotations

from bot.rehearsal.fakes.bank import Bank
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.stage.errand import Answer, Errand
from bot.rehearsal.stage.person import Person


class SendStatement(Errand):
    """`days` are the days it covers: more than a week, so that statements overlap."""

    opening, label = "/saoke", "*Send a statement"

    def __init__(self, person: Person, bank: Bank, days: int):
        super().__init__(person)
        self.bank, self.days = bank, days

    def knows(self) -> dict[str, Answer]:
        return {
            "Please send the bank's statement of {account} as a file*": self._file,
            "I am reading it and will tell you in a moment*": lambda _s, _v: None,
            "Shall I take it into the books?": lambda seen, _v: seen.button("✅ Yes, into the books"),
            "It goes into the books*": lambda _s, _v: None,
            "{n} new movement is in the books.": lambda _s, _v: self.end("booked"),
            "I could not read the statement {name}.": self._unread,
            "This statement is settled already.": lambda _s, _v: None,
        }

    def _file(self, _seen: Seen, _values: dict[str, str]) -> Said:
        return Said(document=("sao-ke.csv", self.bank.statement(self.days)))

    def _unread(self, _seen: Seen, _values: dict[str, str]) -> None:
        nothing = not any(one.at for one in self.bank.truth.movements.values())
        self.end("nothing on it" if nothing else "unread")
