"""The units of a drive: one tree of any depth, with time."""

from __future__ import annotations

from datetime import date

import msgspec

from bot.programme.plan.terms import Count, Dong, Key, Level, UnitKey, UnitKind


class PlanUnit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One unit as the plan lists it."""

    key: Key
    name: str
    short: str = ""
    kind: UnitKind
    parent: UnitKey | None = None
    head_count: Count | None = None  # staff
    day_pay: Dong | None = None  # the average pay for one day per head
    exempt: bool = False  # never asked, reminded, nor shown as missing
    reports: bool = False  # owes the weekly and closing reports
    levels: tuple[Level, ...] = ()  # what a school teaches
    pupils: Count | None = None
    remote: bool = False  # highland or far away, with satellite sites
    valid_from: date | None = None
    valid_to: date | None = None  # the last day
    successor: UnitKey | None = None
    aliases: tuple[str, ...] = ()
