"""What is found wrong with a plan while it is read and examined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from bot.chat.phrase import Phrase, _
from bot.programme.plan.lines import Path

_LONGEST = 60  # letters that are compared; more cannot be a slip of the finger


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault of a plan: its line in the file (from 1), where, what is wrong, and what to do about it."""

    line: int
    where: str
    what: Phrase
    remedy: Phrase

    def __str__(self) -> str:
        what, remedy = (phrase.source.format(**phrase.values) for phrase in (self.what, self.remedy))
        where = f", {self.where}" if self.where else ""
        return f"line {self.line}{where}: {what} {remedy}"


class PlanFault(Exception):
    """A plan cannot be used; `faults` names everything found wrong with it, in the order of the lines."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Finding(NamedTuple):
    """A fault before its line is known."""

    path: Path
    what: Phrase
    remedy: Phrase


class Faults:
    """Gathers faults; a value once found faulty is not blamed again for what follows from that."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self.faulty: set[Path] = set()
        self._home: dict[int, tuple[msgspec.Struct, Path]] = {}

    def place(self, struct: msgspec.Struct, path: Path) -> None:
        """Remembers where in the file a struct was read (and keeps it, so that its identity stays its own)."""
        self._home[id(struct)] = (struct, path)

    def path(self, struct: msgspec.Struct, *keys: str | int) -> Path:
        """Where a value of a struct stands."""
        return (*self._home[id(struct)][1], *keys)

    def add(self, path: Path, what: Phrase, remedy: Phrase) -> None:
        """Notes a fault found while reading."""
        self.all.append(Finding(path, what, remedy))
        self.faulty.add(path)

    def tell(
        self, struct: msgspec.Struct, key: str | Path, what: Phrase, remedy: Phrase, *, also: Iterable[Path] = ()
    ) -> None:
        """Notes a fault of a rule, unless a value it rests on (`also` those) could not be read anyway."""
        path = self.path(struct, *((key,) if isinstance(key, str) and key else key))
        if not any(self.doubtful(rests_on) for rests_on in (path, *also)):
            self.add(path, what, remedy)

    def doubtful(self, path: Path) -> bool:
        """Whether a value, or a table around it, could not be read."""
        return any(path[:length] in self.faulty for length in range(1, len(path) + 1))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody may have meant."""
    from difflib import get_close_matches  # only a plan with a fault needs it

    return next(iter(get_close_matches(word[:_LONGEST], list(known), n=1, cutoff=0.6)), None)


def did_you_mean(word: str) -> Phrase:
    """The remedy for a word that is nearly known."""
    return _("Did you mean “{word}”?", word=word)
