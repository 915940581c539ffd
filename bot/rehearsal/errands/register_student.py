"""A teacher puts a student on the list; and takes one off again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.programme.codes import fold_code, shown
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.slips import same, without_marks
from bot.rehearsal.stage.errand import Answer, Errand, Typed
from bot.rehearsal.stage.person import Person


@dataclass(frozen=True)
class Child:
    """A student as the teacher knows them; `key` is who they really are, however often they are entered."""

    key: int
    name: str
    birth: date
    class_name: str
    guardian: str
    phone: str
    household: int  # which of the plan's classes
    lack: str
    agreed: str = "Yes, signed"  # the guardian
    known: bool = False  # whether the teacher knows that they are on the list already


class Register(Errand):
    """One student, from the name to the code. `school` is its name, for teachers of several."""

    opening, label = "/dangkyhocsinh", "*Register a pupil"

    def __init__(self, person: Person, child: Child, school: str):
        super().__init__(person)
        self.child, self.school = child, school
        self.code = ""

    def knows(self) -> dict[str, Answer]:
        child = self.child
        return {
            "Which school is the pupil at?": self._school,
            "Has the guardian agreed?": self._agreed,
            "Has this family been told the same*": self._agreed,
            "From 7 years on the child has to agree too*": lambda seen, _v: seen.button("Yes, told me"),
            "What is the pupil's full name*": lambda _s, _v: Typed(text=child.name, sort="name"),
            "When was the pupil born*": self._birth,
            "Which class*": lambda _s, _v: Typed(text=child.class_name, sort="words"),
            "What is the guardian's full name?": lambda _s, _v: Typed(text=child.guardian, sort="name"),
            "What is the guardian's phone number*": self._phone,
            "Is * child, for example a twin*": self._alike,
            "In which commune does the family live?*": lambda _s, _v: 0,
            "Which household class is the family in?": lambda _s, _v: child.household,
            "What does the pupil lack for learning online?": lambda seen, _v: seen.button(child.lack),
            "Please check the particulars:": self._check,
            "The pupil is on the list with the code <b>{code}</b>.": self._listed,
            "Then nothing needs to be added*": lambda _s, _v: self.end("known"),
            "A pupil with these particulars is on the list already*": lambda _s, _v: self.end("known"),
            "*nothing was kept. Please speak with the family first*": lambda _s, _v: self.end("no consent"),
            "All right, nothing was recorded.": lambda _s, _v: self.end("dropped"),
        }

    def _school(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return next((n for n, button in enumerate(seen.message.buttons) if button.label == self.school), None)

    def _agreed(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return seen.button(self.child.agreed)

    def _birth(self, _seen: Seen, _values: dict[str, str]) -> Said:
        born = self.child.birth
        return Typed(text=f"{born.day}/{born.month}/{born.year}", sort="birth")

    def _phone(self, _seen: Seen, _values: dict[str, str]) -> Said:
        phone = self.child.phone
        return Typed(text=phone.replace(" ", "") if self.chance.random() < 0.5 else phone, sort="phone")

    def _alike(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return seen.button("No, the same child" if self.child.known else "Yes, * child")

    def _check(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        wrong = self._wrong(seen)
        if wrong:
            self.changing = (wrong, 0)
            return seen.button("*Change a line")
        return seen.button("*Right, put on the list")

    def _wrong(self, review: Seen) -> str:
        child, born = self.child, self.child.birth
        shown = {label: review.answer(label) for label in ("Name", "Born", "Class", "Guardian", "Phone")}
        for label, words in {"Name": child.name, "Guardian": child.guardian}.items():
            if shown[label] != words:
                return label
        if not same(shown["Class"] or "", child.class_name):
            return "Class"
        days = {f"{born.day}/{born.month}/{born.year}", f"{born.day} {born:%b} {born.year}"}
        if shown["Born"] not in days:
            return "Born"
        return "" if (shown["Phone"] or "").replace(" ", "") == child.phone.replace(" ", "") else "Phone"

    def _listed(self, _seen: Seen, values: dict[str, str]) -> None:
        self.code = fold_code(values["code"])
        self.end("listed")


class Withdraw(Errand):
    """Takes a student off the list who was put there by mistake."""

    opening, label = "/hocsinhcuatoi", "*My pupils"

    def __init__(self, person: Person, of: Register):
        super().__init__(person)
        self.of = of

    def knows(self) -> dict[str, Answer]:
        return {
            "<b>{n} pupil of your school</b>*": self._list,
            "<b>{code}</b> · {state}": lambda seen, _v: seen.button("Take it off the list"),
            "Take the pupil {code} off the list?": lambda seen, _v: seen.button("Yes"),
            "{code} is off the list.": lambda _s, _v: self.end("withdrawn"),
        }

    def _list(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        codes = [fold_code(button.label) for button in seen.message.buttons]
        return codes.index(self.of.code) if self.of.code in codes else Typed(text=shown(self.of.code), sort="words")


def another_spelling(child: Child, words: str) -> Child:
    """The same child as another school would write them: without tone marks, the words swapped."""
    first, *rest = child.name.split()
    name = {"bare": without_marks(child.name), "swapped": " ".join([*rest, first])}[words]
    return replace(child, name=name, known=True)
