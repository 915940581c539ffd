"""The ways people ask for things, read from `locales/xx/wishes.toml`, all languages together: people mix them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from bot.chat.kind import folded
from bot.chat.kinds.typed import even
from bot.texts import FOLDER, LANGUAGES

SECTIONS: Final = ("flows", "questions", "steering", "talk")
WORD: Final = re.compile(r"@sum|[^\W_]+")
QUESTION: Final = "faq:"
"""Before the key of a question people ask, so that it is no flow's name."""


class Alike(NamedTuple):
    """Words that mean what others mean too: the name of all of them, and these as they are written."""

    name: str
    written: tuple[str, ...]


@dataclass(slots=True)
class PhraseBook:
    """All that `wishes.toml` says. Words are folded; several words are one string with blanks between."""

    phrases: dict[str, list[str]] = field(default_factory=dict)  # as written, by what is wished for
    sections: dict[str, str] = field(default_factory=dict)  # which section a wish stands in
    short: dict[str, str] = field(default_factory=dict)  # how words are written short, and what they are
    marked: dict[str, str] = field(default_factory=dict)  # words that mean something else without their tone marks
    alike: dict[tuple[str, ...], list[Alike]] = field(default_factory=dict)  # by their words without marks
    quiet: dict[str, set[str]] = field(default_factory=dict)  # words that tell nothing, without and with their marks
    written: list[str] = field(default_factory=list)  # all other words, as they are written
    answers: dict[str, list[str]] = field(default_factory=dict)  # what people call the answer with this key


@cache
def read(languages: tuple[str, ...] = LANGUAGES) -> PhraseBook:
    """The book of these languages, read once."""
    book = PhraseBook()
    for language in languages:
        with (FOLDER / language / "wishes.toml").open("rb") as file:
            told = tomllib.load(file)
        for section in SECTIONS:
            for wish, lines in told[section].items():
                name = f"{QUESTION}{wish}" if section == "questions" else wish
                book.phrases.setdefault(name, []).extend(lines.strip().splitlines())
                book.sections[name] = section
        for word, spellings in told["short"].items():
            book.short |= dict.fromkeys(map(folded, spellings.split()), word)
        for word, spellings in told.get("marked", {}).items():
            book.marked |= dict.fromkeys(spellings.split(), word)
        book.written += [*told["alike"].values(), *told["short"], told["quiet"]["words"]]
        for name, words in _lists(told["alike"]):
            for word in words:
                written = tuple(WORD.findall(word))
                book.alike.setdefault(tuple(map(folded, written)), []).append(Alike(name, written))
        for word in told["quiet"]["words"].split():
            book.quiet.setdefault(folded(word), set()).add(even(word))
        for key, words in _lists(told["answers"]):
            book.answers.setdefault(key, []).extend(map(folded, words))
    return book


def _lists(table: Mapping[str, str]) -> Iterable[tuple[str, list[str]]]:
    for name, words in table.items():
        yield name, [even(word).lower() for word in words.split(",")]
