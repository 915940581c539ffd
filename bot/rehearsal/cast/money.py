"""The money side of a rehearsal: the bank, the office that keeps the books, the communes' tills, and what is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.programme.codes import fold_code
from bot.rehearsal.cast.donor_habits import AskedHabit, PaysHabit, ThanksHabit
from bot.rehearsal.cast.happenings import plan_happenings
from bot.rehearsal.cast.offices import Offices
from bot.rehearsal.cast.payers import Payers
from bot.rehearsal.cast.till import Till
from bot.rehearsal.cast.till_habits import AcknowledgingHabit, SigningHabit
from bot.rehearsal.errands.cash_book import Envelope, HandOn, WriteLine
from bot.rehearsal.errands.match_money import REOPENED, MatchMoney, confirmed, take_back
from bot.rehearsal.errands.statement import SendStatement
from bot.rehearsal.errands.tap import Tap
from bot.rehearsal.fakes.bank import Bank
from bot.rehearsal.fakes.names import Names
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.truth import SignedLine, TrueMovement, Truth
from bot.rehearsal.stage.errand import Errand
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

MOST_TILLS = 4
STATEMENT_DAYS = 10


class MoneySide:
    """Sets everything up and writes the office's weeks on the agenda."""

    def __init__(
        self, town: Town, offices: Offices, names: Names, donors: list[Person], closes: datetime, last: datetime
    ):
        plan = town.plan
        assert plan.cash is not None
        self.town, self.closes, self.last = town, closes, last
        self.chance = Random(f"{town.seed}:money")
        self.truth = Truth(plan, self.credited)
        self.bank = Bank(plan.cash.accounts[0].number, town.zone, town.seed, town.agenda, self.truth)
        self.donors = donors
        organiser = next(unit for unit in plan.units if unit.key == plan.organiser.unit)
        self.accountant = town.add("accountant", names.person(), clumsy=0)
        self.coordinator = town.add("coordinator", names.person(), clumsy=0)
        offices.roles += [
            (self.accountant, "accountant", organiser.key),
            (self.coordinator, "coordinator", organiser.key),
        ]
        self.tills = {organiser.key: Till(organiser, self.coordinator, self.accountant), **self._tills(offices)}
        self.organiser = self.tills[organiser.key]
        self.payers = Payers(town, self.bank, closes, self.brings, len(self.tills) - 1)
        self.asked: dict[TrueMovement | SignedLine, int] = {}
        self.queue: MatchMoney | None = None
        self._undone: dict[str, TrueMovement | SignedLine] = {}
        self.thanks: dict[str, ThanksHabit] = {}

    def _tills(self, offices: Offices) -> dict[str, Till]:
        """The communes whose contact and deputy both have a messenger with buttons."""
        found: dict[str, Till] = {}
        for chat, unit in offices.deputies.items():
            contact = next(chat for chat, units in offices.contacts.items() if unit in units)
            people = self.town.people[contact], self.town.people[chat]
            alone = len(offices.contacts[contact]) == 1
            if alone and all(one.post.abilities.buttons for one in people) and len(found) < MOST_TILLS:
                found[unit.key] = Till(unit, *people)
        return found

    def take_up_habits(self) -> None:
        """Everybody does from now on what they do about money."""
        for donor in self.donors:
            self.thanks[donor.chat] = ThanksHabit(self.town, donor)
            donor.habits += [
                PaysHabit(donor, self.payers.pays),
                AskedHabit(self.town, donor, self.truth),
                self.thanks[donor.chat],
            ]
        for till in self.tills.values():
            habit = SigningHabit(self.town, till.signer, self.truth, till.unit.name, till.envelopes, till.wrong)
            till.signer.habits.append(habit)
        acknowledge = AcknowledgingHabit(self.town, self.coordinator, self.truth, self.organiser.unit.name)
        self.coordinator.habits.append(acknowledge)
        self.accountant.habits.append(self._confirmed)

    def plan_weeks(self, opens: datetime) -> None:
        """The office's routine, and what happens besides the pledges."""
        monday = opens + timedelta(days=(7 - opens.weekday()) % 7)
        week = 0
        while (day := monday + timedelta(days=7 * week)) < self.last + timedelta(days=1):
            self._at(
                day.replace(hour=8, minute=30),
                self.accountant,
                lambda: SendStatement(self.accountant, self.bank, STATEMENT_DAYS),
            )
            self._at(day.replace(hour=9, minute=30), self.accountant, self._match)
            self._at((day + timedelta(days=3)).replace(hour=15), self.accountant, self._match)
            for number, till in enumerate(self.tills.values()):
                self._hand_on_at(day + timedelta(days=2, hours=9, minutes=10 * number), till, number + week)
            week += 1
        final = (self.last + timedelta(days=1)).replace(hour=7, minute=30)
        self._at(final, self.accountant, lambda: SendStatement(self.accountant, self.bank, 2 * STATEMENT_DAYS))
        self._at(final + timedelta(minutes=40), self.accountant, self._match)
        plan_happenings(self, opens, monday)

    def _at(self, moment: datetime, person: Person, errand: Callable[[], Errand]) -> None:
        self.town.agenda.at(moment, lambda: person.begin(errand()))

    def _match(self) -> MatchMoney:
        self.queue = MatchMoney(self.accountant, self.truth, self.asked)
        return self.queue

    def _confirmed(self, seen: Seen) -> None:
        """The bot confirms to the accountant what some money counts for."""
        if seen.says(REOPENED) is not None:
            errand = self.accountant.errand
            item = self._undone.pop(errand.said.button or "", None) if isinstance(errand, Tap) else None
            if item is not None:
                self.truth.said(item, "open")
            return
        found, decided = confirmed(seen), self.queue.decided if self.queue else None
        if found is None:
            return
        if decided is None or found[0] != decided.counts or (found[1] and found[1] != decided.code):
            self.truth.troubles.append(f"the accountant was told {seen.lines[0]!r} without having said so")
            return
        assert self.queue is not None
        self.queue.decided = None
        self.truth.said(decided.item, decided.counts, decided.code)
        undo = seen.button("*Take that back")
        if undo is not None and decided.counts != "split" and self.chance.random() < 0.06:
            button = seen.message.buttons[undo].data
            self._undone[button] = decided.item
            at = self.town.awake(3600 * 28)
            self.town.agenda.at(at, lambda: self.accountant.begin(take_back(self.accountant, button)))

    def brings(self, donor: Person, envelope: Envelope) -> None:
        """Somebody brings money to a till: foreign money to the organiser's."""
        till = self.organiser
        if envelope.cash.currency == "VND":
            till = donor.will.choice([one for one in self.tills.values() if one is not till] or [till])
        envelope.unit = till.unit.name
        self.lies(till, envelope)

    def lies(self, till: Till, envelope: Envelope) -> None:
        """Money lies on a unit's table, or has left it, and is written down."""
        till.envelopes.append(envelope)
        till.writer.begin(WriteLine(till.writer, envelope))
        self.town.agenda.at(self.town.awake(3600 * 49), lambda: self._once_more(till, envelope))

    def _once_more(self, till: Till, envelope: Envelope) -> None:
        """A line that was not signed is written again, once both have counted."""
        if not envelope.signed:
            till.writer.begin(WriteLine(till.writer, envelope))

    def _hand_on_at(self, at: datetime, till: Till, number: int) -> None:
        def begin() -> None:
            held = self.truth.figures().tills.get((till.unit.name, "VND"), 0)
            if held <= 0:
                return
            by_bank = number % 2 == 0 or till is self.organiser
            minor = held if self.chance.random() < 0.6 else max(1_000, held * 6 // 10_000 * 1_000)
            errand = HandOn(till.writer, till.unit.name, min(minor, held), by_bank=by_bank)
            till.writer.habits.append(self._sent(errand))
            till.writer.begin(errand)

        self.town.agenda.at(at, begin)

    def _sent(self, errand: HandOn) -> Callable[[Seen], None]:
        """By bank, the transfer itself follows the bot's answer, in the afternoon."""
        done: list[str] = []

        def note(seen: Seen) -> None:
            sent = seen.says("{sum} for {receiver}, code <code>{code}</code>.")
            if sent is None or done or errand.person.errand is not errand or not errand.by_bank:
                return
            code = fold_code(sent["code"])
            done.append(code)
            self.truth.banked[code] = (errand.unit, errand.minor)
            memo = f"NOP TIEN {code} {errand.unit[:10].upper()}"
            self.town.agenda.at(self.town.awake(3600 * 5), lambda: self._transfers(errand.minor, memo, code))

        return note

    def _transfers(self, minor: int, memo: str, code: str) -> None:
        self.bank.pay(minor, memo, what="transfer", meant=code, by_itself=True)

    def credited(self, code: str) -> None:
        """Money or things came in for a pledge: one that was taken back stands again."""
        for donor in self.donors:
            donor.memory.cancelled.discard(code)
