"""One of a few answers: by its button, its number, or its label, also begun only, with or without tone marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Option, folded
from bot.chat.kinds.inside import option_named
from bot.chat.kinds.typed import LONGEST_SHORT, core
from bot.chat.phrase import Phrase, _

_NUMBER: Final = re.compile(r"(?:so|chon|chon so|muc|y so|number|option|#)? ?(\d{1,3})")
_WORDS: Final = re.compile(r"[^\W_]+")


class Choice(Kind[str]):
    """One of the options; the key is kept. `shown`: what a summary says instead of the words on a button."""

    closed: bool = True
    hears_sentences: bool = True

    def __init__(self, options: Mapping[str, Phrase | str], shown: Mapping[str, Phrase | str] | None = None):
        if not options:
            raise ValueError("a choice needs options")
        self._options = tuple(Option(key, label) for key, label in options.items())
        self._shape = ["Choice", list(options)]
        self._shown = shown or {}

    def show(self, value: str) -> Any:
        return self._shown[value] if value in self._shown else super().show(value)

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def hear(self, heard: Heard, today: date, labels: Sequence[str] = ()) -> str:
        evened = tidied(heard, today, labels)
        try:
            return super().hear(*evened)
        except NotUnderstood:
            begun = _begun(evened[0].text or "", evened[2])
            if len(begun) != 1:
                raise
            return str(self._options[begun[0]].value)

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> str | None:
        named = option_named(text, names)
        return None if named is None else str(self._options[named].value)

    def read(self, heard: Heard, today: date) -> str:
        said = folded(core((heard.text or "")[:LONGEST_SHORT]))
        number = number_of(said)
        if number is not None and 0 < number <= len(self._options):
            return str(self._options[number - 1].value)
        for option in self._options:
            if said and said == folded(source_of(option.label)):
                return str(option.value)
        raise NotUnderstood(
            _("Please tap one of the buttons, or answer with a number from 1 to {n}.", n=len(self._options))
        )


class Decision(Choice):
    """A choice after which something is done at once: never taken out of a sentence that was said for another purpose,
    as “review the pupils” approves nobody."""

    def find(self, text: str, today: date, names: Sequence[Sequence[str]] = ()) -> str | None:
        return None


def tidied(heard: Heard, today: date, labels: Sequence[str]) -> tuple[Heard, date, Sequence[str]]:
    """What `Kind.hear` is given, with the politeness and punctuation around answer and labels taken off."""
    if heard.text is None:
        return heard, today, labels
    said = core(heard.text[:LONGEST_SHORT])
    if not folded(said):
        return Heard(text=""), today, ()  # else an answer of signs would equal a label of signs
    return Heard(text=said), today, [core(label) for label in labels]


def _begun(said: str, labels: Sequence[str]) -> list[int]:
    """Which labels begin with these whole words; tone marks that were typed must be right: "đừng" begins no "Đúng"."""
    words, bare = _WORDS.findall(said), _WORDS.findall(folded(said))
    if not words:
        return []
    begins = [i for i, label in enumerate(labels) if _WORDS.findall(folded(label))[: len(bare)] == bare]
    return [i for i in begins if bare == words or _WORDS.findall(labels[i].lower())[: len(words)] == words]


def number_of(said: str) -> int | None:
    """The number of an option in a folded answer: "2", "so 2", "chon 2"."""
    match = _NUMBER.fullmatch(said)
    return int(match[1]) if match else None


def source_of(label: Phrase | str) -> str:
    """A label's own words, before translation."""
    return label if isinstance(label, str) else label.source
