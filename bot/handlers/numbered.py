"""Degrades choices for a messenger without buttons: a numbered list under the text."""

from __future__ import annotations

from bot.messages import Outgoing
from bot.texts import unmarked


def with_list(message: Outgoing) -> str:
    """The message as plain text with its choices as a list; numbers where one may be answered, else just the words.

    Labels are plain already: what looks like markup in one is part of a name.
    """
    said = unmarked(message.text)
    if not message.buttons:
        return said
    if not message.numbered:
        return f"{said}\n[{' · '.join(button.label for button in message.buttons)}]"
    lines = [f"{number}. {button.label}" for number, button in enumerate(message.buttons, 1)]
    return "\n".join([said, *lines])
