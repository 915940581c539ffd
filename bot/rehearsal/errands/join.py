"""Somebody joins with the invitation code they were given, in one of the two ways."""

from __future__ import annotations

from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.stage.errand import Answer, Errand
from bot.rehearsal.stage.person import Person


class Join(Errand):
    """The code comes in a link, or is typed; a few mistype it."""

    opening, label = "/code", "*nter an invitation code"

    def __init__(self, person: Person, code: str, *, typed: bool):
        super().__init__(person)
        self.code, self.typed = code, typed
        self._mistypes = typed and self.chance.random() < 0.3

    def open(self) -> Said:
        return Said(text="/code" if self.typed else f"/start {self.code}")

    def knows(self) -> dict[str, Answer]:
        return {
            "Please type the invitation code*": self._type,
            "This code is *. Please ask whoever gave it to you*": self._again,
            "Welcome*. You now take part *as <b>{role}</b>.": lambda _s, _v: self.end("in"),
        }

    def _type(self, _seen: Seen, _values: dict[str, str]) -> Said:
        if self._mistypes:
            self._mistypes = False
            return Said(text=self.code[:-1])
        spelled = f"{self.code[:5]}-{self.code[5:]}"
        return Said(text=spelled.lower() if self.chance.random() < 0.5 else spelled)

    def _again(self, _seen: Seen, _values: dict[str, str]) -> Said | None:
        if self.memory_says_in:
            self.end("in")
            return None
        return Said(text="/code")

    def _from_the_menu(self, seen: Seen, values: dict[str, str]) -> Said | int | None:
        """The menu comes after the welcome: whoever has read both is in."""
        if self.memory_says_in:
            self.end("in")
            return None
        return super()._from_the_menu(seen, values)

    @property
    def memory_says_in(self) -> bool:
        """Whether they are in already: the code was sent twice, and the second time it is used up."""
        return bool(self.person.memory.roles)
