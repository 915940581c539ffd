"""What is said of a thing's condition, question by question, in the plan's own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.chat.phrase import Phrase, _


class WordedQuestion(Protocol):
    """A question of the plan: its words, and those of each answer, by language."""

    @property
    def ask(self) -> dict[str, str]: ...

    @property
    def answers(self) -> dict[str, dict[str, str]]: ...


def condition_lines(condition: Mapping[str, str], questions: Mapping[str, WordedQuestion]) -> list[Phrase]:
    """A line for each answer; nothing of what the plan does not ask any more."""
    return [
        _("• {question} {answer}", question=questions[key].ask, answer=questions[key].answers[answer])
        for key, answer in condition.items()
        if key in questions and answer in questions[key].answers
    ]
