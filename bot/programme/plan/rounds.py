"""What a drive asks for in writing, and when: deadlines, reports, digests, a consultation."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bot.programme.plan.terms import Ends, Key, Number, UnitKey, UnitKind, Weekday, Words


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something certain units must have done by a moment, also after the drive has closed."""

    key: Key
    name: Words
    due: Ends
    units: tuple[UnitKey, ...] = ()
    kinds: tuple[UnitKind, ...] = ()
    remind_hours: tuple[Number, ...] = ()  # before `due`
    as_written: Words = {}


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a report or form asks for."""

    key: Key
    asks: Words
    required: bool = True


class Reminder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reminder so many days from the due day (-1: the day before), at an hour, to whom."""

    days: Annotated[int, Meta(ge=-30, le=30)]
    at: time
    to: Literal["contact", "deputy"] = "contact"


class Reporting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reports units owe; no `weekday` means only the closing one. Who owes them stands with each unit."""

    weekday: Weekday | None = None
    at: time  # the hour by which it is due, also of the closing report
    closing_on: date | None = None
    to: UnitKey
    fields: tuple[Field, ...]
    reminders: tuple[Reminder, ...] = ()
    as_written: Words = {}


class DigestRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the consolidated figures go out: on each report's due day, or every day."""

    every: Literal["report", "day"]
    at: time


class QuietHours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When nobody is written to who did not just write; may run over midnight."""

    begins: time
    ends: time


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The paper on which opinions are asked; its file is attached when the drive is set up."""

    title: Words
    version: Number = 1
    text: Words = {}


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the address, which expands to its members."""

    key: Key
    name: str
    units: tuple[UnitKey, ...] = ()
    kinds: tuple[UnitKind, ...] = ()


class Consultation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft put to a closed list; what silence means counts only where delivery is proven."""

    draft: Draft
    due: Ends
    silence: Literal["agreement", "nothing"]
    then: Words = {}  # what happens with the opinions
    groups: tuple[Group, ...]
    reminders: tuple[Reminder, ...] = ()
    as_written: Words = {}


class Difficulties(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answers what cannot wait for the weekly report, and within how many hours."""

    owner: UnitKey
    answer_hours: Number = 24
