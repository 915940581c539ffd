"""Lives a drive from the day before it opens to the day after its last report, in seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from bot.programme.calendar.periods import periods
from bot.programme.plan import Plan, in_language
from bot.programme.thanks.certificates import Verified, verified
from bot.rehearsal.cast.donors import Donors
from bot.rehearsal.cast.goods import GoodsSide
from bot.rehearsal.cast.habits import ContactHabit, DeputyHabit, OfficialHabit
from bot.rehearsal.cast.money import MoneySide
from bot.rehearsal.cast.offices import Offices, open_offices
from bot.rehearsal.cast.schools import Schools
from bot.rehearsal.errands.join import Join
from bot.rehearsal.fakes.names import Names
from bot.rehearsal.fakes.still_clock import StillClock
from bot.rehearsal.oracle import telling
from bot.rehearsal.oracle.books import read_books
from bot.rehearsal.oracle.checks import End
from bot.rehearsal.oracle.goods_checks import goods_differ, read_shelf
from bot.rehearsal.oracle.money_books import read_money
from bot.rehearsal.oracle.money_checks import money_differs
from bot.rehearsal.stage.service import Service
from bot.rehearsal.stage.town import Town
from bot.rehearsal.troubles import plan_troubles

WITHOUT_END: Final = timedelta(days=54)
"""How long a drive is rehearsed that has no end."""


class Rehearsal:
    """One drive, one seed. The same seed and scale give the same figures."""

    def __init__(self, plan: Plan, source: str, folder: Path, *, seed: int, scale: float, say: Callable[[str], None]):
        self.plan, self.say = plan, say
        opens = plan.window.opens
        self.clock = StillClock(opens - timedelta(hours=16))
        self.closes = plan.window.closes or opens + WITHOUT_END
        known = [period.due for period in periods(plan, self.closes) if period.due < self.closes + timedelta(days=30)]
        self.last = max([self.closes, *known])
        self.ends = (self.last + timedelta(days=2)).replace(hour=8, minute=0)  # what waited for the morning is out
        self.town = Town(plan, seed, self.clock)
        chance = Random(f"{seed}:cast")
        names = Names(chance)
        self.offices: Offices = open_offices(self.town, names, chance)
        self.schools = Schools(self.town, names, chance, scale)
        self.donors = Donors(self.town, names, chance, scale, self.closes)
        self.donors.look_at_the_end((self.last + timedelta(days=1)).replace(hour=10, minute=0))
        self.money = None
        if "cash" in plan.modules and plan.cash is not None and plan.cash.accounts:
            self.money = MoneySide(self.town, self.offices, names, self.donors.people, self.closes, self.last)
        self.goods = None
        if self.money is not None and "devices" in plan.modules and plan.catalogue:
            self.goods = GoodsSide(self.town, self.money.coordinator, names, self.donors.people, self.money.credited)
        self.service = Service(folder, plan, source, self.clock)
        self.service.posts = list(self.town.posts.values())
        self.service.bank = self.money.bank if self.money else None
        self.differed: list[str] = []
        self.compared = 0
        self._noted = 0

    async def live(self) -> End:
        """Lives the whole drive and tells it as it goes; returns how it ended."""
        began = time.monotonic()
        self.say(f"  {in_language(self.plan.short_name, 'vi')}: {len(self.town.people)} people, seed {self.town.seed}")
        self.say("")
        self.say(telling.HEADER)
        await self._join()
        self._take_up_habits()
        plan_troubles(self.town, self.service, self.offices, self.donors, self.closes)
        for number, period in enumerate(periods(self.plan, self.closes), 1):
            if period.due <= self.last:
                self.town.agenda.at(min(period.due + timedelta(hours=27), self.ends), partial(self._tell_week, number))
        if self.money is not None:
            self.money.take_up_habits()
            self.money.plan_weeks(self.plan.window.opens)
            if self.goods is not None:
                self.goods.take_up_habits()
            for number in range((self.ends - self.plan.window.opens).days // 7 + 1):
                tuesday = self.plan.window.opens + timedelta(
                    days=(1 - self.plan.window.opens.weekday()) % 7 + 7 * number
                )
                self.town.agenda.at(tuesday.replace(hour=6), self._compare)
        await self.service.start()
        await self.town.live(self.service, self.ends)
        await self.service.settle()
        end = End(self.town, self.offices, await self.service.ask(read_books), self.money, self.goods)
        if self.money is not None:
            end.money_books = await self.service.ask(read_money)
            end.shelf = await self.service.ask(read_shelf)
            end.verified = await self._verified()
            end.differed, end.compared = self.differed, self.compared
        await self.service.stop()
        self.say("")
        for line in telling.summary(end, time.monotonic() - began):
            self.say(line)
        return end

    async def _join(self) -> None:
        """Everybody with an office gets an invitation and uses it on the eve or the first morning."""
        roles = [*self.offices.roles, *self.schools.roles]
        codes = await self.service.set_up([(role, unit) for _person, role, unit in roles])
        chance = Random(f"{self.town.seed}:join")
        for (person, _role, _unit), code in zip(roles, codes, strict=True):
            join = Join(person, code, typed=not person.group and chance.random() < 0.4)
            at = self.clock() + timedelta(minutes=chance.randint(0, 60 * 12))
            self.town.agenda.at(at, partial(person.begin, join))

    def _take_up_habits(self) -> None:
        people = self.town.people
        for number, (chat, units) in enumerate(self.offices.contacts.items()):
            people[chat].habits.append(ContactHabit(self.town, people[chat], units, never=number % 15 == 7))
        for chat in self.offices.deputies:
            people[chat].habits.append(DeputyHabit(self.town, people[chat]))
        for chat in self.offices.officials:
            if not people[chat].group:
                people[chat].habits.append(OfficialHabit(self.town, people[chat]))

    async def _verified(self) -> dict[str, Verified]:
        """What the public page says of every certificate."""
        habits = self.money.thanks.values() if self.money is not None else ()
        codes = [one.code for habit in habits for one in habit.certificates if one.code]
        found = {code: await self.service.ask(partial(verified, code=code)) for code in codes}
        return {code: seen for code, seen in found.items() if seen is not None}

    async def _compare(self) -> None:
        """Early on Tuesday, before anybody is up: the books against the truth."""
        assert self.money is not None
        if self.service.app is None:
            self.town.agenda.after(48 * 3600, self._compare)
            return
        await self.service.settle()
        wrong = list(money_differs(self.town, self.money, await self.service.ask(read_money)))
        if self.goods is not None:
            wrong += goods_differ(self.goods, await self.service.ask(read_shelf))
        self.differed += [f"{self.clock().astimezone(self.town.zone):%d/%m}: {one}" for one in wrong]
        self.compared += 1

    async def _tell_week(self, number: int) -> None:
        if self.service.app is None:
            self.town.agenda.after(12 * 3600, lambda: self._tell_week(number))
            return
        books = await self.service.ask(read_books)
        happened, self._noted = self.town.notes[self._noted :], len(self.town.notes)
        self.say(telling.week_line(number, books.weeks[number - 1], books, happened))
