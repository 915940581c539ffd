"""The schools of the rehearsal: teachers, their needy students, twins, and children who are entered twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from bot.programme.plan import PlanUnit
from bot.rehearsal.errands.register_student import Child, Register, Withdraw, another_spelling
from bot.rehearsal.fakes.names import Names
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

FIRST_YEARS: Final = {
    "kindergarten": (3, 5),
    "primary": (6, 10),
    "lower_secondary": (11, 14),
    "upper_secondary": (15, 17),
}
LACKS: Final = ("A device", "A device", "A connection", "A device and a connection")


class Schools:
    """Gives every school a teacher and every teacher students; `children` counts those who really exist."""

    def __init__(self, town: Town, names: Names, chance: Random, scale: float):
        self.town, self.names, self.chance = town, names, chance
        self.children = 0
        self.roles: list[tuple[Person, str, str]] = []
        self._days: set[date] = set()
        self._firsts: list[Register] = []
        schools = [unit for unit in town.plan.units if unit.kind == "school"] if town.plan.students else []
        teacher: Person | None = None
        for number, school in enumerate(schools):
            if teacher is None or number != 1:  # the first teacher stands for two schools
                teacher = town.add(f"teacher-{school.key}", names.person(), plain=chance.random() < 0.25)
            self.roles.append((teacher, "school_contact", school.key))
            self._list(teacher, school, max(2, round(scale * chance.randint(6, 12))))

    def _list(self, teacher: Person, school: PlanUnit, students: int) -> None:
        for number in range(students):
            child = self._child(school)
            if number == 0 and self.chance.random() < 0.4:
                child = replace(child, agreed="Not yet")
            entry = self._enter(teacher, child, school, self._hour(3, 32))
            if child.agreed == "Not yet":
                self._enter(teacher, replace(child, agreed="Yes, told me"), school, entry[1] + timedelta(days=4))
            if number == 1 and self.chance.random() < 0.5:
                self._twin(teacher, child, school, entry[1])
            if number == 2:
                self._again(teacher, child, school, entry[1])
            if number == 3 and self.chance.random() < 0.3:
                later = entry[1] + timedelta(days=6)
                self.town.agenda.at(later, partial(self._withdraw, teacher, entry[0]))

    def _enter(self, teacher: Person, child: Child, school: PlanUnit, at: datetime) -> tuple[Register, datetime]:
        errand = Register(teacher, child, school.name)
        self.town.agenda.at(at, lambda: teacher.begin(errand))
        return errand, at

    def _twin(self, teacher: Person, child: Child, school: PlanUnit, at: datetime) -> None:
        """Born on one day to one family, called differently."""
        *before, given = child.name.split()
        other = next(name for name in ("Hiếu", "Trang", "Sơn") if name != given)
        self.children += 1
        twin = replace(child, key=self.children, name=" ".join([*before, other]))
        self._enter(teacher, twin, school, at + timedelta(minutes=30))

    def _again(self, teacher: Person, child: Child, school: PlanUnit, at: datetime) -> None:
        """The same child once more: by the same teacher, or by another school of the level they have moved to."""
        other = self.roles[0][0]
        if other is teacher:
            self._enter(teacher, replace(child, known=self.chance.random() < 0.5), school, at + timedelta(days=9))
            return
        theirs = {key for held, _role, key in self.roles if held is other}
        first = [unit for unit in self.town.plan.units if unit.key in theirs and unit.levels == school.levels]
        spelling = self.chance.choice(("bare", "swapped"))
        again, there = (other, first[0]) if first else (teacher, school)
        self._enter(again, another_spelling(child, spelling), there, at + timedelta(days=9))

    def _withdraw(self, teacher: Person, entry: Register) -> None:
        if entry.outcome == "listed":
            teacher.begin(Withdraw(teacher, entry))

    def _child(self, school: PlanUnit) -> Child:
        self.children += 1
        level = school.levels[0] if school.levels else "primary"
        youngest, oldest = FIRST_YEARS[level]
        age = self.chance.randint(youngest, oldest)
        opens = self.town.plan.window.opens.date()
        birth = opens.replace(day=1)
        while birth in self._days or birth == opens.replace(day=1):
            birth = date(opens.year - age - 1, 1, 1) + timedelta(days=self.chance.randrange(364))
        self._days.add(birth)
        assert self.town.plan.students is not None
        return Child(
            self.children,
            self.names.person(),
            birth,
            f"{max(1, age - 5)}{self.chance.choice('ABC')}",
            self.names.person(),
            self.names.phone(),
            self.chance.randrange(max(1, len(self.town.plan.students.priorities))),
            self.chance.choice(LACKS),
        )

    def _hour(self, first: int, last: int) -> datetime:
        day = self.town.plan.window.opens + timedelta(days=self.chance.randint(first, last))
        hour, minute = self.chance.choice(((11, 45), (16, 30), (19, 30)))
        return day.replace(hour=hour, minute=minute)
