"""What a report asks for in words: the plan's own fields, in the plan's own words and order."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _, given
from bot.chat.words import Chat
from bot.programme.reporting.weekly_reports import OURS, ReportDraft

LONGEST: Final = {"publicity": 200, "difficulty": 300}
LONGEST_ANSWER: Final = 300
HINTS: Final[dict[str, Phrase]] = {
    "publicity": _("One line, for example: 3 loudspeaker broadcasts."),
    "difficulty": _("One line is enough."),
}
FIRST_ASKED: Final[dict[str, Phrase]] = {
    "publicity": _("What was done to spread the word? One line, for example: 3 loudspeaker broadcasts."),
    "difficulty": _("Any difficulty the organiser should know of? One line, or skip."),
}
"""What every report asked in 0.1.0, whatever the plan said."""


class ReportAnswers(NamedTuple):
    """The answers; None where there was nothing to tell."""

    publicity: str | None
    difficulty: str | None
    answers: dict[str, str | None]


async def ask_fields(chat: Chat, found: ReportDraft) -> ReportAnswers:
    """Asks for each of them; a required one too may be answered with nothing to tell, but is not passed over."""
    told: dict[str, str | None] = {}
    if found.came is None:
        for key, asked in FIRST_ASKED.items():
            told[key] = await chat.ask(key, Text(longest=LONGEST[key]).or_skip(), asked, label=_label(key))
    for field in found.fields:
        kind = Text(longest=LONGEST.get(field.key, LONGEST_ANSWER))
        skip = _("Nothing to tell") if field.required else None
        lines = [given(field.ask), *([HINTS[field.key]] if field.key in HINTS else [])]
        step = field.key if field.key in OURS else f"field_{field.key}"
        told[field.key] = await chat.ask(step, kind.or_skip(skip), lines, label=_label(field.key) or given(field.ask))
    rest = {key: answer for key, answer in told.items() if key not in OURS}
    return ReportAnswers(told.get("publicity"), told.get("difficulty"), rest)


def _label(key: str) -> Phrase | None:
    return {"publicity": _("Publicity"), "difficulty": _("Difficulty")}.get(key)
