"""An errand: what somebody wants of the bot, and how they answer the questions they know from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.rehearsal.fakes.memory import APOLOGY
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen, is_called
from bot.rehearsal.fakes.slips import slip
from bot.rehearsal.stage.person import Person

Answer = Callable[[Seen, dict[str, str]], Said | int | None]
"""What is said to a sentence: words, or which of its buttons, or nothing."""
MENUS: Final = ("What would you like to do?", "What shall we do now?", "What shall we do for your pupils?",
                "What would you like to see?")  # fmt: skip
"""What stands above the menu, by whom it is for."""
MOST_ASKED: Final = 12
MOST_STARTS: Final = 5


class Typed(Said, frozen=True):
    """Words that may get a slip of their sort: a sum, a name, a phone."""

    sort: str = ""


class Errand:
    """One thing a person does. Subclasses say how it begins (`opening`, `label`) and what they answer (`knows`)."""

    opening = ""  # the command that begins it
    label = ""  # what it is called on the menu
    most_asked = MOST_ASKED  # so often one question is answered before they give up

    def __init__(self, person: Person):
        self.person, self.chance = person, person.chance
        self.begun: datetime = person.town.now()
        self.over, self.outcome = False, ""
        self.changing = ("", 0)  # the label of the line that is to be changed, and its number where there are several
        self.times_lost = 0  # how often they did not know what to do
        self.again = False  # whether this question was the last one too
        self._last = ""
        self.leaves_after = 0  # after so many answers they put the phone away and forget it; 0: never
        self._asked: Counter[str] = Counter()
        self._starts = 0

    def open(self) -> Said:
        """The first thing that is said."""
        return Said(text=self.opening)

    def knows(self) -> dict[str, Answer]:
        """The sentences this errand understands, and what is answered."""
        return {}

    def end(self, outcome: str) -> None:
        """It is over, one way or another."""
        self.over, self.outcome = True, outcome

    def starts_again(self) -> None:
        """What was answered so far counts for nothing."""

    def ignores(self, seen: Seen) -> bool:
        """Whether a message is plainly none of this errand's business: a notice that came in between."""
        return seen.message.lane > 0

    def react(self, seen: Seen) -> list[Said] | None:
        """What to send now: [] for nothing more, None where the message says nothing to them."""
        for source, answer in {**self.knows(), **self._always()}.items():
            values = seen.says(source)
            if values is not None:
                self.again, self._last = source == self._last, source
                return self._answered(source, seen, answer(seen, values))
        return None if self.over else self.guess(seen)

    def guess(self, seen: Seen) -> list[Said] | None:
        """What to do with a question they do not know."""
        return None

    def _answered(self, source: str, seen: Seen, reply: Said | int | None) -> list[Said]:
        self._asked[source] += 1
        if self._asked[source] > self.most_asked and not self.over:
            self.end("stuck")
        if self.leaves_after and self._asked.total() > self.leaves_after and not self.over:
            self.end("left")
        if self.over or reply is None:
            return []
        said = self.person.press(seen, reply) if isinstance(reply, int) else reply
        if self._asked[source] == 1 and not self.person.group and self.chance.random() < self.person.clumsy:
            return self._clumsily(seen, said)
        return [said]

    def _clumsily(self, seen: Seen, said: Said) -> list[Said]:
        if isinstance(said, Typed) and said.sort and self.chance.random() < 0.6:
            assert said.text is not None
            return [Said(text=slip(said.text, said.sort, self.chance))]
        whims = [[said, said], [Said(text="/tiendo")], [Said(text="/lui")], [Said(photo=True)], [Said(text="/menu")],
                 [Said(text="alo"), said], [Said(text="/trogiup")]]  # fmt: skip
        if self.person.old_buttons and self.person.post.abilities.buttons:
            whims.append([Said(button=self.person.old_buttons[0])])
        if seen.message.numbered and seen.message.buttons:
            whims.append([Said(text="99")])
        if self.chance.random() < 0.1:
            return [Said(text="/huy")]
        return self.chance.choice(whims)

    def _always(self) -> dict[str, Answer]:
        return {
            "You are in the middle of “{now}”.*": self._in_the_middle,
            "Which line would you like to change*": self._change,
            **dict.fromkeys(MENUS, self._from_the_menu),
            APOLOGY: self._after_an_apology,
        }

    def _in_the_middle(self, seen: Seen, values: dict[str, str]) -> Said | int | None:
        mine = is_called(values["now"], self.label, self.person.language)
        return seen.button("Go on with it" if mine else "Drop it and *“{new}”")

    def _change(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        place = seen.edit_line(*self.changing)
        return seen.button("None, go on") if place is None else place

    def _from_the_menu(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        """The menu, where a question was expected: the talk has ended, so it begins again."""
        self._starts += 1
        if self._starts > MOST_STARTS:
            self.end("lost")
            return None
        self.starts_again()
        place = seen.button(self.label)
        return self.open() if place is None else place

    def _after_an_apology(self, _seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return Said(text="/menu")
