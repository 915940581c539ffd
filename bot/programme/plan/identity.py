"""Who holds a drive, on what basis, when, and whom it asks."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from bot.programme.plan.terms import Begins, Ends, Key, Phone, Purpose, Role, UnitKey, UnitKind, Words


class Paper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The administrative paper that ordered the drive, for the heads of letters and reports."""

    number: str = ""  # as printed, also where the printed number was left blank
    dated: date | None = None
    place: str
    authority: tuple[str, ...]  # the heading's left column, from the superior body downwards
    signed_by: tuple[str, ...]  # the lines above the signature


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One paper of higher authority on which the drive rests."""

    number: str = ""
    dated: date | None = None
    issuer: str
    about: str


class Parent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The higher drive that this one carries out; `slug` where that drive is run here as well."""

    number: str
    issuer: str
    slug: str | None = None


class Organiser(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who runs the drive: a unit of the tree, and how people reach it."""

    unit: UnitKey
    name: Words
    address: str = ""
    phone: Phone | None = None
    email: str | None = None


class Window(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when to when gifts are received; no `closes` means that the end is not yet known."""

    opens: Begins
    closes: Ends | None = None
    late: Literal["flag", "refuse"] = "flag"  # what happens to a gift after the end
    as_written: Words = {}


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One group of donors, and what is asked of it: a day's pay, what it can, or nothing."""

    key: Key
    who: Words
    kinds: tuple[UnitKind, ...] = ()  # the units it covers; none for people and bodies outside the tree
    gives: Literal["one_day_pay", "as_able", "not_obliged"]


class Duty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the plan asks of some units, in its own words."""

    units: tuple[UnitKey, ...] = ()
    kinds: tuple[UnitKind, ...] = ()
    what: Words


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who receives the plan's papers and why; with `digest` also the consolidated figures."""

    name: str
    purpose: Purpose
    units: tuple[UnitKey, ...] = ()
    kinds: tuple[UnitKind, ...] = ()
    role: Role = "official"  # whoever holds this role in those units gets it
    digest: bool = False


class ContactCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody whom people may call, and for what."""

    key: Key
    name: str
    title: Words
    phone: Phone
    unit: UnitKey
    address: str = ""
    handles: Words = {}


class Faq(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question people ask, and its answer."""

    key: Key
    ask: Words
    answer: Words


class Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A banner shown where people give or come by; for some units and all below them, or for everybody."""

    key: Key
    says: Words
    units: tuple[UnitKey, ...] = ()
    begins: Begins | None = None  # from when it holds; else at once
    ends: Ends | None = None  # until when; else to the end


class DemoPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invented person for demonstrations and rehearsals."""

    key: Key
    name: str
    phone: Phone
    role: Role
    unit: UnitKey | None = None
    language: Literal["vi", "en"] = "vi"
