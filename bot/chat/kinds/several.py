"""Any of a few answers at once: "1 3", "1, 3", labels with commas between, or none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.chat.kind import Heard, Kind, NotUnderstood, Option, folded
from bot.chat.kinds.choice import number_of, source_of
from bot.chat.kinds.typed import LONGEST_SHORT, core
from bot.chat.phrase import Phrase, _

_BETWEEN: Final = re.compile(r"[,;+&/\n]| và | va | and |(?<=\d) (?=\d)")
_NONE: Final = frozenset(("không", "khong", "không có", "khong co", "ko", "none"))
_ALL: Final = frozenset(("tất cả", "tat ca", "hết", "het", "all"))


class Several(Kind[list[str]]):
    """The keys of the chosen options in their own order; a button chooses one, its last one none."""

    closed: bool = True

    def __init__(self, options: Mapping[str, Phrase | str], none: Phrase | None = None):
        if not options:
            raise ValueError("a choice needs options")
        self._labels = dict(options)
        self._none = none or _("None of these")
        self._options = (*(Option([key], label) for key, label in options.items()), Option([], self._none))
        self._shape = ["Several", list(options)]

    def options(self) -> Sequence[Option]:
        return self._options

    def shape(self) -> Any:
        return self._shape

    def hear(self, heard: Heard, today: date, labels: Sequence[str] = ()) -> list[str]:
        if heard.text is None or folded(heard.text) in map(folded, labels):
            return super().hear(heard, today, labels)
        return self._chosen(heard.text, labels)

    def read(self, heard: Heard, today: date) -> list[str]:
        return self._chosen(heard.text or "", ())

    def _chosen(self, text: str, labels: Sequence[str]) -> list[str]:
        names: dict[str, list[str]] = {}
        for option, label in zip(self._options, labels or [source_of(o.label) for o in self._options], strict=False):
            names[folded(label)] = option.value
        keys: set[str] = set()
        text = text[:LONGEST_SHORT]
        if core(text) in _ALL:
            return list(self._labels)
        if core(text) in _NONE:
            return []
        pieces = _BETWEEN.split(text.lower())
        for piece in pieces:
            said = folded(core(piece))
            number = number_of(said)
            if said in names and (names[said] or len(pieces) == 1):
                keys.update(names[said])
            elif number is not None and 0 < number <= len(self._labels):
                keys.update(self._options[number - 1].value)
            elif number == len(self._options) and len(pieces) == 1:
                return []
            else:
                raise NotUnderstood(
                    _("Please answer with one or more numbers from 1 to {n}, for example: 1, 2.", n=len(self._options))
                )
        return [key for key in self._labels if key in keys]

    def show(self, value: list[str]) -> Any:
        return [self._labels[key] for key in value if key in self._labels] or self._none
