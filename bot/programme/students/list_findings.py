"""What came of a row of a school's list, in a sentence for the person who made it."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _, given, joined
from bot.lists.shape import Field, Flaw, Tone, Why
from bot.programme import codes
from bot.programme.plan import Plan
from bot.programme.students.list_rows import KeptRow, Outcome

FIELDS: Final[dict[str, Phrase]] = {
    "name": _("name"),
    "birth": _("birthday"),
    "class_name": _("class"),
    "guardian": _("guardian"),
    "phone": _("phone"),
    "household": _("household class"),
    "needs": _("what is lacking"),
    "consent": _("the guardian's consent"),
}
WHYS: Final[dict[Why, Phrase]] = {
    "missing": _("is missing"),
    "no such day": _("there is no such day"),
    "only the year": _("the day is missing"),
    "a day to come": _("is still to come"),
    "long ago": _("is too long ago"),
    "not a day": _("cannot be read as a day"),
    "one word": _("has only one word"),
    "not a name": _("is no name"),
    "too short": _("has too few digits"),
    "too long": _("has too many digits"),
    "old number": _("is an old number; the new one has 10 digits"),
    "not a number": _("is no phone number"),
    "several": _("several are ticked"),
    "a day instead": _("Excel has made a day of it; please write it as text"),
    "unclear": _("is unclear"),
    "too young": _("is too young for this drive"),
    "too old": _("is too old for this drive"),
    "another class": _("is none of this drive's classes"),
    "no need": _("nothing that this drive gives"),
}
NEEDS: Final[dict[str, Phrase]] = {
    "device": _("A device"),
    "line": _("A connection"),
    "both": _("A device and a connection"),
}
TONES: Final[dict[Outcome, Tone]] = {
    "new": "good",
    "changed": "good",
    "known": "known",
    "elsewhere": "bad",
    "likely": "ask",
    "flawed": "bad",
    "added": "good",
    "updated": "good",
    "same": "known",
}


def sentence(outcome: Outcome, kept: KeptRow, plan: Plan) -> Phrase:
    """What came of a row, to be read beside it."""
    if outcome == "flawed":
        return joined([flaw_said(flaw) for flaw in kept.pupil.flaws], "; ")
    if outcome == "new":
        return _("New: can be added")
    if outcome == "known":
        return _("On the list already as {code}", code=_code(kept))
    if outcome == "changed":
        changes = joined([_change(field, pair, plan) for field, pair in kept.changes.items()], "; ")
        return _("On the list already as {code}; changes: {changes}", code=_code(kept), changes=changes)
    if outcome == "elsewhere":
        return _("On the list already through another school: nothing is added")
    if kept.like:
        return _("May be {code}, whom your school has listed already: please look", code=_code(kept))
    return _("May be on the list already through another school: please look")


def flaw_said(flaw: Flaw) -> Phrase:
    """A flaw in a few words: "birthday: there is no such day (31/02/2012)"."""
    if flaw.why == "twice":
        return _("the same pupil as in row {row}", row=flaw.cell)
    what, why = field_said(flaw.field), WHYS[flaw.why]
    if flaw.cell:
        return _("{what}: {why} ({cell})", what=what, why=why, cell=flaw.cell)
    return _("{what}: {why}", what=what, why=why)


def field_said(field: Field | str) -> Phrase:
    """What a column is called."""
    return FIELDS[field]


def _change(field: str, pair: tuple[str, str], plan: Plan) -> Phrase:
    before, after = (_value(field, value, plan) for value in pair)
    return _("{what} {before} → {after}", what=field_said(field), before=before, after=after)


def _value(field: str, value: str, plan: Plan) -> Phrase:
    if field == "needs":
        return NEEDS[value]
    names = {one.key: one.name for one in (plan.students.priorities if plan.students else ())}
    if field == "household" and value in names:
        return given(names[value])
    return given(value or "–")


def _code(kept: KeptRow) -> str:
    return codes.shown(kept.like[0]) if kept.like else "–"
