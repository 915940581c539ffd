"""The short code of a pledge, found again in the memo of a bank transfer after banks and thumbs have mangled it.

The memo is read as one run of capital letters and digits, without marks; where words begin and end is remembered.
Wherever the prefix stands in it, the seven symbols after it are tried, whatever gaps lie between.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

import msgspec

from bot.programme.codes import BODY, SYMBOLS, read_code, repair

LONGEST = 500  # characters of a memo that are read; banks cut far earlier
MOST_TRIES = 20  # looks at the check symbols, for each way of looking; only nonsense asks for more
MISSING = "0"  # is no symbol, so `repair` mends just that place

_WORD = re.compile(r"[^\W_]+")
_SYMBOLS = frozenset(SYMBOLS)
_SURE, _BARE, _MENDED, _CUT = range(4)


class NamedCode(msgspec.Struct, frozen=True):
    """A code that a memo seems to name, in its stored form."""

    code: str
    sure: bool  # prefix and all symbols are right; else a guess: look it up, and have a human confirm it


class _Candidate(NamedTuple):
    rank: int
    start: int
    end: int
    code: str

    def overlaps(self, other: _Candidate) -> bool:
        return self.start < other.end and other.start < self.end


def codes_in(memo: str, prefix: str) -> list[NamedCode]:
    """The codes of one drive that a memo names, best first, each once; ValueError for a bad prefix.

    Sure are codes with their prefix and all seven symbols, glued to neighbours or broken by spaces, dots, dashes and
    line breaks; one without a digit only by itself, in one word or in the groups it is shown in: "NHAT NAM CHUYEN"
    holds TN and AMCHUYE, whose check symbols are right. Guesses, in this order: the right body as words of its own
    ("7K2PQXR", "7K2P QXR") without its prefix or with a slip in it; prefix and body with one wrong symbol; a code whose
    last symbol was cut off. A guess that overlaps a sure code is dropped. Two wrong or two missing symbols are not
    found. Right codes that overlap each other are guesses too.

    Kept out as prose: a slip in letters without a digit that have gaps and touch other words, or after a prefix
    broken within a word. Kept out as numbers: digits only, without prefix or touching others (a guess if right). After
    a prefix of one letter, what is kept out so is no sure code either.

    Measured on made-up memos without a code, names, phrases, dates and numbers as banks write them: prefix SM, 0 sure
    in 600 000 memos (26 million windows), guesses in 1.5 of 100 memos, all of a sample from "SMS BANKING"; in random
    letters and digits 2 sure in 17 million windows. A prefix that Vietnamese words hold costs more: MT, NT and TH
    gave 1, 0 and 0 sure in 6.4 million windows each, and guesses in 0.06, 0.14 and 1.1 of 100 memos; N gave 1 sure in
    140 000 windows, and guesses in 9 of 100 memos. QN gave nothing in 30 000 memos: best are letters that never meet.
    40 characters take about 0.05 ms, 500 of prose 0.15 ms, 500 with a code in every line or of nonsense up to 1 ms.
    """
    read_code("", prefix)  # refuses a bad prefix even where the memo has no place for it
    letters = _Letters(memo)
    seen = sorted([*_with_prefix(letters, prefix.upper()), *_without_prefix(letters, prefix.upper())])
    right = [one for one in seen if one.rank == _SURE]
    sure = [one.code for one in right if not any(one is not other and one.overlaps(other) for other in right)]
    guesses = [one for one in seen if one.rank == _SURE or not any(one.overlaps(other) for other in right)]
    return [NamedCode(code, code in sure) for code in dict.fromkeys([*sure, *(one.code for one in guesses)])]


def named(found: Sequence[NamedCode], *given: Container[str]) -> str:
    """The code that a memo means: of all that are right the one somebody was given; empty for none and for several."""
    meant = [one.code for one in found if one.sure and any(one.code in codes for codes in given)]
    return meant[0] if len(meant) == 1 else ""


class _Letters:
    """A memo's letters and digits in one run, and the places where its words begin and end."""

    def __init__(self, memo: str) -> None:
        self.words = _WORD.findall(_plain(memo))
        self.run = "".join(self.words)
        self.begins: list[int] = []
        end = 0
        for word in self.words:
            self.begins.append(end)
            end += len(word)
        self.edges = {*self.begins, end}

    def apart(self, start: int, end: int) -> bool:
        """Whether no letter or digit touches the stretch from outside."""
        return start in self.edges and end in self.edges

    def whole(self, start: int, end: int) -> bool:
        """Whether the stretch has no gap in it."""
        return not any(place in self.edges for place in range(start + 1, end))


