"""What people do of their own accord when the bot writes to them: report, deputise, ask back, cancel."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot import texts
from bot.programme.calendar.periods import periods
from bot.programme.codes import fold_code
from bot.programme.plan import Period, PlanUnit
from bot.rehearsal.errands.gifts import CancelGift, Look, stop_reminders
from bot.rehearsal.errands.report import Report
from bot.rehearsal.errands.tap import Tap
from bot.rehearsal.fakes.memory import MONEY, reminded
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

WAYS: Final = {"early": 12, "day before": 23, "morning": 41, "at the hour": 8, "next day": 6, "not at all": 10}
"""When a contact reports, and how many in a hundred do; the middle ones when they are reminded for the n-th time."""
WHEN_REMINDED: Final = ("day before", "morning", "at the hour")


class ContactHabit:
    """A unit's contact and the Tuesdays: each has its way, known beforehand to nobody else."""

    def __init__(self, town: Town, person: Person, units: list[PlanUnit], never: bool):
        self.town, self.person = town, person
        self._ways: dict[tuple[str, str], str] = {}
        self._reminded: dict[tuple[str, str], int] = {}
        for unit in units:
            for period in periods(town.plan, town.now()):
                way = person.will.choices(list(WAYS), list(WAYS.values()))[0]
                self._plan(unit, period, "not at all" if never else way)

    def _plan(self, unit: PlanUnit, period: Period, way: str) -> None:
        due = texts.shown(period.due, self.person.language, self.town.zone)
        self._ways[unit.name, due] = way
        hours = {"early": -self.person.will.randint(20, 54), "next day": self.person.will.randint(16, 22)}
        if way in hours:
            self._at(period.due + timedelta(hours=hours[way]), unit, due)
        if way != "not at all":  # whoever was kept from it by the bot tries once more on the second day
            self._at(period.due + timedelta(hours=46, minutes=self.person.will.choice((0, 30, 60))), unit, due)

    def _at(self, moment: datetime, unit: PlanUnit, due: str) -> None:
        self.town.agenda.at(moment, lambda: self._report(unit.name, due, ""))

    def __call__(self, seen: Seen) -> None:
        key = reminded(seen, self.town.zone)
        if key is None:
            return
        number = self._reminded[key] = self._reminded.get(key, 0) + 1
        way = self._ways.get(key)
        if way not in WHEN_REMINDED or number != WHEN_REMINDED.index(way) + 1:
            return
        button = seen.message.buttons[0].data if self.person.post.abilities.buttons else ""
        patience = {"day before": 200, "morning": 440, "at the hour": 90}[way]
        half_hours = self.person.will.randint(0, patience // 30)
        self.town.agenda.after(60 * (30 * half_hours + 3), lambda: self._report(*key, button))

    def _report(self, unit: str, due: str, button: str) -> None:
        if not any((one.unit, one.due) == (unit, due) for one in self.person.memory.reports.values()):
            corrects = self.person.will.random() < 0.1
            self.person.begin(Report(self.person, unit, button=button, corrects=corrects))


class DeputyHabit:
    """A deputy reports when asked to, mostly."""

    def __init__(self, town: Town, person: Person):
        self.town, self.person = town, person

    def __call__(self, seen: Seen) -> None:
        found = reminded(seen, self.town.zone)
        if found is not None and self.person.will.random() < 0.6:
            errand = Report(self.person, found[0], button=seen.message.buttons[0].data)
            self.town.agenda.after(60 * self.person.will.randint(5, 300), lambda: self.person.begin(errand))


class OfficialHabit:
    """An official sometimes asks for today's figures."""

    def __init__(self, town: Town, person: Person):
        self.town, self.person = town, person

    def __call__(self, seen: Seen) -> None:
        if seen.message.lane and seen.says(MONEY) is not None and self.person.will.random() < 0.3:
            errand = Look(self.person, "/tonghop", "*Digest", MONEY)
            self.town.agenda.after(60 * self.person.will.randint(5, 60), lambda: self.person.begin(errand))


class DonorHabit:
    """A donor who is reminded mostly does nothing; some want no more reminders, some take the pledge back."""

    def __init__(self, town: Town, person: Person):
        self.town, self.person = town, person

    def __call__(self, seen: Seen) -> None:
        found = seen.says("You promised {what} (code {code}).*")
        if found is None or not self.person.post.abilities.buttons:
            return
        whim, code = self.person.will.random(), fold_code(found["code"])
        stop, cancel = seen.button("Do not remind me"), seen.button("Cancel this promise")
        if whim < 0.06 and stop is not None:
            errand: Tap | CancelGift = stop_reminders(self.person, seen.message.buttons[stop].data)
        elif whim < 0.14 and cancel is not None:
            button = seen.message.buttons[cancel].data
            errand = CancelGift(self.person, code, button=button, sure=whim < 0.11)
        else:
            return
        self.town.agenda.after(60 * self.person.will.randint(2, 400), lambda: self.person.begin(errand))
