"""Says what a message wishes for: one thing for sure, a few it may be, several after each other, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.chat.kind import folded
from bot.wishes.index import ASKING, DENIAL, Index
from bot.wishes.spelling import SUM

SURE: Final = 0.58
"""From here on a wish is taken as said, where no other is nearly as near."""
CLEAR: Final = 0.10
"""How much nearer than the next it must be."""
CERTAIN: Final = 0.70
"""Below this it is asked about as soon as anything else is near at all: a tap is less than the wrong flow."""
NEAR: Final = 0.38
"""From here on it is worth asking about."""
SURE_PART: Final = 0.75
"""How near a wish must be that only a part of the message speaks of."""
MANNERS: Final = ("greeting", "thanks")
STEERING: Final = frozenset(("cancel", "back", "edit", "continue", "help"))
MOST_CHOICES: Final = 3
LONGEST: Final = 400
"""Characters; what is longer is no wish but a letter, and a person reads it."""

GIFTS: Final = frozenset(("@give", "@money", "@device", "@sim", "@service", SUM))
GIVING: Final = ("give_cash", "give_devices", "give_services")
MISSING: Final = "what_is_missing"
GIFT_OF: Final = {
    SUM: "give_cash",
    "@money": "give_cash",
    "@device": "give_devices",
    "@sim": "give_devices",
    "@service": "give_services",
}
_ASKING: Final = frozenset((ASKING, "@when", "@howmany", "@mine", "@pledged", "ai", "gi", "who", "what", "why"))
_NO: Final = frozenset((DENIAL, "not", "no", "chang", "dung"))
_INSTEAD: Final = (("thay", "vi"), ("chu", "khong"), ("instead", "of"), ("rather", "than"))
_MARKS: Final = re.compile(r"[;!?\n]+|[.,:](?!\d)|\s[-–]\s")
_TURNS: Final = frozenset(("nhung", "nhưng", "but", "chu", "chứ", "mà"))
_EITHER: Final = frozenset(("hay", "hoặc", "hoac", "or"))
_JOINS: Final = frozenset(("va", "và", "and", "roi", "rồi", "plus", "cong", "cộng"))


class Hint(NamedTuple):
    """What may be meant where one of `words` stands with all that are `beside` and none that are `without`."""

    wish: str
    words: frozenset[str]
    beside: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    worth: float = 0.45


STRONG: Final = 0.72
"""What a hint is worth that competes with a near phrase; the others get a place among the choices where none is."""
_PAST: Final = frozenset(("@mine", "@pledged", "@done"))
HINTS: Final = (
    Hint("give_cash", frozenset((SUM,)), without=frozenset((DENIAL, *_PAST))),
    Hint("transferred", frozenset((SUM, "@pay")), frozenset(("@done",))),
    Hint("edit", frozenset((SUM, "@money", "@name")), frozenset(("@wrong",))),
    Hint("give_devices", frozenset(("@device", "@sim")), frozenset(("@give",)), frozenset((*_ASKING, DENIAL))),
    Hint("give_devices", frozenset(("@device", "@sim")), frozenset(("@old",)), frozenset((*_ASKING, DENIAL))),
    Hint("give_devices", frozenset(("@device", "@sim")), frozenset(("@want",)), frozenset((*_ASKING, DENIAL))),
    Hint(
        "my_gifts",
        frozenset(("@device", "@money", "@give")),
        frozenset(("@mine",)),
        frozenset(("@want", "@unit")),
        STRONG,
    ),
    Hint("my_gifts", frozenset(("@device",)), frozenset(("@done",))),
    Hint("my_gifts", frozenset(("@device",)), frozenset(("@done", "@where")), worth=STRONG),
    Hint("my_gifts", frozenset(("@pledged",)), worth=0.5),
    Hint("give_cash", frozenset(("@money",)), frozenset(("@pay",)), frozenset(_PAST)),
    Hint("my_students", frozenset(("@list",)), frozenset(("@pupil",)), worth=STRONG),
    Hint("count_givers", frozenset(("@howmany",)), frozenset(("@give",))),
    Hint("units_at_a_glance", frozenset(("@unit",)), worth=STRONG),
    Hint("honours", frozenset(("@list", "@see")), frozenset(("@donor",))),
    Hint("faq:old-devices", frozenset(("@broken", "@old")), frozenset(("@device", ASKING))),
    Hint("faq:old-devices", frozenset(("@broken", "@old")), frozenset(("@allowed",))),
    Hint("faq:where-does-money-go", frozenset(("@money",)), frozenset((ASKING,))),
    Hint("faq:who-is-helped", frozenset(("@poor",)), frozenset(("@allowed",))),
    Hint("faq:where-to-bring", frozenset(("@bring", "@fetch")), frozenset(("@where",))),
    Hint("faq:where-to-bring", frozenset(("@bring",)), frozenset(("@allowed",))),
    Hint("people_to_call", frozenset(("@human",))),
    Hint("move_visit", frozenset(("@when", "@bring")), frozenset(("@change",))),
    Hint("certificate", frozenset(("@paper",))),
    Hint("gift_receipt", frozenset(("@receipt",))),
    Hint("cancel_gift", frozenset(("@pledged", "@device")), frozenset(("@cancel",))),
    Hint("cash_in", frozenset((SUM,))),
    Hint("take_device", frozenset(("@device",))),
    Hint("weekly_report", frozenset(("@report",))),
    Hint("my_students", frozenset(("@pupil", "@myschool", "lop"))),
    Hint("enter_student", frozenset(("@pupil", "@myschool", "@register", "lop"))),
    Hint("give_services", frozenset(("@service",)), frozenset(("@give",)), frozenset((*_ASKING, DENIAL))),
    Hint("faq:where-to-bring", frozenset(("@weekday",)), frozenset((ASKING,))),
    Hint("faq:where-does-money-go", frozenset(("@owner",))),
    Hint("faq:how-much", frozenset(("@little",))),
    Hint("faq:anonymous", frozenset(("@hide",))),
    Hint("my_gifts", frozenset(("@state",)), frozenset(("@give",))),
    Hint("my_gifts", frozenset(("@state",)), frozenset(("@device",))),
    Hint("my_gifts", frozenset(("@state",)), frozenset(("@register",))),
)
"""What words point to wherever they stand."""
Likely = Callable[[str], float]
"""How likely somebody wishes for a thing at all, by who they are: 1 where nothing is known."""


@dataclass(frozen=True, slots=True)
class Understood:
    """`sure` is what is wished for, and `next` what follows; else `near` are the things it may be, best first."""

    sure: str | None = None
    near: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    score: float = 0.0


NOTHING: Final = Understood()


def understand(index: Index, text: str, likely: Likely = lambda _wish: 1.0) -> Understood:
    """What a message wishes for."""
    if len(text) > LONGEST:
        return NOTHING
    clauses = _clauses(index, text)
    wanted = _without_denied(index, clauses)
    words = [word for clause in wanted for word in clause]
    whole = _ranked(index, words, likely)
    meant = index.meant(words)
    if {"@wrong", SUM}.issubset(meant):
        return Understood("edit", score=SURE_PART)
    gone = "@paid" in meant or ("@done" in meant and "@want" not in meant and {"@pay", SUM} & set(meant))
    if gone and whole and whole[0][0] == "give_cash":
        return Understood("transferred", score=SURE_PART)  # "vừa chuyển 200k"
    asked = "?" in text
    told = whole[0] if whole else ("", 0.0)
    if "@give" in meant and {"@give", "@want"}.issuperset(meant) and (told[1] < CERTAIN or told[0] in GIVING):
        return Understood(near=GIVING, score=NEAR)
    if (either := _either(index, wanted)) and (not whole or whole[0][0] in (*GIVING, MISSING)):
        return Understood(near=(MISSING, *either)[:MOST_CHOICES], score=NEAR)
    gifts = _gifts(index, wanted) if not asked else []
    if len(gifts) > 1 and (not whole or whole[0][0] in GIVING):
        return Understood(gifts[0], next=tuple(gifts[1:]), score=whole[0][1] if whole else NEAR)
    best = _decided(whole)
    plain = _plain_gift(meant)
    if best.sure is None and plain and not asked and not set(best.near[:1]) - set(GIVING):
        best = Understood(plain, score=max(SURE, best.score))
    if len(wanted) > 1 and not asked:
        parts = [_decided(_ranked(index, clause, likely)) for clause in wanted]
        clear = list(dict.fromkeys(part.sure for part in parts if part.sure and part.score >= SURE_PART))
        things = [wish for wish in clear if wish not in MANNERS]
        if len(things) > 1 and not STEERING.intersection(things):
            return Understood(things[0], next=tuple(things[1:]), score=SURE)
        if best.sure is None and len(things or clear) == 1:
            return Understood((things or clear)[0], score=SURE_PART)
    return best


def _plain_gift(meant: Sequence[str]) -> str | None:
    """What somebody gives who says no more than that: a word of giving, and one sort of thing."""
    if "@give" not in meant or not _ASKING.isdisjoint(meant) or not _NO.isdisjoint(meant):
        return None
    sorts = {GIFT_OF[word] for word in meant if word in GIFT_OF}
    return sorts.pop() if len(sorts) == 1 else None


def _decided(ranked: Sequence[tuple[str, float]]) -> Understood:
    if not ranked or ranked[0][1] < NEAR:
        return NOTHING
    wish, score = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    clear = score - second >= CLEAR * (1.0 if score < 0.95 else 0.3)
    if score >= SURE and clear and (score >= CERTAIN or second < NEAR):
        return Understood(wish, score=score)
    return Understood(None, tuple(name for name, near in ranked[:MOST_CHOICES] if near >= NEAR), score=score)


def _ranked(index: Index, words: Sequence[str], likely: Likely) -> list[tuple[str, float]]:
    meant = index.meant(words)
    scores, said = index.scores(meant), frozenset(meant)
    for hint in HINTS:
        if not hint.words.isdisjoint(said) and hint.beside <= said and hint.without.isdisjoint(said):
            scores[hint.wish] = max(scores.get(hint.wish, 0.0), hint.worth)
    weighed = [(wish, score * likely(wish)) for wish, score in scores.items()]
    return sorted(weighed, key=lambda one: -one[1])[: MOST_CHOICES + 1]


def _clauses(index: Index, text: str) -> list[list[str]]:
    """The words of a text, part by part."""
    found: list[list[str]] = []
    for part in _MARKS.split(text):
        clause: list[str] = []
        for word in index.speller.words(part):
            if word in _TURNS and clause:
                found.append(clause)
                clause = [word] if word in ("chu", "chứ") else []
            else:
                clause.append(word)
        if clause:
            found.append(clause)
    return found


def _without_denied(index: Index, clauses: Sequence[list[str]]) -> list[list[str]]:
    """The parts without what somebody says they do not mean, as long as another part says what they do."""
    kept = []
    for clause in clauses:
        for pair in _INSTEAD:
            at = next((i for i in range(len(clause) - 1) if tuple(map(folded, clause[i : i + 2])) == pair), None)
            if at is not None:
                clause = clause[:at]
        if clause:
            kept.append(clause)
    kept = [clause for clause in kept if not _NO.issuperset(index.meant(clause))] or kept
    wanted = [clause for clause in kept if not _denies(index, clause)]
    return wanted if any(GIFTS.intersection(index.meant(clause)) for clause in wanted) else kept


def _denies(index: Index, clause: Sequence[str]) -> bool:
    meant = index.meant(clause)
    at = next((i for i, word in enumerate(meant[:3]) if word in _NO), None)
    return at is not None and bool(GIFTS.intersection(meant[at + 1 :]))


def _either(index: Index, clauses: Sequence[Sequence[str]]) -> list[str]:
    """The sorts of gift between which somebody cannot decide ("góp tiền hay máy")."""
    for clause in clauses:
        if not _EITHER.isdisjoint(clause):
            sorts = list(dict.fromkeys(GIFT_OF[word] for word in index.meant(clause) if word in GIFT_OF))
            if len(sorts) > 1:
                return sorts
    return []


def _gifts(index: Index, clauses: Sequence[Sequence[str]]) -> list[str]:
    """The sorts of gift that are named side by side ("2 triệu và 1 máy tính"), in their order."""
    found: list[str] = []
    joined = len(clauses) > 1
    for clause in clauses:
        joined = joined or not _JOINS.isdisjoint(clause)
        for word in index.meant(clause):
            sort = GIFT_OF.get(word)
            if sort is not None and word != "@money" and sort not in found:
                found.append(sort)
    return found if joined else found[:1]
