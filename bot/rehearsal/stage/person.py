"""A simulated person: has errands, reads what the bot shows, answers with a button or words, and makes mistakes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from bot.messages import Outgoing
from bot.rehearsal.fakes.memory import Memory
from bot.rehearsal.fakes.messenger import Post, Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.slips import without_marks

if TYPE_CHECKING:
    from bot.rehearsal.stage.errand import Errand
    from bot.rehearsal.stage.town import Town

PATIENCE: Final = 8 * 60
MOST_REPEATS: Final = 2
MOST_LOST: Final = 4
GIVEN_UP_AFTER: Final = timedelta(days=4)


class Person:
    """Somebody with a phone. `clumsy` is how often a question is first answered with a mistake, 0 to 1."""

    def __init__(
        self,
        town: Town,
        post: Post,
        chat: str,
        name: str,
        *,
        language: str = "vi",
        clumsy: float = 0.15,
        group: bool = False,
    ):
        self.town, self.post, self.chat, self.name = town, post, chat, name
        self.language, self.clumsy, self.group = language, clumsy, group
        self.chance = Random(f"{town.seed}:{chat}")
        self.will = Random(f"{town.seed}:{chat}:will")  # apart, so that slips of the finger decide nothing
        self.memory = Memory(town.zone)
        self.errand: Errand | None = None
        self.errands: list[Errand] = []
        self.habits: list[Callable[[Seen], None]] = []
        self.sends_as = chat
        self.old_buttons: deque[str] = deque(maxlen=12)
        self.signs_in = self.chance.random() < 0.8  # whether the messenger tells their name
        self._known: set[int] = set()
        self._unread: list[Seen] = []
        self._about_to_act = False
        self._sent = 0
        self._last: list[Said] = []

    def begin(self, errand: Errand) -> None:
        """Sets out on an errand; later, if in the middle of another."""
        if self.errand is not None:
            if self.town.now() - self.errand.begun < GIVEN_UP_AFTER:
                self.town.agenda.at(self.town.awake(60 * self.chance.randint(20, 50)), lambda: self.begin(errand))
                return
            self.errand.end("left")
        self.errand, errand.begun = errand, self.town.now()
        self.errands.append(errand)
        self.send(errand.open())

    def reads(self, message: Outgoing) -> None:
        """A message arrives on the phone."""
        seen = Seen(message, self.town.now(), self.language)
        self.memory.note(seen)
        if message.id not in self._known:
            self._known.add(message.id)
            for habit in self.habits:
                habit(seen)
        self._unread.append(seen)
        self.old_buttons.extend(button.data for button in message.buttons if not button.data.startswith("/"))
        if self.errand is not None and not self._about_to_act:
            self._about_to_act = True
            self.town.agenda.after(self.chance.randint(5, 90), self.act)

    def act(self) -> None:
        """Looks at what came in, the newest first, and answers what they understand."""
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
        if any(not self.errand.ignores(seen) for seen in unread):
            self._loses_the_thread(unread[-1])

    def _loses_the_thread(self, seen: Seen) -> None:
        """Does not know what to do with what they see: asks for the menu, then stops what is open; not for ever."""
        assert self.errand is not None
        self.errand.times_lost += 1
        if self.errand.times_lost > MOST_LOST:
            self.errand.end("lost")
            self.town.puzzled.append((self, seen))
            self.errand = None
            return
        self.send(Said(text="/menu" if self.errand.times_lost == 1 else "/huy"))

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
            self.post.put(self.sends_as, one, name=name, language=self.language, group=self.group)

    def _wonder(self, number: int, times: int) -> None:
        """No answer? Sends it again, and after some tries waits until the bot says something."""
        if self.errand is None or self._sent != number or self._about_to_act or times > MOST_REPEATS:
            return
        self._put(self._last)
        self.town.agenda.after(PATIENCE * (times + 1), lambda: self._wonder(number, times + 1))

    def press(self, seen: Seen, place: int) -> Said:
        """Chooses a button in their own manner: presses it, or types its number or its words."""
        button = seen.message.buttons[place]
        whim = self.chance.random()
        if self.post.abilities.buttons and whim < 0.8:
            return Said(button=button.data)
        if seen.message.numbered and whim < 0.95:
            return Said(text=str(place + 1))
        return Said(text=button.label if self.chance.random() < 0.5 else without_marks(button.label))
