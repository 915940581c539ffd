"""The words that steer a talk at any question, in Vietnamese and English, with or without slash and tone marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import cache
from typing import Final

from bot import texts
from bot.chat.kind import folded
from bot.flows.registry import COMMANDS, FLOWS, Flow, opened_by

STEERING: Final = {
    "cancel": ("huy", "cancel", "thoat"),
    "back": ("lui", "back", "quay lai"),
    "edit": ("sua", "edit"),
    "continue": ("tieptuc", "tiep tuc", "continue", "resume"),
    "goon": ("goon",),
    "drop": ("drop",),
    "aside": ("aside",),
    "answer": ("answer",),
    "amend": ("amend",),
}
ANSWERS: Final = ("skip", "boqua")
"""Words that people write with a slash although they answer the question."""
CLOSING: Final = ".,!?;:…"
"""What may stand behind a command."""
POLITE: Final = ("nhe", "nha", "a", "di", "voi", "please")
LIKE: Final = 70
"""Of 100: how alike a command that does not exist must be to one that does, so that it is suggested."""
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
        named, _comma, more = first.partition(",")  # "/góptiền,500k"
        bare, rest = named.rstrip(CLOSING), f"{more} {rest}".strip()  # "/menu.", "/menu, nhé"
        rest = "" if bare != first and folded(rest) in POLITE else rest
        whole = folded(text.strip()[1:]).rstrip(CLOSING) if len(text) <= LONGEST_WORD else ""  # "/góp tiền"
        for name, argument in ((folded(bare[1:]), rest.strip()), (whole, ""), (whole.replace(" ", ""), "")):
            if name in ANSWERS:
                return None
            if name in _BARE:
                return _BARE[name], argument
            if name in COMMANDS:
                return opened_by(COMMANDS[name], argument).name, argument
        for name, argument in ((folded(bare[1:]), rest.strip()), (whole.replace(" ", ""), "")):
            if (label := name.replace("_", "")) in labels():  # "/give_money"
                return labels()[label].name, argument
        return "unknown", bare
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


@cache
def labels() -> dict[str, Flow]:
    """The flows by their labels in every language, without tone marks, blanks and pictures."""
    found: dict[str, Flow] = {}
    for flow in (flow for flow in FLOWS.values() if not flow.ended):
        for language in texts.LANGUAGES:
            name = "".join(c for c in folded(texts.plain(flow.label, language)) if c.isalnum())
            found.setdefault(name, flow)
    return found


def nearest(command: str, roles: Collection[str] = ()) -> Flow | None:
    """The flow whose command or label is most like one that does not exist; it must be for holders of `roles`."""
    from rapidfuzz.fuzz import ratio  # loaded with the first slip
    from rapidfuzz.process import extractOne

    names = {name: flow for name, flow in {**labels(), **COMMANDS}.items()
             if not flow.roles or not flow.roles.isdisjoint(roles)}  # fmt: skip
    best = extractOne(folded(command).lstrip("/"), list(names), scorer=ratio, score_cutoff=LIKE)
    return names[best[0]] if best else None


def written(flow: Flow, language: str) -> str:
    """The command by which a flow is shown in a language, with its slash."""
    return f"/{flow.commands[0] if language == 'vi' else flow.name}"
