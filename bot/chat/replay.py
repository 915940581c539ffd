"""Leads a flow by hand through its journal, then lets it hear the fresh answer.

The flow does not run on the event loop. Every word it awaits yields itself to us; we answer from the journal while
there is one, from the world afterwards, and close the coroutine at the first question without an answer.
So a foreign await shows itself at the first run, and a pause is nothing a flow could catch.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from bot.chat.journal import Entry, Fenced, Sort, answers
from bot.chat.kind import Heard, NotUnderstood, Unsure, folded
from bot.chat.phrase import Phrase, kept, loaded
from bot.chat.words import ENDS, Ask, Chat, Reach, Refused, Say, result_decoder

Flow = Callable[[Chat], Coroutine[Any, Any, None]]
MOST_ENTRIES: Final = 200
MOST_WORDS: Final = 2_000
_UNCHANGING: Final = (str, int, bool)


class ForeignAwait(RuntimeError):
    """A flow awaited something that is no word of the chat."""


class TooLong(RuntimeError):
    """A talk grew beyond its ceiling."""


class Silence:
    """The fresh "answer" of somebody who did not answer in time."""


SILENCE: Final = Silence()


class _Silent(BaseException):
    """Thrown into a flow whose open question says nothing about silence; `except Exception` does not catch it."""


@dataclass
class Replay:
    """One run of a flow: what was remembered goes in, what was said and is now open comes out."""

    flow: Flow
    me: int
    opened: datetime
    journal: list[Entry]
    zone: ZoneInfo
    argument: str = ""
    fresh: Heard | Silence | None = None
    at: datetime | None = None  # when the fresh answer was given
    expects: str = ""  # digest of the question the fresh answer was given to
    spare: list[Entry] = field(default_factory=list)  # answers that count again where they fit
    world: Any = None  # handed to facts and deeds
    labels: Callable[[Ask], Sequence[str]] = lambda ask: ()  # the options in the reader's language
    adopting: bool = False  # whether spare answers may be taken up at once
    sentence: str = ""  # what opened the talk: a question whose answer stands in it is not put, up to the first other
    names: Callable[[Ask], Sequence[Sequence[str]]] = lambda ask: ()  # the ways to say each option inside a sentence
    doubts: Callable[[Ask, str], bool] = lambda ask, text: False  # whether words may be a wish and no answer
    dry: bool = False  # go only as far as is remembered: nothing is looked up, nothing is done

    said: list[Say] = field(default_factory=list, init=False)
    open: Ask | None = field(default=None, init=False)
    heard: Ask | None = field(default=None, init=False)  # the question the fresh answer was heard by
    trouble: Phrase | None = field(default=None, init=False)  # why the fresh answer did not fit
    readings: Sequence[tuple[str, Phrase]] = field(default=(), init=False)  # the ways in which it may be read
    doubted: bool = field(default=False, init=False)  # whether it was not taken because it may be a wish
    filled: list[Ask] = field(default_factory=list, init=False)  # the questions answered out of the sentence
    changed: bool = field(default=False, init=False)  # the question it was given to is no longer the open one

    async def run(self) -> Literal["waiting", "finished", "silent"]:
        """Leads the flow to its open question or its end; raises Fenced, TooLong or ForeignAwait."""
        self.place, self.words = 0, 0
        self.live = not self.journal and self.fresh is None
        self.chat = Chat(self.me, self.zone, self.argument, self.opened)
        coroutine = self.flow(self.chat)
        if not hasattr(coroutine, "send"):
            raise ForeignAwait(f"{self.flow!r} is no coroutine function")
        send: Any = None
        throw: BaseException | None = None
        try:
            while True:
                try:
                    word = coroutine.throw(throw) if throw else coroutine.send(send)
                except StopIteration:
                    self._cut()
                    return "finished"
                except _Silent:
                    return "silent"
                send = throw = None
                self._count()
                match word:
                    case Say():
                        if self.live:
                            self.said.append(word)
                    case Ask():
                        entry = self._recall(word, "answer", "silence") or self._hear(word)
                        if entry is None:
                            self.open = word
                            return "waiting"
                        if entry.sort == "answer":
                            send = word.kind.load(_plain(entry.value))
                            if word.label is not None:
                                self.chat.answered[word.step] = (word.label, word.kind, entry.value)
                        elif word.if_silent is ENDS:
                            throw = _Silent()
                        else:
                            send = word.if_silent
                    case Reach():
                        entry = self._recall(word, word.sort, "refusal")
                        if entry is None and self.dry:
                            return "waiting"
                        entry = entry or await self._reach(word)
                        if entry.sort == "refusal":
                            throw = Refused(loaded(entry.value))
                        else:
                            send = result_decoder(word.call).decode(msgspec.json.encode(entry.value))
                    case _:
                        raise ForeignAwait(f"{self.flow} awaited {word!r}; a flow awaits only the chat")
        finally:
            coroutine.close()

    def value_of(self, ask: Ask) -> Any:
        """How the answer to a question is shown back."""
        kept = next(entry.value for entry in reversed(self.journal) if entry.step == ask.step)
        return ask.kind.show(ask.kind.load(_plain(kept)))

    def _count(self) -> None:
        self.words += 1
        if self.words > MOST_WORDS or len(self.journal) > MOST_ENTRIES:
            raise TooLong(f"{self.flow} has grown to {len(self.journal)} entries")

    def _recall(self, word: Ask | Reach, *sorts: Sort) -> Entry | None:
        if self.place == len(self.journal):
            return None
        entry = self.journal[self.place]
        if entry.sort not in sorts or not word.kept_as(entry.step, entry.digest):
            self._cut()
            return None
        self.place += 1
        self.chat.now = entry.at
        self.live = self.place == len(self.journal) and self.fresh is None
        return entry

    def _cut(self) -> None:
        """What was remembered from here on was given to other questions: keep the answers aside."""
        rest = self.journal[self.place :]
        if any(entry.sort == "deed" for entry in rest):
            raise Fenced(rest[0].step)
        if rest:
            del self.journal[self.place :]
            self.spare = answers(rest)
            self.changed = self.fresh is not None
            self.fresh, self.live, self.adopting = None, True, True

    def _hear(self, ask: Ask) -> Entry | None:
        if self.fresh is not None:
            fresh, self.fresh, self.live = self.fresh, None, True
            if self.expects and self.expects != ask.digest:
                self.changed = True
                return None
            assert self.at is not None
            self.heard = ask
            self.chat.now = self.at
            if isinstance(fresh, Silence):
                return self._write("silence", ask, None)
            labels = self.labels(ask)
            answered = fresh.text in labels or ask.kind.passed_over(fresh)
            if ask.kind.free_text and fresh.text and not answered and self.doubts(ask, fresh.text):
                self.doubted = folded(fresh.text) not in map(folded, labels)
                if self.doubted:
                    return None
            try:
                value = ask.kind.hear(fresh, self.chat.today, labels)
            except NotUnderstood as why:
                self.sentence = fresh.text or "" if ask.kind.hears_sentences else ""
                entry = self._find(ask, why)
                self.adopting = self.adopting or entry is not None
                return entry
            self.adopting = True
            return self._write("answer", ask, ask.kind.keep(value))
        if self.adopting and ask.kind.reusable:
            for i, spare in enumerate(self.spare):
                if spare.step == ask.step and spare.digest == ask.digest:
                    del self.spare[: i + 1]
                    return self._write("answer", ask, spare.value)
        self.live = True
        return self._find(ask) if self.sentence else None

    def _find(self, ask: Ask, why: NotUnderstood | None = None) -> Entry | None:
        """The answer that stands in the sentence; where there is none, the sentence has told all it can."""
        self.chat.now = self.at or self.chat.now
        try:
            value = ask.kind.find(self.sentence, self.chat.today, self.names(ask)) if self.sentence else None
        except Unsure as doubt:
            value, why = None, doubt
        if value is not None:
            self.filled.append(ask)
            return self._write("answer", ask, ask.kind.keep(value))
        self.sentence = ""
        if why is not None:
            self.trouble = why.why
            self.readings = why.readings if isinstance(why, Unsure) else ()
        return None

    async def _reach(self, word: Reach) -> Entry:
        try:
            found = await word.call(self.world, **word.args)
        except Refused as no:
            return self._write("refusal", word, kept(no.why))
        return self._write(word.sort, word, found)

    def _write(self, sort: Sort, word: Ask | Reach, value: Any) -> Entry:
        plain = _plain(value)  # the live turn sees what a replay will see
        entry = Entry(sort, word.step, word.digest, plain, self.chat.now)
        self.journal.append(entry)
        self.place += 1
        return entry


def _plain(value: Any) -> Any:
    """A value as it comes back from storage, and nobody else's: what a flow does to it, nothing remembers."""
    if value is None or type(value) in _UNCHANGING:
        return value
    return msgspec.json.decode(msgspec.json.encode(value))
