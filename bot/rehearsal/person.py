"""A simulated person: has errands, reads what the bot shows, answers with a button or words, and makes mistakes."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from bot.messages import Outgoing
from bot.rehearsal.memory import Memory
from bot.rehearsal.post import Post, Said
from bot.rehearsal.reading import Seen
from bot.rehearsal.slips import without_marks

if TYPE_CHECKING:
    from bot.rehearsal.errand import Errand
    from bot.rehearsal.town import Town

PATIENCE: Final = 8 * 60
MOST_REPEATS: Final = 2
GIVEN_UP_AFTER: Final = timedelta(days=4)


class Person:
    """Somebody with a phone. `clumsy` is how often a question is first answered with a mistake, 0 to 1."""

    def __init__(
        self, town: Town, post: Post, chat: str, name: str, *, language: str = "vi", clumsy: float = 0.15, group: bool = False
    ):
        self.town, self.post, self.chat, self.name = town, post, chat, name
        self.language, self.clumsy, self.group = language, clumsy, group
        self.chance = Random(f"{town.seed}:{chat}")  # noqa: S311 - a rehearsal wants to be repeatable
        self.memory = Memory()
        self.errand: Errand | None = None
        self.errands: list[Errand] = []
        self.old_buttons: deque[str] = deque(maxlen=12)
        self.signs_in = self.chance.random() < 0.8  # whether the messenger tells his name
        self._unread: list[Seen] = []
        self._about_to_act = False
        self._sent = 0
        self._last: list[Said] = []

    def begin(self, errand: Errand) -> None:
        """Sets out on an errand; later, if he is in the middle of another."""
        if self.errand is not None:
            if self.town.now() - self.errand.begun < GIVEN_UP_AFTER:
                self.town.agenda.after(60 * self.chance.randint(20, 50), lambda: self.begin(errand))
                return
            self.errand.end("left")
        self.errand, errand.begun = errand, self.town.now()
        self.errands.append(errand)
        self.send(errand.open())

    def reads(self, message: Outgoing) -> None:
        """A message arrives on the phone."""
        seen = Seen(message, self.town.now(), self.language)
        self.memory.note(seen)
        self.town.noticed(self, seen)
        self._unread.append(seen)
        self.old_buttons.extend(button.data for button in message.buttons if not button.data.startswith("/"))
        if self.errand is not None and not self._about_to_act:
            self._about_to_act = True
            self.town.agenda.after(self.chance.randint(5, 90), self.act)

    def act(self) -> None:
        """Looks at what came in, the newest first, and answers what he understands."""
        self._about_to_act = False
        unread, self._unread = self._unread, []
        if self.errand is None:
            return
        for seen in reversed(unread):
            said = self.errand.react(seen)
            if said is not None:
                if self.errand.over:
                    self.errand = None
                elif said:
                    self.send(*said)
                return
        if unread and all(self.errand.ignores(seen) for seen in unread):
            return
        if unread:
            self.town.puzzled.append((self, unread[-1]))

    def send(self, *said: Said) -> None:
        """Sends something, and again if no answer comes."""
        self._sent += 1
        self._last = list(said)
        self._put(said)
        number = self._sent
        self.town.agenda.after(PATIENCE, lambda: self._wonder(number, 1))

    def _put(self, said: Sequence[Said]) -> None:
        for one in said:
            name = self.name if self.signs_in else ""
            self.post.put(self.chat, one, name=name, language=self.language, group=self.group)

    def _wonder(self, number: int, times: int) -> None:
        """No answer? Sends it again, and after some tries waits until the bot says something."""
        if self.errand is None or self._sent != number or self._about_to_act or times > MOST_REPEATS:
            return
        self._put(self._last)
        self.town.agenda.after(PATIENCE * (times + 1), lambda: self._wonder(number, times + 1))

    def press(self, seen: Seen, place: int) -> Said:
        """Chooses a button in his own manner: presses it, or types its number or its words."""
        button = seen.message.buttons[place]
        whim = self.chance.random()
        if self.post.abilities.buttons and whim < 0.8:
            return Said(button=button.data)
        if seen.message.numbered and whim < 0.95:
            return Said(text=str(place + 1))
        return Said(text=button.label if self.chance.random() < 0.5 else without_marks(button.label))
