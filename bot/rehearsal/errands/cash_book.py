"""Money by hand: a line of the cash book, its second signature, its correction, and money handed on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.phrase import Cash
from bot.programme.codes import fold_code
from bot.rehearsal.errands.tap import Tap, tap
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen, sum_of
from bot.rehearsal.fakes.slips import foreign_as_typed, sum_as_typed
from bot.rehearsal.stage.errand import Answer, Errand, Typed
from bot.rehearsal.stage.person import Person
from bot.texts import digits_of


@dataclass(eq=False)
class Envelope:
    """Money that lies on a unit's table, or left it. `code` is what its donor shows, `meant` what it is for."""

    unit: str  # its name
    cash: Cash
    code: str = ""
    meant: str = ""
    payer: str = ""
    source: str = "gift"
    purpose: str = ""
    signed: bool = False
    refuse: bool = False  # the second person finds that it was counted wrongly


class WriteLine(Errand):
    """A line for an envelope: money that came in or, below zero, was paid out."""

    def __init__(self, person: Person, envelope: Envelope):
        super().__init__(person)
        self.envelope = envelope
        went_out = envelope.cash.minor < 0
        self.opening = "/chitien" if went_out else "/thutien"
        self.label = "*Money was paid out" if went_out else "*Money came in"

    def knows(self) -> dict[str, Answer]:
        of = self.envelope
        source = {"gift": "A gift", "budget": "State budget money", "fund": "Money of a fund"}[of.source]
        return {
            "Whose cash book?": self._unit,
            "The promise's code? For example: {code}.": self._code,
            "I can't find a promise of money with this code.*": self._code,
            "How much was counted?*": self._sum,
            "How much was paid out?*": self._sum,
            "What kind of money is it?": lambda seen, _v: seen.button(source),
            "Who brought it?*": self._payer,
            "Whose money is it?*": lambda _s, _v: Typed(text=of.purpose, sort="words"),
            "What for?": lambda seen, _v: seen.button("It was spent"),
            "What was it paid for?*": lambda _s, _v: Said(text=of.purpose),
            "Please check the line:": self._check,
            "Written down: line {number}, {sum}.": lambda _s, _v: self.end("written"),
            "The till does not hold so much.": lambda _s, _v: self.end("too little in the till"),
            "All right, nothing was recorded.": lambda _s, _v: self.end("dropped"),
        }

    def _unit(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return next((n for n, button in enumerate(seen.message.buttons) if button.label == self.envelope.unit), None)

    def _code(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if not self.envelope.code:
            return seen.button("Without a promise")
        return Said(text=self.envelope.code.lower() if self.chance.random() < 0.5 else self.envelope.code)

    def _sum(self, _seen: Seen, _values: dict[str, str]) -> Said:
        cash = self.envelope.cash
        if cash.currency != "VND":
            digits = digits_of(cash.currency)
            return Typed(text=foreign_as_typed(abs(cash.minor), cash.currency, digits, self.chance))
        return Typed(text=sum_as_typed(abs(cash.minor), self.chance), sort="sum")

    def _payer(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return Said(text=self.envelope.payer) if self.envelope.payer else seen.button("Without a name")

    def _check(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        shown = seen.answer("Sum")
        if shown is None or sum_of(shown) != (abs(self.envelope.cash.minor), self.envelope.cash.currency):
            self.changing = ("Sum", 0)
            return seen.button("*Change a line")
        return seen.button("✅ Write it down")


def countersign(person: Person, button: str) -> Tap:
    """The second person signs, or says what is wrong; begins with a button of the request."""
    answers: dict[str, str | Answer] = {
        "Signed: line {number} of the cash book, {sum}.": "signed",
        "What is not right?*": lambda _s, _v: Said(text="đếm được ít hơn"),
        "Line {number} counts for nothing*": "not signed",
        "This line is closed already.": "closed",
        "Thank you. {sum} from {sender} lies in your till now.": "acknowledged",
        "{code} is not acknowledged; the sender knows why.": "not acknowledged",
        "This transfer is closed already.": "closed",
    }
    return tap(person, button, "Sign a line", answers)


class Correct(Errand):
    """A signed line was wrong; begins with the button of the cash book that names the line."""

    opening, label = "/soquy", "*Cash book"

    def __init__(self, person: Person, unit: str, number: int):
        super().__init__(person)
        self.unit, self.number = unit, number

    def knows(self) -> dict[str, Answer]:
        return {
            "Whose cash book?": self._unit,
            "<b>Cash book of {unit}</b>": self._line,
            "What is wrong with it?*": lambda _s, _v: Said(text="ghi nhầm, tiền của việc khác"),
            "Written down: line {number}, {sum}.": lambda _s, _v: self.end("written"),
            "This line is corrected already.": lambda _s, _v: self.end("written"),
            "The money was handed on already*": lambda _s, _v: self.end("handed on already"),
        }

    def _unit(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return next((n for n, button in enumerate(seen.message.buttons) if button.label == self.unit), None)

    def _line(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        for place, values in seen.buttons("Line {number} is wrong"):
            if values["number"] == str(self.number):
                return Said(button=seen.message.buttons[place].data)
        self.end("not offered")
        return None


class HandOn(Errand):
    """A unit hands on what lies in its till, by hand or to the drive's account; `code` once the bot has given one."""

    opening, label = "/noptien", "*Hand money on"

    def __init__(self, person: Person, unit: str, minor: int, *, by_bank: bool):
        super().__init__(person)
        self.unit, self.minor, self.by_bank = unit, minor, by_bank
        self.code = ""

    def knows(self) -> dict[str, Answer]:
        return {
            "Whose cash book?": self._unit,
            "How is it handed on?": lambda seen, _v: seen.button(
                "To the drive's account" if self.by_bank else "I bring it"
            ),
            "How much? In the till: {sum}.": lambda _s, _v: Typed(text=f"{self.minor} đ", sort="sum"),
            "Please check:": self._check,
            "{sum} for {receiver}, code <code>{code}</code>.": self._sent,
            "The till holds only {held}.*": lambda _s, _v: self.end("too little in the till"),
            "The plan does not have this unit hand money on.": lambda _s, _v: self.end("keeps it"),
            "There is nothing in the till to hand on.*": lambda _s, _v: self.end("too little in the till"),
            "All right, nothing was recorded.": lambda _s, _v: self.end("dropped"),
        }

    def _unit(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return next((n for n, button in enumerate(seen.message.buttons) if button.label == self.unit), None)

    def _check(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        shown = seen.answer("Sum")
        if shown is None or sum_of(shown) != (self.minor, "VND"):
            self.changing = ("Sum", 0)
            return seen.button("*Change a line")
        return seen.button("✅ Hand it on")

    def _sent(self, _seen: Seen, values: dict[str, str]) -> None:
        self.code = fold_code(values["code"])
        self.end("sent")
