"""How simulated people read: they know the bot's sentences in their own language, and nothing of its insides.

A sentence is named by the beginning or another piece of its English source, "*" standing for the rest, so that small
changes of wording do not matter; one that the bot no longer says at all is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property

from babel.messages.pofile import read_po

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
        """The values of a sentence, if one of the lines is that sentence."""
        pattern = _pattern(source, self.language)
        return next((found.groupdict() for line in self.lines if (found := pattern.fullmatch(line))), None)

    def answer(self, label: str, place: int = 0) -> str | None:
        """The value that a summary shows behind a label: "• Sum: 500.000 đ", "• Thing 2: máy tính"."""
        found = re.compile(f"• {_pattern(label, self.language, place).pattern}: (?P<shown_value>.*)")
        return next((match["shown_value"] for line in self.lines if (match := found.fullmatch(line))), None)

    def button(self, label: str) -> int | None:
        """Which button carries this label."""
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
def _sentences() -> tuple[str, ...]:
    """Everything the bot can say, by its English sources."""
    with (texts.FOLDER / "vi" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    return tuple(one if isinstance(one, str) else one[0] for one in ids)


@cache
def _pattern(words: str, language: str, place: int = 0) -> re.Pattern[str]:
    """What the sentences that fit `words` look like in a language; raises LookupError if the bot says none such."""
    wanted = re.compile(".*".join(map(re.escape, words.split("*"))), re.DOTALL)
    fitting = [source for source in _sentences() if wanted.fullmatch(source)]
    if not fitting:
        raise LookupError(f"the bot no longer says anything like {words!r}")
    known: set[str] = set()
    return re.compile("|".join(_form(source, language, place, known) for source in fitting))


def _form(source: str, language: str, place: int, known: set[str]) -> str:
    said = texts.unmarked(texts.catalog(language).gettext(source))
    if place:
        said = said.replace("{place}", str(place))
    form = ""
    for number, part in enumerate(re.split(r"\{(\w+)\}", said)):
        if number % 2 == 0:
            form += re.escape(part)
        else:
            form += ".+?" if part in known else f"(?P<{part}>.+?)"
            known.add(part)
    return f"(?:{form})"


def sum_of(shown: str) -> tuple[int, str]:
    """A sum as it was shown, in minor units and its currency: "500.000 đ", "100,00 US$", "¥10,000"."""
    currency = next((code for sign, code in (("€", "EUR"), ("¥", "JPY"), ("$", "USD")) if sign in shown), "VND")
    return int("".join(filter(str.isdigit, shown))), currency


def number_of(shown: str) -> int:
    """A whole number as it was shown, its thousands apart."""
    return int("".join(filter(str.isdigit, shown)))
