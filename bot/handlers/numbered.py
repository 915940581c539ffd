"""Degrades choices for a messenger without buttons: a numbered list under the text."""

from __future__ import annotations

from bot.messages import Outgoing


def with_list(message: Outgoing) -> str:
    """The text with its choices as a list; numbers where a number may be answered, else just the words."""
    if not message.buttons:
        return message.text
    if not message.numbered:
        return f"{message.text}\n[{' · '.join(button.label for button in message.buttons)}]"
    lines = [f"{number}. {button.label}" for number, button in enumerate(message.buttons, 1)]
    return "\n".join([message.text, *lines])
