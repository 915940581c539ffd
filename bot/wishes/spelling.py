"""Evens out how people write: tone marks, Telex and VNI left-overs, short forms, stretched letters, slips."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from bot.chat.kind import folded
from bot.chat.kinds.amounts import amounts
from bot.chat.kinds.typed import even, odd_digits
from bot.wishes.book import WORD, PhraseBook

SUM: Final = "@sum"
"""What a sum of money becomes, however it is written."""
FEWEST_LETTERS: Final = 6
"""Of a word in which a slip is forgiven; shorter ones are too near each other."""
MANY_LETTERS: Final = 9
"""Of a word in which two slips are forgiven."""
MOST_SEEN: Final = 4_000
"""Words whose spelling is kept, so that memory stays small whatever people write."""
_TONES: Final = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "x", "\u0323": "j"}
_STRETCHED: Final = re.compile(r"([a-z])\1{2,}")
_VNI: Final = re.compile(r"(?<=[a-z])[1-9]")
_DOUBLED: Final = re.compile(r"([aeod])\1")
_MAY_BE_SUM: Final = re.compile(r"\d|trăm|tram|triệu|trieu|nghìn|nghin|ngàn|ngan|tỷ|tỉ|lít|củ|chục")


class Speller:
    """Words as the book spells them."""

    def __init__(self, book: PhraseBook, lines: Iterable[str]):
        self._short, self._marked = book.short, book.marked
        self._known: dict[str, set[str]] = defaultdict(set)  # every word, and the marks it bears
        for line in [*lines, *book.written]:
            for word in WORD.findall(even(line).lower()):
                self._known[folded(word)].add(marks_of(word))
        self._long_words = [word for word in self._known if len(word) >= FEWEST_LETTERS]
        self._seen: dict[str, tuple[str, ...]] = {}

    def words(self, text: str) -> list[str]:
        """The words of a text in their usual spelling, with the tone marks that were typed; a sum of money is SUM."""
        found: list[str] = []
        for word in split(text):
            if word not in self._seen:
                if len(self._seen) > MOST_SEEN:
                    self._seen.clear()
                self._seen[word] = self._spelt(word)
            found += self._seen[word]
        return found

    def _spelt(self, word: str) -> tuple[str, ...]:
        if word in self._marked:
            return tuple(self._marked[word].split())
        bare = folded(word)
        if bare in self._short and (word == bare or bare not in self._known):
            return tuple(self._short[bare].split())
        if bare in self._known or word == SUM or word.isdigit():
            return (word,)
        return self._mended(bare)

    def plain(self, word: str) -> str:
        """A word without its marks, unless they make it another than the book's: "mưa" is no "mua"."""
        bare = folded(word)
        return bare if word == bare or marks_of(word) in self._known.get(bare, ()) else word

    def _mended(self, word: str) -> tuple[str, ...]:
        plain = _STRETCHED.sub(r"\1", word)
        for tried in (plain, plain[:-1] if plain[-2:-1] == plain[-1:] else plain):
            if tried in self._short:
                return tuple(self._short[tried].split())
            if tried in self._known:
                return (tried,)
        if plain[0].isalpha():
            typed = _untyped(plain)
            if typed in self._known:
                return (typed,)
        if len(plain) >= FEWEST_LETTERS:
            from rapidfuzz.distance import OSA  # loaded with the first word that nobody knows
            from rapidfuzz.process import extractOne

            cutoff = 1 if len(plain) < MANY_LETTERS else 2
            near = extractOne(plain, self._long_words, scorer=OSA.distance, score_cutoff=cutoff)
            if near is not None:
                return (near[0],)
        return (word,)


def split(text: str) -> list[str]:
    """The words of a text as they are written, in small letters; a sum of money is one word, SUM."""
    text = even(text).lower()
    if _MAY_BE_SUM.search(text) and not odd_digits(text):
        for amount in amounts(text):
            if amount.named and amount.values:
                text = text.replace(amount.written, f" {SUM} ", 1)
    return WORD.findall(text)


@lru_cache(maxsize=4096)
def marks_of(word: str) -> str:
    """The marks of a word: those of its vowels in order, then its tone; hỏi and ngã, which many confuse, are one."""
    if word.isascii():
        return ""
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
    marks = [c for c in decomposed if unicodedata.combining(c)]
    tones = [_TONES[c] for c in marks if c in _TONES]
    return "".join([c for c in marks if c not in _TONES] + tones)


def _untyped(word: str) -> str:
    """A word without the keys that should have become tone marks: "muoons" and "muo61n" are "muon"."""
    plain = _VNI.sub("", word)
    plain = _DOUBLED.sub(r"\1", plain)
    plain = plain.replace("w", "") if plain.strip("w") and not plain.startswith("w") else plain
    tail = re.sub(r"(?<=[aeiouy])[sfrxj](?=[a-z]*$)", "", plain)
    return tail[:-1] if tail[-1:] in "sfrxj" and len(tail) > 2 and tail == plain else tail
