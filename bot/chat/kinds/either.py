"""A kind that also takes a few named answers of another sort: a sum, or "one day's pay"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from bot.chat.kind import Heard, Kind, Option
from bot.chat.kinds.consent import says_no
from bot.chat.kinds.inside import option_named
from bot.chat.phrase import Phrase

T = TypeVar("T")


class Named(msgspec.Struct, frozen=True):
    """One of the named answers, by its key."""

    key: str


class Either(Kind[T | Named]):
    """What the inner kind reads, or one of the named answers, which stand behind its own options."""

    def __init__(self, kind: Kind[T], named: Mapping[str, Phrase | str], no: str = ""):
        """`no`: the key that a bare no stands for, as "không có" where a phone is asked for."""
        self.kind, self.named, self._no = kind, named, no
        # where the inner kind takes any words and offers none itself, a bare number chooses a named answer
        self.numbered = kind.numbered or (kind.free_text and not kind.options())
        self.free_text = kind.free_text
        self.private, self.remark, self.takes = kind.private, kind.remark, kind.takes
        self.echoed, self.hears_sentences = kind.echoed, kind.hears_sentences
        self._shape = ["either", kind.shape(), list(named)]
        self._options = [
            *(Option(["", option.value], option.label) for option in kind.options()),
            *(Option([key, None], label) for key, label in named.items()),
        ]

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def read(self, heard: Heard, today: date) -> T | Named:
        if self._no and heard.text is not None and says_no(heard.text):
            return Named(self._no)
        return self.kind.read(heard, today)

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> T | Named | None:
        inner = self.kind.find(text, today, names[: len(self.kind.options())])
        if inner is not None:
            return inner
        named = option_named(text, names)
        return None if named is None else self.load(self._options[named].value)

    def keep(self, value: T | Named) -> Any:
        return [value.key, None] if isinstance(value, Named) else ["", self.kind.keep(value)]

    def load(self, kept: Any) -> T | Named:
        key, value = kept
        return Named(key) if key else self.kind.load(value)

    def show(self, value: T | Named) -> Any:
        return self.named[value.key] if isinstance(value, Named) else self.kind.show(value)
