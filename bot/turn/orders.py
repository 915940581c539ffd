"""The words that steer a talk at any question, in Vietnamese and English, with or without slash and tone marks."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.chat.kind import folded
from bot.flows.registry import COMMANDS, opened_by

STEERING: Final = {
    "cancel": ("huy", "cancel", "thoat"),
    "back": ("lui", "back", "quay lai"),
    "edit": ("sua", "edit"),
    "continue": ("tieptuc", "tiep tuc", "continue", "resume"),
    "goon": ("goon",),
    "drop": ("drop",),
    "aside": ("aside",),
}
ANSWERS: Final = ("skip", "boqua")
"""Words that people write with a slash although they answer the question."""
LONGEST_WORD: Final = 20
"""Characters; an order in bare words is short."""
_MARKED: Final = {"hủy": "cancel", "huỷ": "cancel", "lùi": "back", "sửa": "edit", "tiếp tục": "continue"}
_BARE: Final = {word: name for name, words in STEERING.items() for word in words}
_BARE_FLOWS: Final = {
    "menu": "menu",
    "tro giup": "help",
    "help": "help",
    "ngon ngu": "language",
    "language": "language",
    "tien do": "progress",
    "progress": "progress",
}


def command(text: str, free: bool) -> tuple[str, str] | None:
    """The command in a message, as (name, argument), or None.

    `free`: the open question takes any words, so that a bare word without its tone marks ("Huy" is a name) is an
    answer and not an order; with a slash or its tone marks it still is one.
    """
    first, rest = (*text.split(maxsplit=1), "", "")[:2]
    if first.startswith("/") and len(first) > 1:
        whole = folded(text.strip()[1:]) if len(text) <= LONGEST_WORD else ""  # "/quay lại", "/góp tiền"
        for name, argument in ((folded(first[1:]), rest.strip()), (whole, ""), (whole.replace(" ", ""), "")):
            if name in ANSWERS:
                return None
            if name in _BARE:
                return _BARE[name], argument
            if name in COMMANDS:
                return opened_by(COMMANDS[name], argument).name, argument
        return "unknown", first
    if len(text) > LONGEST_WORD:
        return None
    marked = unicodedata.normalize("NFC", text).lower().strip()
    if marked in _MARKED:
        return _MARKED[marked], ""
    if free:
        return None
    bare = folded(text)
    if bare in _BARE:
        return _BARE[bare], ""
    return (_BARE_FLOWS[bare], "") if bare in _BARE_FLOWS else None
