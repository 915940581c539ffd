"""What a talk remembers, and how it is unremembered: back, edit, freshen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

Sort = Literal["answer", "silence", "fact", "deed", "refusal"]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One thing a person decided or the world said: to which step and question, what, and when."""

    sort: Sort
    step: str
    digest: str
    value: Any
    at: datetime


class Fenced(Exception):
    """Something was done already at this point and cannot be taken back by talking."""


_entries = msgspec.json.Decoder(list[Entry])


def read(text: str | bytes) -> list[Entry]:
    """The journal as it was written by `write`."""
    return _entries.decode(text)


def write(journal: Sequence[Entry]) -> str:
    """The journal as compact JSON."""
    return msgspec.json.encode(journal).decode()


def back(journal: list[Entry]) -> list[Entry]:
    """The journal without its last answer and all after it; raises Fenced at a deed, IndexError if there is none."""
    for i in reversed(range(len(journal))):
        if journal[i].sort == "deed":
            raise Fenced(journal[i].step)
        if journal[i].sort == "answer":
            return journal[:i]
    raise IndexError("nothing was answered yet")


def edit(journal: list[Entry], step: str) -> tuple[list[Entry], list[Entry]]:
    """The journal up to the last answer to `step`, and the later answers, which count again where they still fit."""
    for i in reversed(range(len(journal))):
        if journal[i].sort == "deed":
            raise Fenced(journal[i].step)
        if journal[i].sort == "answer" and journal[i].step == step:
            return journal[:i], answers(journal[i + 1 :])
    raise IndexError(step)


def freshen(journal: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """An empty journal and all answers kept aside, so that facts are looked up again; raises Fenced after a deed."""
    for entry in journal:
        if entry.sort == "deed":
            raise Fenced(entry.step)
    return [], answers(journal)


def answers(entries: Sequence[Entry]) -> list[Entry]:
    """The answers among entries."""
    return [entry for entry in entries if entry.sort == "answer"]
