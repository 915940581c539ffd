"""A conversation held on paper: no database, no messenger; every turn is replayed a second time and must be the same.

    talk = Talk(pledge, {"limit": 10_000_000})
    talk.bot("How much?").you("a lot").bot("I could not read …", "How much?")
    talk.you("500k").bot("Sure?").you("yes").bot("Thank you!").ends()

The journal goes through its stored form between two turns, as it does between two processes.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import texts
from bot.chat import journal
from bot.chat.journal import Entry, Fenced
from bot.chat.kind import File, Heard
from bot.chat.phrase import Phrase
from bot.chat.replay import SILENCE, Flow, Replay, Silence
from bot.chat.words import Ask, Chat, Refused

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPENED = datetime(2021, 9, 27, 2, tzinfo=UTC)  # Monday, nine in the morning in Hà Nội
CHANGED = "(the question has changed meanwhile)"
FENCED = "(that is done and cannot be taken back)"
FIRST = "(there is nothing before this question)"


class Talk:
    """One flow led turn by turn; `world` is what its facts and deeds are handed."""

    def __init__(self, flow: Flow, world: Any = None, argument: str = "", opened: datetime = OPENED):
        self.flow, self.world, self.argument = flow, world, argument
        self.opened = self.clock = opened
        self.journal: list[Entry] = []
        self.spare: list[Entry] = []
        self.said: list[str] = []
        self.open: Ask | None = None
        self.chat: Chat
        self.state = ""
        self._turn(None)

    def you(self, text: str | None = None, **other: Any) -> Talk:
        """The person answers: words, or `pick`, `phone`, `photo`, `document`."""
        return self._turn(Heard(text=text, **other))

    def press(self, number: int) -> Talk:
        """The person presses the nth button, counted from one."""
        return self.you(pick=number - 1)

    def sends(self, name: str, mime: str = "image/jpeg", size: int = 1000) -> Talk:
        """The person sends a picture."""
        return self.you(photo=File(f"web:{name}", name, mime, size))

    def silence(self) -> Talk:
        """Nobody answers."""
        return self._turn(SILENCE)

    def back(self) -> Talk:
        """One answer is taken back."""
        return self._unremember(lambda entries: (journal.back(entries), []))

    def edit(self, step: str) -> Talk:
        """The answer to a step is asked for anew."""
        return self._unremember(lambda entries: journal.edit(entries, step))

    def freshen(self, days: int = 3) -> Talk:
        """The person comes back after days: facts are looked up again, answers that fit count again."""
        self.clock += timedelta(days=days)
        self.journal, self.spare = journal.freshen(self.journal)
        self.opened = self.clock
        return self._turn(None, adopting=True)

    def changes(self, flow: Flow) -> Talk:
        """A new release brings another flow under the open talk."""
        self.flow = flow
        return self

    def bot(self, *expected: str) -> Talk:
        """What was said last, message by message; "…" at the end stands for any rest."""
        assert len(self.said) == len(expected), self.said
        for said, wanted in zip(self.said, expected, strict=True):
            if wanted.endswith("…"):
                assert said.startswith(wanted[:-1]), f"{said!r} does not begin with {wanted!r}"
            else:
                assert said == wanted
        return self

    def asks(self, step: str) -> Talk:
        """The question that is open now."""
        assert self.open is not None, f"nothing is asked, the talk is {self.state}: {self.said}"
        assert self.open.step == step
        return self

    def ends(self, state: str = "finished") -> Talk:
        assert self.state == state
        return self

    @property
    def steps(self) -> list[str]:
        """The journal in short: "answer:sum"."""
        return [f"{entry.sort}:{entry.step}" for entry in self.journal]

    def _unremember(self, change: Callable[[list[Entry]], tuple[list[Entry], list[Entry]]]) -> Talk:
        try:
            self.journal, self.spare = change(self.journal)
        except Fenced:
            self.said = [FENCED]
            return self
        except IndexError:
            self.said = [FIRST]
            return self
        return self._turn(None)

    def _turn(self, fresh: Heard | Silence | None, adopting: bool = False) -> Talk:
        self.clock += timedelta(minutes=1)
        run = self._replay(self.world, journal.read(journal.write(self.journal)))
        run.fresh, run.at, run.spare, run.adopting = fresh, self.clock, list(self.spare), adopting
        run.expects = self.open.digest if self.open is not None and fresh is not None else ""
        refused = None
        try:
            self.state = asyncio.run(run.run())
        except Refused as no:
            self.state, refused = "finished", no.why
        self._again(run)
        self.journal, self.spare = run.journal, run.spare
        self.open, self.chat = run.open, run.chat
        self.said = [_text(say.lines) for say in run.said]
        self.said += [_text([why]) for why in (refused, run.trouble) if why is not None]
        self.said += [CHANGED] if run.changed else []
        self.said += [_text(run.open.lines)] if run.open is not None else []
        return self

    def _replay(self, world: Any, entries: list[Entry]) -> Replay:
        def labels(ask: Ask) -> Sequence[str]:
            return [_text([option.label]) for option in ask.kind.options()]

        return Replay(self.flow, 7, self.opened, entries, ZONE, self.argument, world=world, labels=labels)

    def _again(self, run: Replay) -> None:
        """The second replay, from the stored journal alone: it finds the same, says nothing and touches nothing."""
        stored = journal.read(journal.write(run.journal))
        assert stored == run.journal, "the journal changes when it is stored"
        world = copy.deepcopy(self.world)
        again = self._replay(world, list(stored))
        try:
            state: str = asyncio.run(again.run())
        except Refused:
            state = "finished"
        assert state == self.state
        assert again.journal == stored, "the second replay remembers something else"
        assert world == self.world, "the second replay touched the world"
        assert (again.open and again.open.digest) == (run.open and run.open.digest), "another question is open"
        assert run.trouble or again.chat.now == run.chat.now
        kept = [{step: value for step, (_label, _kind, value) in one.chat.answered.items()} for one in (run, again)]
        assert kept[0] == kept[1]
        assert again.trouble is None
        assert not again.changed


def _text(lines: Sequence[Phrase | str]) -> str:
    return texts.plain(lines, "en", ZONE).replace("\u00a0", " ")