def _plain(memo: str) -> str:
    """Capitals; marks and invisible characters go, as they part no words."""
    text = memo[: 2 * LONGEST]  # each letter may have its mark apart
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)[: 2 * LONGEST]  # one sign may unfold to eighteen
        text = "".join(c for c in text if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    return text[:LONGEST].upper().replace("Đ", "D")


def _with_prefix(letters: _Letters, prefix: str) -> Iterator[_Candidate]:
    """Codes after each place where the prefix stands: right ones, and those with one symbol wrong or cut off."""
    size, tries, mends = len(prefix) + BODY, 0, 0
    start = letters.run.find(prefix)
    while start >= 0 and tries < MOST_TRIES:
        end, after = start + size, start + len(prefix)
        text, body = letters.run[start:end], letters.run[after:end]
        code = None
        if len(body) == BODY and _SYMBOLS.issuperset(body):
            tries += 1
            code = read_code(text, prefix)
        if code is not None:
            doubtful = _is_number if len(prefix) > 1 else _unlike_code  # one letter is everywhere
            guessed = doubtful(letters, prefix, start, end) or (
                body.isalpha() and not _by_itself(letters, start, after, end)
            )
            yield _Candidate(_BARE if guessed else _SURE, start, end, code)
        elif mends < MOST_TRIES:
            if len(body) == BODY and not _unlike_code(letters, prefix, start, end):
                mends += 1
                if (code := repair(text, prefix)) is not None:
                    yield _Candidate(_MENDED, start, end, code)
            cut = end - 1
            if _is_cut_at(letters, start, cut) and not _unlike_code(letters, prefix, start, cut):
                mends += 1
                if (code := repair(letters.run[start:cut] + MISSING, prefix)) is not None:
                    yield _Candidate(_CUT, start, cut, code)
        start = letters.run.find(prefix, start + 1)


def _without_prefix(letters: _Letters, prefix: str) -> Iterator[_Candidate]:
    """Right bodies that stand apart, their prefix lost, or glued to them with a slip in it."""
    tries = 0
    for place, (start, word) in enumerate(zip(letters.begins, letters.words, strict=True)):
        text = word
        if len(word) == 4 and place + 1 < len(letters.words) and len(letters.words[place + 1]) == 3:
            text += letters.words[place + 1]
            if not any(c.isdigit() for c in text):
                continue  # two Vietnamese words
        body = text[-BODY:]
        if len(text) in {BODY, len(prefix) + BODY} and _SYMBOLS.issuperset(body) and not body.isdigit():
            tries += 1
            code = read_code(text, prefix) if len(text) == BODY else repair(text, prefix)
            if code is not None and code.endswith(body):
                yield _Candidate(_BARE, start, start + len(text), code)
        if tries >= MOST_TRIES:
            return


def _by_itself(letters: _Letters, start: int, after: int, end: int) -> bool:
    """Whether a code stands apart from other words, with gaps at most where it is shown with them."""
    gaps = {place for place in range(start + 1, end) if place in letters.edges}
    return letters.apart(start, end) and gaps <= {after, after + 4}


def _is_number(letters: _Letters, prefix: str, start: int, end: int) -> bool:
    """Whether a stretch is rather a piece of a number: its digits run on, or it begins within digits."""
    if letters.apart(start, end):
        return False
    within = start not in letters.edges and letters.run[start - 1].isdigit() and prefix[0].isdigit()
    return within or letters.run[start + len(prefix) : end].isdigit()


def _unlike_code(letters: _Letters, prefix: str, start: int, end: int) -> bool:
    """Whether a stretch looks like prose or a number: a gap in its prefix, or gaps but no digit in all of it."""
    if _is_number(letters, prefix, start, end):
        return True
    after = start + len(prefix)
    if start not in letters.edges and not letters.whole(start, after):
        return True
    has_digit = any(c.isdigit() for c in letters.run[after:end])
    return not (has_digit or letters.apart(start, end) or letters.whole(start, end))


def _is_cut_at(letters: _Letters, start: int, cut: int) -> bool:
    """Whether a code may have lost its last symbol there: the memo ends, or a word that was nothing but the code."""
    return cut == len(letters.run) or (letters.apart(start, cut) and letters.whole(start, cut))
