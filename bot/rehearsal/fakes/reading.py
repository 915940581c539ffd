"""How simulated people read: they know the bot's sentences in their own language, and nothing of its insides.

A sentence is named by its English source or pieces of it, "*" standing for the rest, so that small changes of wording
do not matter; one that the bot no longer says at all is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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

    def says(self, sentence: str) -> dict[str, str] | None:
        """The values of a sentence, if one of the lines is that sentence."""
        forms = _forms(sentence, self.language)
        return next(
            (found.groupdict() for line in self.lines for form in forms if (found := form.fullmatch(line))), None
        )

    def answer(self, label: str, place: int = 0) -> str | None:
        """The value that a summary shows behind a label: "• Sum: 500.000 đ", "• Thing 2: máy tính"."""
        found = re.compile(f"• {_forms(label, self.language, place)[0].pattern}: (?P<shown_value>.*)")
        return next((match["shown_value"] for line in self.lines if (match := found.fullmatch(line))), None)

    def buttons(self, label: str) -> Iterator[tuple[int, dict[str, str]]]:
        """Every button with such a label, and its values: one for each code, say."""
        for place, button in enumerate(self.message.buttons):
            for form in _forms(label, self.language):
                if found := form.fullmatch(button.label):
                    yield place, found.groupdict()

    def button(self, label: str) -> int | None:
        """Which button carries this label."""
        return next((place for place, _values in self.buttons(label)), None)

    def edit_line(self, label: str, place: int = 0) -> int | None:
        """Which button of the list of answers opens the one with this label again."""
        form = re.compile(_forms(label, self.language, place)[0].pattern + ": .*")
        return next((n for n, button in enumerate(self.message.buttons) if form.fullmatch(button.label)), None)

    @property
    def asks(self) -> bool:
        """Whether its buttons answer a question, rather than begin something."""
        return any(not button.data.startswith("/") for button in self.message.buttons)


@cache
def _sources() -> tuple[str, ...]:
    """Everything the bot can say, by its English sources."""
    with (texts.FOLDER / "vi" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    return tuple(one if isinstance(one, str) else one[0] for one in ids)


@cache
def _forms(sentence: str, language: str, place: int = 0) -> tuple[re.Pattern[str], ...]:
    """What the sentences that are named so look like in a language; raises LookupError if the bot says none such."""
    wanted = re.compile(".*".join(map(re.escape, sentence.split("*"))), re.DOTALL)
    fitting = [source for source in _sources() if wanted.fullmatch(source)]
    if not fitting:
        raise LookupError(f"the bot no longer says anything like {sentence!r}")
    return tuple(_form(source, language, place) for source in fitting)


def _form(source: str, language: str, place: int) -> re.Pattern[str]:
    said = texts.unmarked(texts.catalog(language).gettext(source))
    if place:
        said = said.replace("{place}", str(place))
    form, known = "", set[str]()
    for number, part in enumerate(re.split(r"\{(\w+)\}", said)):
        if number % 2 == 0:
            form += re.escape(part)
        else:
            like = r"[\w-]+" if part == "code" else ".+?"  # a code is one word, or it would swallow sentences
            form += f"(?P={part})" if part in known else f"(?P<{part}>{like})"
            known.add(part)
    return re.compile(form)


def is_called(words: str, sentence: str, language: str) -> bool:
    """Whether these words are that sentence."""
    return any(form.fullmatch(words) for form in _forms(sentence, language))


def sum_of(shown: str) -> tuple[int, str]:
    """A sum as it was shown, in minor units and its currency: "500.000 đ", "100,00 US$", "¥10,000"."""
    currency = next((code for sign, code in (("€", "EUR"), ("¥", "JPY"), ("$", "USD")) if sign in shown), "VND")
    return number_of(shown), currency


def number_of(shown: str) -> int:
    """A whole number as it was shown, its thousands apart."""
    return int("".join(filter(str.isdigit, shown)))
