"""Somebody gives things: one or two of the catalogue, brought or fetched."""

from __future__ import annotations

from typing import Any

from bot.programme.plan import in_language
from bot.programme.plan.gifts import Item
from bot.rehearsal.errands.giving import Giving
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen, number_of
from bot.rehearsal.stage.errand import Answer, Typed
from bot.rehearsal.stage.person import Person


class GiveDevices(Giving):
    """`things` are what they want to give, each a thing of the catalogue and how many."""

    opening, label = "/gopmay", "*Give devices"

    def __init__(self, person: Person, things: list[tuple[Item, int]], **more: Any):
        super().__init__(person, **more)
        self.things = things
        self._line = 0

    def knows(self) -> dict[str, Answer]:
        return {
            "What would you like to give?": self._thing,
            "How many?*": self._count,
            "Would you like to add another thing?": self._more,
            "A photo helps*": self._photo,
            "How will it reach us?": self._any,
            "Where will you bring it?": self._any,
            "When suits you?": self._any,
            "Where may we fetch it*": self._address,
            "At which number may the reception board call you*": self._phone,
            "Which day suits you?*": lambda seen, _v: seen.button("Any day"),
            **super().knows(),
        }

    def guess(self, seen: Seen) -> list[Said] | None:
        """The plan's own questions about the condition: mostly the first answer, which is the good one."""
        if not seen.asks or seen.message.lane:
            return None
        place = 0 if self.chance.random() < 0.75 else self.chance.randrange(len(seen.message.buttons))
        return [self.person.press(seen, place)]

    def wrong(self, review: Seen) -> tuple[str, int] | None:
        for place, (item, count) in enumerate(self.things, 1):
            thing, pieces = review.answer("Thing {place}", place), review.answer("How many of thing {place}", place)
            if thing is not None and thing != in_language(item.name, self.person.language):
                return "Thing {place}", place
            if pieces is not None and number_of(pieces) != count:
                return "How many of thing {place}", place
        return super().wrong(review)

    def starts_again(self) -> None:
        self._line = 0

    def _thing(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        words = in_language(self._meant()[0].name, self.person.language)
        return next((n for n, button in enumerate(seen.message.buttons) if button.label == words), None)

    def _count(self, _seen: Seen, _values: dict[str, str]) -> Said:
        return Typed(text=str(self._meant()[1]), sort="count")

    def _meant(self) -> tuple[Item, int]:
        """The line that is being asked for: one that is to be changed, or the next one."""
        place = self.changing[1] - 1 if self.changing[1] else self._line
        return self.things[min(place, len(self.things) - 1)]

    def _more(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        self._line += not self.again
        return seen.button("Yes" if self._line < len(self.things) else "No")

    def _photo(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return Said(photo=True) if self.chance.random() < 0.4 else seen.button("Skip")

    def _any(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return self.chance.randrange(len(seen.message.buttons))

    def _address(self, _seen: Seen, _values: dict[str, str]) -> Said:
        return Typed(text=f"thôn {self.chance.choice(('Trung', 'Thượng', 'Hạ', 'Đông'))}, xã Cao Viên", sort="words")

    def _phone(self, _seen: Seen, _values: dict[str, str]) -> Said:
        return Typed(text="0900 000 321", sort="phone")
