"""Volunteer teams: who joins, what they do, what they report."""

from __future__ import annotations

import msgspec

from bot.programme.plan.rounds import Field
from bot.programme.plan.terms import Count, Key, UnitKey, Words


class ListChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ready choice of a list."""

    key: Key
    name: Words


class ActivityKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sort of activity, and what is counted there."""

    key: Key
    name: Words
    counts: Words


class ResultTarget(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure to which the results add up, and whose it is."""

    number: Count
    counts: Words
    set_by: str


class Volunteers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything the volunteer module needs from the plan."""

    teams: tuple[ListChoice, ...]
    who: tuple[ListChoice, ...]
    preferred: Words = {}
    skills: tuple[ListChoice, ...] = ()
    activities: tuple[ActivityKind, ...]
    survey: tuple[Field, ...] = ()  # asked of a host before a team comes
    training: tuple[ListChoice, ...] = ()  # nobody is sent before these are done
    equipment: tuple[ListChoice, ...] = ()
    publicity: tuple[ListChoice, ...] = ()  # before, during, after
    report: tuple[Field, ...]  # after each activity
    report_to: UnitKey
    assigned_by: UnitKey
    target: ResultTarget | None = None
