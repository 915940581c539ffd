"""What the keepers of tills do when the bot writes to them: count, sign or refuse, acknowledge or not."""

from __future__ import annotations

from collections.abc import Callable

from bot.programme.codes import fold_code
from bot.rehearsal.errands.cash_book import Envelope, countersign
from bot.rehearsal.fakes.reading import Seen, sum_of
from bot.rehearsal.fakes.truth import SignedLine, Truth
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

HEADS = {
    "Cash book of {unit}, line {number}: {sum} came in.": 1,
    "Cash book of {unit}, line {number}: {sum} was paid out.": -1,
    "Cash book of {unit}, line {number}: corrects line {wrong}, {sum}.": 0,
}


class SigningHabit:
    """The second person of a till: signs a line for which there is an envelope, and refuses any other.

    `wrong` are the numbers of the lines that the first one wants out again.
    """

    def __init__(self, town: Town, person: Person, truth: Truth, unit: str, envelopes: list[Envelope], wrong: set[int]):
        self.town, self.person, self.truth, self.unit = town, person, truth, unit
        self.envelopes, self.wrong = envelopes, wrong
        self._asked: dict[str, Callable[[], None]] = {}  # what a signature means, by the line's number

    def __call__(self, seen: Seen) -> None:
        for head, sign in HEADS.items():
            values = seen.says(head)
            if values is not None and values["unit"] == self.unit and seen.button("✅ Counted, I sign") is not None:
                self._request(seen, values, sign)
        done = seen.says("Signed: line {number} of the cash book, {sum}.")
        if done is not None and done["number"] in self._asked:
            self._asked.pop(done["number"])()

    def _request(self, seen: Seen, values: dict[str, str], sign: int) -> None:
        number, (minor, currency) = values["number"], sum_of(values["sum"])
        right = False
        if sign == 0:
            wrong = int(values["wrong"])
            right = wrong in self.wrong
            self._asked[number] = lambda: self._void(wrong)
        else:
            code = seen.says("For the promise {code}.")
            stored = fold_code(code["code"]) if code else ""
            fitting = (self.unit, sign * minor, currency, stored)
            envelope = next((one for one in self.envelopes if not one.signed
                             and (one.unit, one.cash.minor, one.cash.currency, one.code) == fitting), None)  # fmt: skip
            if envelope is not None and not envelope.refuse:
                right, envelope.signed = True, True
                self._asked[number] = lambda: self._signed(int(number), envelope)
            elif envelope is not None:
                envelope.refuse = False  # next time it is counted right
        place = seen.button("✅ Counted, I sign" if right else "It is not right")
        assert place is not None
        errand = countersign(self.person, seen.message.buttons[place].data)
        self.town.agenda.at(self.town.awake(60 * self.person.will.randint(10, 400)), lambda: self.person.begin(errand))

    def _signed(self, number: int, of: Envelope) -> None:
        note = SignedLine(self.unit, number, of.cash.minor, of.cash.currency, of.code, of.payer, of.meant, of.source)
        if of.cash.minor < 0:
            note.counts = "spent"
        self.truth.signed(note)

    def _void(self, number: int) -> None:
        self.wrong.discard(number)
        next(note for note in self.truth.notes if (note.unit, note.number) == (self.unit, number)).void = True


class AcknowledgingHabit:
    """The coordinator counts what units bring; the first time something is missing."""

    def __init__(self, town: Town, person: Person, truth: Truth, unit: str):
        self.town, self.person, self.truth, self.unit = town, person, truth, unit
        self._refused = False

    def __call__(self, seen: Seen) -> None:
        if seen.says("{sender} brings you {sum}, code {code}.*") is not None:
            place = seen.button("✅ I have received it" if self._refused else "It is not right")
            self._refused = True
            assert place is not None
            errand = countersign(self.person, seen.message.buttons[place].data)
            hours = self.person.will.randint(1, 20)
            self.town.agenda.at(self.town.awake(3600 * hours), lambda: self.person.begin(errand))
        done = seen.says("Thank you. {sum} from {sender} lies in your till now.")
        if done is not None:
            minor, currency = sum_of(done["sum"])
            self.truth.carried.append((done["sender"], self.unit, minor, currency))
