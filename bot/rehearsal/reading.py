"""How simulated people read: they know the bot's sentences in their own language, and nothing of its insides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from bot import texts
from bot.messages import Outgoing


@dataclass(frozen=True)
class Seen:
    """One message as its reader sees it."""

    message: Outgoing
    at: datetime
    language: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines without markup."""
        return texts.unmarked(self.message.text).split("\n")

    def says(self, source: str) -> dict[str, str] | None:
        """The values of a sentence (by its English source), if one of the lines is that sentence."""
        pattern = _pattern(source, self.language)
        return next((found.groupdict() for line in self.lines if (found := pattern.fullmatch(line))), None)

    def all_saying(self, source: str) -> list[dict[str, str]]:
        """The values of every line that is this sentence."""
        pattern = _pattern(source, self.language)
        return [found.groupdict() for line in self.lines if (found := pattern.fullmatch(line))]

    def answer(self, label: str, place: int = 0) -> str | None:
        """The value that a summary shows behind a label: "• Sum: 500.000 đ", "• Thing 2: máy tính"."""
        found = re.compile(f"• {_pattern(label, self.language, place).pattern}: (?P<shown_value>.*)")
        return next((match["shown_value"] for line in self.lines if (match := found.fullmatch(line))), None)

    def button(self, label: str) -> int | None:
        """Which button carries this label (by its English source)."""
        pattern = _pattern(label, self.language)
        return next((n for n, button in enumerate(self.message.buttons) if pattern.fullmatch(button.label)), None)

    def buttons(self, label: str) -> list[tuple[int, dict[str, str]]]:
        """Every button with such a label, and its values: one for each code, say."""
        pattern = _pattern(label, self.language)
        found = [(n, pattern.fullmatch(button.label)) for n, button in enumerate(self.message.buttons)]
        return [(n, match.groupdict()) for n, match in found if match is not None]

    def edit_line(self, label: str, place: int = 0) -> int | None:
        """Which button of the list of answers opens the one with this label again."""
        pattern = re.compile(_pattern(label, self.language, place).pattern + ": .*")
        return next((n for n, button in enumerate(self.message.buttons) if pattern.fullmatch(button.label)), None)

    @property
    def asks(self) -> bool:
        """Whether its buttons answer a question, rather than begin something."""
        return any(not button.data.startswith("/") for button in self.message.buttons)


@cache
def _pattern(source: str, language: str, place: int = 0) -> re.Pattern[str]:
    said = texts.unmarked(texts.catalog(language).gettext(source))
    if place:
        said = said.replace("{place}", str(place))
    pattern, known = "", set[str]()
    for number, part in enumerate(re.split(r"\{(\w+)\}", said)):
        if number % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in known else f"(?P<{part}>.+?)"
            known.add(part)
    return re.compile(pattern)


def sum_of(shown: str) -> tuple[int, str]:
    """A sum as it was shown, in minor units and its currency: "500.000 đ", "100,00 US$", "¥10,000"."""
    currency = next((code for sign, code in (("€", "EUR"), ("¥", "JPY"), ("$", "USD")) if sign in shown), "VND")
    return int("".join(filter(str.isdigit, shown))), currency


def number_of(shown: str) -> int:
    """A whole number as it was shown, its thousands apart."""
    return int("".join(filter(str.isdigit, shown)))
