"""One of a few answers: by its button, its label with or without tone marks, or its number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Option, folded
from bot.chat.kinds.typed import LONGEST_SHORT, core
from bot.chat.phrase import Phrase, _

_NUMBER: Final = re.compile(r"(?:so|chon|chon so|muc|y so|number|option|#)? ?(\d{1,3})")


class Choice(Kind[str]):
    """One of the options; the key is kept."""

    def __init__(self, options: Mapping[str, Phrase | str]):
        if not options:
            raise ValueError("a choice needs options")
        self._options = tuple(Option(key, label) for key, label in options.items())
        self._shape = ["Choice", list(options)]

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def hear(self, heard: Heard, today: date, labels: Sequence[str] = ()) -> str:
        return super().hear(*tidied(heard, today, labels))

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


def tidied(heard: Heard, today: date, labels: Sequence[str]) -> tuple[Heard, date, Sequence[str]]:
    """What `Kind.hear` is given, with the politeness and punctuation around answer and labels taken off."""
    if heard.text is None:
        return heard, today, labels
    said = core(heard.text[:LONGEST_SHORT])
    if not folded(said):
        return Heard(text=""), today, ()  # else an answer of signs would equal a label of signs
    return Heard(text=said), today, [core(label) for label in labels]


def number_of(said: str) -> int | None:
    """The number of an option in a folded answer: "2", "so 2", "chon 2"."""
    match = _NUMBER.fullmatch(said)
    return int(match[1]) if match else None


def source_of(label: Phrase | str) -> str:
    """A label's own words, before translation."""
    return label if isinstance(label, str) else label.source
