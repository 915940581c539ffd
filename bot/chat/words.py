"""The words a flow may use: say, ask, choose, confirm, review, look, do. A flow awaits these and nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Concatenate, Final, Literal, NamedTuple, ParamSpec, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

import msgspec

from bot.chat.kind import Kind
from bot.chat.kinds import Choice, Consent, Decision
from bot.chat.phrase import Example, Lines, Phrase, as_lines
from bot.chat.row_number import row_number

T = TypeVar("T")
P = ParamSpec("P")


class Ends:
    """What silence means where a question does not say: the talk ends quietly."""


ENDS: Final = Ends()


class Refused(Exception):
    """A deed says no, with a sentence for the person; the flow may catch it and ask again."""

    def __init__(self, why: Phrase):
        super().__init__(why.source)
        self.why = why


class Offer(msgspec.Struct, frozen=True):
    """A button that starts something else: its words and the command it stands for, e.g. "/cancel_gift SM…"."""

    label: Phrase | str
    command: str


class Word:
    """What a flow hands to the engine by awaiting it; the engine hands back the answer."""

    __slots__ = ()

    def __await__(self) -> Generator[Word, Any, Any]:
        return (yield self)


@dataclasses.dataclass(slots=True)
class Say(Word):
    """A message to the person; `picture` and `document` are recipes of `bot.reports`.

    A phrase in a picture's recipe is drawn in the person's language.

    `beside` are those of the lines that speak of the picture, one after the other, and more follows them.
    """

    lines: Sequence[Phrase | str]
    picture: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    offers: Sequence[Offer] = ()
    beside: Sequence[Phrase | str] = ()


@dataclasses.dataclass(slots=True)
class Ask(Word):
    """A question: `step` names it, `kind` says what may be answered, `label` how the answer is called in a summary."""

    step: str
    kind: Kind[Any]
    lines: Sequence[Phrase | str]
    label: Phrase | None = None
    if_silent: Any = ENDS
    review: bool = False
    reviewed: Any = None
    picture: dict[str, Any] | None = None
    _digest: str = dataclasses.field(default="", init=False, repr=False)

    @property
    def digest(self) -> str:
        """What this question is, but for its wording: an answer counts only where this is the same."""
        if not self._digest:
            self._digest = digest(self.step, self.kind.shape(), _values(self.lines), self.reviewed)
        return self._digest

    def kept_as(self, step: str, found: str) -> bool:
        """Whether what was remembered under this step and digest is the answer to this question."""
        return step == self.step and found == self.digest


class Mark(NamedTuple):
    """What makes a function a fact or a deed: its name on record, and the one it had before."""

    sort: Literal["fact", "deed"]
    step: str
    was: str | None


MARK: Final = "mark"
"""Where a function bears its mark."""
RESULT: Final = "result"
"""Where it bears the type that it returns, once that was asked for."""


def mark_of(call: Callable[..., Any]) -> Mark:
    """The mark of a fact or deed; KeyError for any other function."""
    mark: Mark = vars(call)[MARK]
    return mark


@dataclasses.dataclass(slots=True)
class Reach(Word):
    """A fact to look up or a deed to do in the world outside the talk."""

    call: Callable[..., Awaitable[Any]]
    args: dict[str, Any]

    @property
    def sort(self) -> Literal["fact", "deed"]:
        return mark_of(self.call).sort

    @property
    def step(self) -> str:
        return mark_of(self.call).step

    @property
    def digest(self) -> str:
        return digest(self.step, self.args)

    def kept_as(self, step: str, found: str) -> bool:
        """Whether what was remembered under this step and digest is what this call found or did, also once renamed."""
        mark = mark_of(self.call)
        return step in (mark.step, mark.was) and found == digest(step, self.args)


class Chat:
    """What a flow knows and can do. One for every run of a flow; holds nothing that a replay would not find again."""

    def __init__(self, me: int, zone: ZoneInfo, argument: str, opened: datetime):
        self.me: Final = me
        """The contact the talk is held with."""
        self.argument: Final = argument
        """What was written behind the command that began the talk."""
        self.zone: Final = zone
        self.now = opened
        """The moment of the last answer, the same in every replay."""
        self.answered: dict[str, tuple[Phrase, Kind[Any], Any]] = {}
        """What was answered to labelled questions, by step: label, kind, kept value."""

    @property
    def number(self) -> int:
        """The number behind the command that began the talk; 0 for anything else."""
        return row_number(self.argument)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    async def say(
        self,
        *lines: Phrase | str,
        picture: dict[str, Any] | None = None,
        document: dict[str, Any] | None = None,
        offers: Sequence[Offer] = (),
        beside: Sequence[Phrase | str] = (),
    ) -> None:
        """Sends one message; `beside` are those of its lines that are left out where the picture cannot be shown."""
        await Say(lines, picture, document, offers, beside)

    async def ask(
        self,
        step: str,
        kind: Kind[T],
        question: Lines,
        *,
        label: Phrase | None = None,
        if_silent: Any = ENDS,
        picture: dict[str, Any] | None = None,
    ) -> T:
        """Asks until the answer can be read, and returns it."""
        answer: T = await Ask(step, kind, as_lines(question), label, if_silent, picture=picture)
        return answer

    async def choose(
        self,
        step: str,
        question: Lines,
        options: Mapping[str, Phrase | str],
        *,
        label: Phrase | None = None,
        if_silent: Any = ENDS,
        shown: Mapping[str, Phrase | str] | None = None,
    ) -> str:
        """Asks for one of the options and returns its key; `shown` is what the summary says of some of them."""
        return await self.ask(step, Choice(options, shown), question, label=label, if_silent=if_silent)

    async def decide(self, step: str, question: Lines, options: Mapping[str, Phrase | str]) -> str:
        """Asks which of several things to do at once and returns its key; answered by nothing but an answer to it."""
        return await self.ask(step, Decision(options), question)

    async def confirm(
        self,
        step: str,
        question: Lines,
        *,
        yes: Phrase | None = None,
        no: Phrase | None = None,
        if_silent: Any = ENDS,
    ) -> bool:
        """Asks for a yes or a no, which never counts for another question."""
        return await self.ask(step, Consent(yes, no), question, if_silent=if_silent)

    async def review(
        self, step: str, question: Lines, *, yes: Phrase | None = None, no: Phrase | None = None, if_silent: Any = ENDS
    ) -> bool:
        """Shows every labelled answer so far, each open to change, and asks whether to go ahead."""
        seen = {name: kept for name, (_label, _kind, kept) in self.answered.items()}
        ask = Ask(step, Consent(yes, no), as_lines(question), None, if_silent, review=True, reviewed=seen)
        agreed: bool = await ask
        return agreed

    async def look(self, call: Callable[Concatenate[Any, P], Awaitable[T]], *_: P.args, **args: P.kwargs) -> T:
        """Looks up a fact: plain, small and remembered."""
        found: T = await Reach(call, dict(args))
        return found

    async def do(self, call: Callable[Concatenate[Any, P], Awaitable[T]], *_: P.args, **args: P.kwargs) -> T:
        """Does a deed, once; raises Refused with a sentence for the person."""
        done: T = await Reach(call, dict(args))
        return done


def fact(step: str, *, was: str | None = None) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    """Marks a look-up; the name stays when the function is renamed. Returns plain data or msgspec structs.

    Where a name had to change after all, journals that bear the one it `was` are still understood.
    """
    return _marked(Mark("fact", step, was))


def deed(step: str) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    """Marks a deed, which re-checks everything itself, and returns a result or raises Refused."""
    return _marked(Mark("deed", step, None))


def _marked(mark: Mark) -> Callable[[Callable[P, Awaitable[T]]], Callable[P, Awaitable[T]]]:
    def put(call: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        vars(call)[MARK] = mark
        return call

    return put


def result_decoder(call: Callable[..., Any]) -> msgspec.json.Decoder[Any]:
    """Reads what a fact or deed returned as the type it promises, so that a replay gives back the very same type."""
    known = vars(call)
    if RESULT not in known:
        known[RESULT] = msgspec.json.Decoder(get_type_hints(call)["return"])
    found: msgspec.json.Decoder[Any] = known[RESULT]
    return found


def digest(*parts: Any) -> str:
    """A short fingerprint of JSON-able parts."""
    return hashlib.blake2b(msgspec.json.encode(parts, order="deterministic"), digest_size=6).hexdigest()


def _values(lines: Sequence[Phrase | str]) -> list[Any]:
    shown = [_shown(phrase) for phrase in lines if isinstance(phrase, Phrase)]
    return [values for values in shown if values]


def _shown(value: Any) -> Any:
    """A value that is shown, without any wording."""
    match value:
        case Phrase():
            return {name: _shown(one) for name, one in value.values.items() if not isinstance(one, Example)}
        case list() | tuple():
            return [_shown(one) for one in value]
    return value
