"""Donors look after their gifts: the list, taking a pledge back, no more reminders; and people look around."""

from __future__ import annotations

from bot.programme.codes import fold_code
from bot.rehearsal.errands.tap import Tap, tap
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.stage.errand import Answer, Errand
from bot.rehearsal.stage.person import Person


class Look(Errand):
    """One question, one answer: the menu's short ways."""

    def __init__(self, person: Person, command: str, label: str, answer: str):
        super().__init__(person)
        self.opening, self.label, self.answer = command, label, answer

    def knows(self) -> dict[str, Answer]:
        return {self.answer: lambda _s, _v: self.end("seen")}

    def guess(self, seen: Seen) -> list[Said] | None:
        if seen.message.lane:
            return None
        self.end("seen")
        return []


def my_gifts(person: Person) -> Look:
    """The donor's own gifts."""
    return Look(person, "/quacuatoi", "*My gifts", "Your gifts, the latest first:")


class CancelGift(Errand):
    """Takes a pledge back: from the list of gifts, or by the button of a reminder."""

    opening, label = "/quacuatoi", "*My gifts"

    def __init__(self, person: Person, code: str, *, button: str = "", sure: bool = True):
        super().__init__(person)
        self.code, self.button, self.sure = code, button, sure

    def open(self) -> Said:
        return Said(button=self.button) if self.button else super().open()

    def knows(self) -> dict[str, Answer]:
        return {
            "Your gifts, the latest first:": self._list,
            "🎁 <b>Gift {code}</b>, *": self._card,
            "No harm done. What would you like to do with {code}?": lambda seen, _v: seen.button(
                "I take the promise back"
            ),
            "Cancel the promise {code}?*": lambda seen, _v: seen.button("Yes" if self.sure else "No"),
            "{code} is cancelled.*": lambda _s, _v: self.end("cancelled"),
            "Good, the promise stays.": lambda _s, _v: self.end("stays"),
            "There is no open promise with the code {code}.*": lambda _s, _v: self.end("gone"),
        }

    def _list(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        for place, values in seen.buttons("{what} · {code}"):
            if fold_code(values["code"]) == self.code:
                return place
        self.end("not offered")
        return None

    def _card(self, seen: Seen, values: dict[str, str]) -> Said | int | None:
        place = seen.button("Cancel this promise") if fold_code(values["code"]) == self.code else None
        if place is None and fold_code(values["code"]) == self.code:
            place = seen.button("I cannot bring it")
        if place is None:
            self.end("not offered")
        return place


def stop_reminders(person: Person, button: str) -> Tap:
    """Does not want to be reminded of a pledge any more; begins with the reminder's button."""
    return tap(person, button, "Stop reminders", {"I will not remind you of {code} again.*": "stopped"})
