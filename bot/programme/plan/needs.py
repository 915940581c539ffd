"""Whom a drive helps: students, and schools with their wishes."""

from __future__ import annotations

import msgspec

from bot.programme.plan.terms import Count, Key, Lack, Level, Number, Role, Sort, UnitKey, UnitKind, Words


class Priority(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of household; earlier in the list comes first."""

    key: Key
    name: Words


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One station on a list's way: who endorses it there."""

    key: Key
    name: Words
    role: Role
    units: tuple[UnitKey, ...] = ()
    kinds: tuple[UnitKind, ...] = ()  # the unit of this kind to which the school belongs

    def takes(self, key: str, kind: str) -> bool:
        """Whether it is a step of the unit with this key and kind."""
        return key in self.units or kind in self.kinds


class Students(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which students are helped and in what order."""

    levels: tuple[Level, ...]
    areas: tuple[UnitKey, ...]
    lacks: tuple[Lack, ...] = ("device",)  # either of them is enough
    priorities: tuple[Priority, ...] = ()
    once_per_pupil: bool = True
    target_percent: Number | None = None
    objection_hours: Count = 0  # between the published order and the hand-over
    follow_up_days: tuple[Number, ...] = (14, 60)
    steps: tuple[Step, ...]

    @property
    def reviews(self) -> tuple[Step, ...]:
        """The steps after the school's own."""
        return tuple(step for step in self.steps if step.role != "school_contact")


class WishKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One category of a school's wishes."""

    key: Key
    name: Words
    sort: Sort
    states: tuple[Words, ...] = ()  # what may be said about the present state, e.g. none, degraded
    recurring: bool = False  # needed again each month, per student


class Platform(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outside register the wishes must also be entered in; `link` only once somebody has checked it."""

    name: str
    as_printed: str = ""
    link: str | None = None


class Wishes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What schools may wish for, and which schools come first."""

    kinds: tuple[WishKind, ...]
    first_levels: tuple[Level, ...] = ()
    first_remote: bool = False
    steps: tuple[Step, ...] = ()
    stale_after_days: Number = 30  # then the school is asked whether the wish still stands
    platform: Platform | None = None
