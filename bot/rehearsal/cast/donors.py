"""The donors of the rehearsal: persons, whole units with a day's pay, firms, people without a name, friends abroad."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, Final

from bot import texts
from bot.chat.phrase import Cash
from bot.programme.plan import PlanUnit, owes_day_pay
from bot.rehearsal.cast.habits import DonorHabit
from bot.rehearsal.errands.gifts import CancelGift, Look, my_gifts
from bot.rehearsal.errands.give_cash import GiveCash
from bot.rehearsal.errands.give_devices import GiveDevices
from bot.rehearsal.errands.giving import Giving
from bot.rehearsal.fakes.names import Names
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

HOURS: Final = ((7, 15), (12, 10), (12, 10), (15, 0), (19, 30), (19, 30), (19, 30))
SUMS: Final = (50_000, 100_000, 200_000, 200_000, 300_000, 500_000, 500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000)
MONTHLY: Final = (5_200_000, 6_400_000, 7_500_000, 8_000_000, 9_300_000, 11_000_000)
FOREIGN: Final = {"USD": (20, 50, 100, 200), "EUR": (20, 50, 100), "JPY": (5_000, 10_000, 30_000)}


class Donors:
    """Makes them and decides when each comes."""

    def __init__(self, town: Town, names: Names, chance: Random, scale: float, ends: datetime):
        self.town, self.names, self.chance, self.ends = town, names, chance, ends
        self.people: list[Person] = []
        plan = town.plan
        cash, things = "cash" in plan.modules, "devices" in plan.modules and plan.catalogue
        for number in range(round(95 * scale) if cash else 0):
            self._gives_cash(self._new("giver", number, languages=("vi",) * 9 + ("en",)), Cash(chance.choice(SUMS)))
        for number in range(round(25 * scale) if cash and plan.cash and plan.cash.one_day_pay else 0):
            self._gives_day_pay(self._new("staff", number))
        for number in range(round(8 * scale) if cash else 0):
            self._gives_foreign(self._new("abroad", number, languages=("en", "vi")))
        for number in range(round(12 * scale) if cash else 0):
            firm = self._new("firm", number)
            self._gives_cash(firm, Cash(chance.randint(4, 60) * 500_000), donor="firm", name=names.firm())
        for number, unit in enumerate(self._paying_units()[: round(16 * scale)] if cash else []):
            whole = Cash((unit.head_count or 1) * (unit.day_pay or 1))
            self._gives_cash(self._new("unit", number), whole, donor="unit", name=unit.name, unit=unit)
        for number in range(round(32 * scale) if things else 0):
            self._gives_things(self._new("things", number))

    def _paying_units(self) -> list[PlanUnit]:
        units = [unit for unit in self.town.plan.units if owes_day_pay(self.town.plan, unit.key) and unit.day_pay]
        return self.chance.sample([unit for unit in units if unit.head_count], k=min(len(units), 40))

    def _new(self, sort: str, number: int, languages: tuple[str, ...] = ("vi",)) -> Person:
        plain = self.chance.random() < 0.2
        language = self.chance.choice(languages)
        person = self.town.add(f"{sort}-{number}", self.names.person(), plain=plain, language=language)
        person.habits.append(DonorHabit(self.town, person))
        self.people.append(person)
        self.town.donors[person.chat] = person.name
        return person

    def _gives_cash(self, person: Person, cash: Cash, **more: Any) -> None:
        self._comes(GiveCash(person, cash, **self._as(person, **more)))
        if self.chance.random() < 0.12:
            self._comes(GiveCash(person, Cash(self.chance.choice(SUMS)), **self._as(person, **more)))

    def _gives_day_pay(self, person: Person) -> None:
        monthly = self.chance.choice(MONTHLY)
        terms = self.town.plan.cash
        assert terms is not None
        assert terms.one_day_pay is not None
        share = Cash(max(1_000, round(monthly / terms.one_day_pay.divisor / 1_000) * 1_000))
        units = self._paying_units()
        self._comes(GiveCash(person, share, monthly=monthly, **self._as(person, unit=units[0] if units else None)))

    def _gives_foreign(self, person: Person) -> None:
        terms = self.town.plan.cash
        taken = [currency for currency in (terms.currencies if terms else ()) if currency in FOREIGN]
        if taken:
            currency = self.chance.choice(taken)
            minor = self.chance.choice(FOREIGN[currency]) * 10 ** texts.digits_of(currency)
            self._comes(GiveCash(person, Cash(minor, currency), **self._as(person)))

    def _gives_things(self, person: Person) -> None:
        items = [item for item in self.town.plan.catalogue if item.sort != "service"]
        lines = self.chance.sample(items, k=min(len(items), self.chance.choice((1, 1, 1, 2))))
        things = [(item, self.chance.choice((1, 1, 1, 2, 2, 3, 5, 10))) for item in lines]
        self._comes(GiveDevices(person, things, **self._as(person)))

    def _as(self, person: Person, donor: str = "", name: str = "", unit: PlanUnit | None = None) -> dict[str, Any]:
        """In whose name, for which unit; some change their mind at the last question."""
        donor = donor or ("anonymous" if self.chance.random() < 0.15 else "self")
        counted = [one for one in self.town.plan.units if one.kind in ("commune", "town", "school", "agency")]
        if unit is None and counted and self.chance.random() < 0.6:
            unit = self.chance.choice(counted)
        return {"donor": donor, "name": name or person.name, "unit": unit, "wavers": self.chance.random() < 0.03}

    def _comes(self, errand: Giving) -> None:
        person, agenda, chance = errand.person, self.town.agenda, self.chance
        at = self._hour()
        if chance.random() < 0.04:
            errand.leaves_after = chance.randint(1, 3)
        agenda.at(at, lambda: person.begin(errand))
        if chance.random() < 0.07:
            sure = chance.random() < 0.7
            agenda.at(at + timedelta(days=chance.randint(1, 12), hours=1), lambda: self._cancel(person, sure))
        if chance.random() < 0.1:
            look = Look(person, "/tiendo", "*Progress", "💰 Money promised:*")
            agenda.at(at + timedelta(days=chance.randint(1, 20)), lambda: person.begin(look))

    def _cancel(self, person: Person, sure: bool) -> None:
        memory = person.memory
        codes = [code for code in memory.pledges if code not in memory.cancelled]
        if codes:
            person.begin(CancelGift(person, codes[-1], sure=sure))

    def look_at_the_end(self, at: datetime) -> None:
        """Everybody who has pledged something looks at their gifts once more."""
        for person in self.people:
            moment = at + timedelta(minutes=self.chance.choice((0, 30, 120, 150)))
            self.town.agenda.at(moment, partial(self._last_look, person))

    def _last_look(self, person: Person) -> None:
        if person.memory.pledges and person.chat not in person.post.blocked:
            person.begin(my_gifts(person))

    def _hour(self) -> datetime:
        """Sometime while the drive is open: many at the beginning and towards the end, a few before and after."""
        opens = self.town.plan.window.opens
        days = (self.ends - opens).days
        share = self.chance.choice((self.chance.random(), self.chance.betavariate(1, 4), self.chance.betavariate(6, 1)))
        hour, minute = self.chance.choice(HOURS)
        number = min(days, int(share * (days + 1)))
        if self.chance.random() < 0.6:  # on the evenings when the loudspeaker speaks of it
            number, hour, minute = number - number % 4, 19, 30
        day = (opens + timedelta(days=number)).replace(hour=hour, minute=minute)
        if self.chance.random() < 0.01:
            day = opens - timedelta(hours=6)
        return day + timedelta(minutes=self.chance.choice((0, 5, 10)))
