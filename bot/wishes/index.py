"""Weighs what somebody wrote against every phrase of the book: rare words count for more than common ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from math import log
from typing import Final

from bot.chat.kind import folded
from bot.wishes.book import PhraseBook
from bot.wishes.spelling import Speller, marks_of

PAIR: Final = 0.6
"""How much two words side by side count beside each by itself."""
STRANGE: Final = 0.75
"""How much a word counts that no phrase knows, as a share of a rare known one."""
MISSING: Final = 0.5
"""How much counts what a phrase says and the message does not."""
BESIDE: Final = 0.3
"""How much counts what the message says and the phrase does not."""
ONCE: Final = 0.65
"""How much a word counts that stands in one phrase only, and may do so by chance."""
LONGEST_ALIKE: Final = 5
"""Words."""
MOST_WORDS: Final = 40
"""Of a message; what comes behind them is not weighed."""
ASKING: Final = "@ask"
DENIAL: Final = "khong"


class Index:
    """The phrases by their words. Scores are 0 to 1."""

    def __init__(self, book: PhraseBook, more: Mapping[str, Sequence[str]] | None = None):
        phrases = {wish: [*lines, *(more or {}).get(wish, ())] for wish, lines in book.phrases.items()}
        phrases |= {wish: list(lines) for wish, lines in (more or {}).items() if wish not in phrases}
        self._alike, self._quiet = book.alike, book.quiet
        self.speller = Speller(book, [line for lines in phrases.values() for line in lines])
        told = [(wish, self.speller.words(line)) for wish, lines in phrases.items() for line in lines]
        self._build([(wish, self.features(self.meant(words))) for wish, words in told])

    def _build(self, told: Sequence[tuple[str, list[str]]]) -> None:
        holders: dict[str, set[str]] = defaultdict(set)
        for wish, features in told:
            for feature in features:
                holders[feature].add(wish)
        count = len({wish for wish, _features in told})
        uses = Counter(feature for _wish, features in told for feature in features)
        self._weight = {
            feature: (PAIR if " " in feature else 1.0)
            * (ONCE if uses[feature] == 1 else 1.0)
            * log(1 + count / len(wishes))
            for feature, wishes in holders.items()
        }
        self._strange = STRANGE * log(1 + count)
        self._wishes = [wish for wish, _features in told]
        self._size = [sum(self._weight[feature] for feature in features) for _wish, features in told]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, (_wish, features) in enumerate(told):
            for feature in features:
                self._holding[feature].append(number)

    def meant(self, words: Sequence[str]) -> list[str]:
        """Words with those that mean the same under one name, and without the quiet ones unless all are quiet.

        A "không" at the end asks, elsewhere it denies.
        """
        found = self._named(words, self._quiet) or self._named(words, {})
        if len(found) > 1 and found[-1] == DENIAL:
            found[-1] = ASKING
        return found

    def _named(self, words: Sequence[str], quiet: Mapping[str, Set[str]]) -> list[str]:
        found: list[str] = []
        bare = [folded(word) for word in words]
        at = 0
        while at < len(words):
            for length in range(min(LONGEST_ALIKE, len(words) - at), 0, -1):
                name = self._name(words[at : at + length], tuple(bare[at : at + length]))
                if name is not None:
                    found.append(name)
                    at += length
                    break
            else:
                if not _is_quiet(words[at], bare[at], quiet) and not bare[at].isdigit():
                    found.append(self.speller.plain(words[at]))
                at += 1
        return found

    def _name(self, words: Sequence[str], bare: tuple[str, ...]) -> str | None:
        """The name of what these words mean; marks that were typed must be right, and "cho" alone is no "chỗ"."""
        for alike in self._alike.get(bare, ()):
            if all(
                word == plain or marks_of(word) == marks_of(written)
                for word, plain, written in zip(words, bare, alike.written, strict=True)
            ) and not (len(bare) == 1 and words[0] == bare[0] and bare[0] in self._quiet and alike.written != bare):
                return alike.name
        return None

    def tells(self, text: str) -> set[str]:
        """The words of a text that tell something."""
        return set(self.meant(self.speller.words(text)))

    def features(self, meant: Sequence[str]) -> list[str]:
        """What is weighed: each word once, and each pair of neighbours."""
        pairs = (f"{one} {other}" for one, other in pairwise(meant))
        return list(dict.fromkeys([*meant, *pairs]))

    def scores(self, meant: Sequence[str]) -> dict[str, float]:
        """How near each wish is, by its nearest phrase.

        What the message and a phrase share, against what only one of them says; politeness and stories make messages
        long, so what is missing of the phrase weighs more than what the message says besides.
        """
        said = 0.0
        shared: dict[int, float] = defaultdict(float)
        for feature in self.features(meant[:MOST_WORDS]):
            weight = self._weight.get(feature)
            if weight is None:
                if " " not in feature:
                    said += self._strange
                continue
            said += weight
            for number in self._holding[feature]:
                shared[number] += weight
        found: dict[str, float] = {}
        for number, common in shared.items():
            score = common / (common + MISSING * (self._size[number] - common) + BESIDE * (said - common))
            wish = self._wishes[number]
            if score > found.get(wish, 0.0):
                found[wish] = score
        return found


def _is_quiet(word: str, bare: str, quiet: Mapping[str, Set[str]]) -> bool:
    """Whether a word tells nothing; the marks that were typed must be right: "mã" is no "mà"."""
    return bare in quiet and (word == bare or marks_of(word) in {marks_of(one) for one in quiet[bare]})
