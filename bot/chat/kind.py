"""What may be answered to a question, and how an answer is read: the base of every kind."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from bot.chat.phrase import Phrase, _

T = TypeVar("T")
U = TypeVar("U")


LONGEST_LABEL = 200


class NotUnderstood(Exception):
    """The answer cannot be read; says in one sentence, with an example, what would be right."""

    def __init__(self, why: Phrase):
        super().__init__(why.source)
        self.why = why


class Unsure(NotUnderstood):
    """The answer can be read in several ways: each as it would be written, and how it is shown."""

    def __init__(self, why: Phrase, readings: Sequence[tuple[str, Phrase]]):
        super().__init__(why)
        self.readings = tuple(readings)


class File(msgspec.Struct, frozen=True):
    """A picture or document somebody sent: where its bytes are kept (`ref`), what it says it is, bytes."""

    ref: str
    name: str = ""
    mime: str = ""
    size: int = 0


class Heard(msgspec.Struct, frozen=True):
    """What a person answered: exactly one of these is set."""

    text: str | None = None
    pick: int | None = None  # index of the pressed button among the kind's options
    phone: str | None = None  # the messenger's "share my number"
    photo: File | None = None
    document: File | None = None


class Option(msgspec.Struct, frozen=True):
    """One ready answer: its value in JSON form, and the words on its button."""

    value: Any
    label: Phrase | str


class Kind(ABC, Generic[T]):
    """A sort of answer. Subclasses say how text is read and how the value is kept in JSON."""

    reusable: bool = True
    """Whether an answer may count again after an earlier one was edited; never for consent."""
    numbered: bool = True
    """Whether "2" means the second option; not for kinds whose answers are numbers themselves."""
    free_text: bool = False
    """Whether any words may be the answer, so that bare steering words must not be guessed from them."""

    closed: bool = False
    """Whether nothing but the ready answers is taken."""
    remark: bool = False
    """Whether the words may be of any content, as a reason or a message is, and no name."""
    hears_sentences: bool = False
    """Whether a sentence that names one option among other words is an answer to the question itself."""

    echoed: bool = False
    """Whether a sum that was typed is shown back above the next question, and not only in the summary."""
    takes: frozenset[str] = frozenset()
    """What it reads besides words: "photo", "document", "phone"."""

    private: bool = False
    """Whether what was typed is forgotten at once, also in the chat's history."""

    def options(self) -> Sequence[Option]:
        """The ready answers, shown as buttons or as a numbered list."""
        return ()

    @abstractmethod
    def shape(self) -> Any:
        """What defines this question besides its step and values: class, bounds, options; JSON."""

    @abstractmethod
    def read(self, heard: Heard, today: date) -> T:
        """The value of an answer that is none of the options; raises NotUnderstood."""

    def keep(self, value: T) -> Any:
        """The JSON form of a value."""
        return value

    def load(self, kept: Any) -> T:
        """The value of a JSON form: load(keep(v)) == v."""
        value: T = kept
        return value

    def show(self, value: T) -> Any:
        """How a value is shown back to the person: a phrase, text, number, date or Cash."""
        for option in self.options():
            if option.value == self.keep(value):
                return option.label
        return value

    def hear(self, heard: Heard, today: date, labels: Sequence[str] = ()) -> T:
        """Reads an answer: an option by its button, its label or its number, else by `read`.

        `labels` are the options' labels in the reader's language.
        """
        options = self.options()
        if heard.pick is not None:
            if 0 <= heard.pick < len(options):
                return self.load(options[heard.pick].value)
            raise NotUnderstood(_("That button is not among the answers any more. Please choose again."))
        if heard.text is not None and options:
            said = folded(heard.text) if len(heard.text) <= LONGEST_LABEL else ""
            for option, label in zip(options, labels, strict=False):
                if said and said == folded(label):
                    return self.load(option.value)
            if self.numbered and said.isascii() and said.isdigit() and len(said) <= 3 and 0 < int(said) <= len(options):
                return self.load(options[int(said) - 1].value)
        return self.read(heard, today)

    def passed_over(self, heard: Heard) -> bool:
        """Whether these words only say that the question is skipped, where it may be."""
        return False

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> T | None:
        """The value that a sentence holds among other words, or None where it holds none for sure.

        `names` are the ways to say each option. Never for consent, nor where any words are an answer. Raises Unsure
        where the value may be read in several ways.
        """
        return None

    def or_skip(self, label: Phrase | None = None) -> Kind[T | None]:
        """The same question with a "skip" answer, which gives None; `label` is what its button says instead."""
        return OrSkip(self, label)


class OrSkip(Kind[U | None], Generic[U]):
    """A kind that may also be skipped; the skip is its last option."""

    def __init__(self, kind: Kind[U], label: Phrase | None = None):
        self.kind, self._skip = kind, label or _("Skip")
        self.numbered = kind.numbered
        self.free_text = kind.free_text
        self.closed = kind.closed
        self.reusable = kind.reusable
        self.hears_sentences, self.remark = kind.hears_sentences, kind.remark
        self.takes, self.echoed, self.private = kind.takes, kind.echoed, kind.private

    def options(self) -> Sequence[Option]:
        return (*self.kind.options(), Option(None, self._skip))

    def shape(self) -> Any:
        return ["skip", self.kind.shape()]

    def read(self, heard: Heard, today: date) -> U | None:
        return None if self.passed_over(heard) else self.kind.read(heard, today)

    def passed_over(self, heard: Heard) -> bool:
        return heard.text is not None and folded(heard.text).lstrip("/") in ("skip", "bo qua", "boqua")

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> U | None:
        return self.kind.find(text, today, names)

    def keep(self, value: U | None) -> Any:
        return None if value is None else self.kind.keep(value)

    def load(self, kept: Any) -> U | None:
        return None if kept is None else self.kind.load(kept)

    def show(self, value: U | None) -> Any:
        return "–" if value is None else self.kind.show(value)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Text for comparison only: lower case, no tone marks, đ→d, no emoji or marks at its ends, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = (c for c in bare if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "So", "Sk"))
    bare = "".join(plain)
    return " ".join(bare.replace("\ufe0f", "").split())
