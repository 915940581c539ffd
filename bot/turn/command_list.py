"""The commands a messenger shows beside its input line, in each language."""

from __future__ import annotations

from typing import Final

from bot import texts
from bot.chat.phrase import Phrase, _
from bot.flows.registry import on_menu
from bot.turn.orders import written

STEERING: Final[tuple[tuple[str, str, Phrase], ...]] = (
    ("menu", "menu", _("Everything you can do here")),
    ("lui", "back", _("Back to the question before")),
    ("sua", "edit", _("Change an answer")),
    ("huy", "cancel", _("Stop this conversation")),
    ("tieptuc", "continue", _("Go on with what was put aside")),
)


def commands(language: str) -> list[tuple[str, str]]:
    """(command, description) in a language: everybody's menu, then the words that steer."""
    mine = [f for f in on_menu() if not f.roles]
    listed = [(written(f, language).lstrip("/"), _bare(texts.plain(f.label, language))) for f in mine]
    steering = [(vi if language == "vi" else en, texts.plain(said, language)) for vi, en, said in STEERING]
    return listed + steering


def _bare(label: str) -> str:
    """A label without the picture in front of it."""
    first, _space, rest = label.partition(" ")
    return label if first[:1].isalnum() else rest
