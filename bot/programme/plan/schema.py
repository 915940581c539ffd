"""The plan of one drive: everything that distinguishes it from any other."""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.messages import Night
from bot.programme.plan.gifts import CashRules, Forwarding, Goods, Item, PledgeQuestions, PledgeReminders
from bot.programme.plan.identity import (
    Asked,
    Basis,
    ContactCard,
    DemoPerson,
    Duty,
    Faq,
    Notice,
    Organiser,
    Paper,
    Parent,
    Recipient,
    Window,
)
from bot.programme.plan.needs import Students, Wishes
from bot.programme.plan.rounds import Consultation, Deadline, Difficulties, DigestRule, QuietHours, Reporting
from bot.programme.plan.terms import CodePrefix, Key, Module, Words
from bot.programme.plan.units import PlanUnit
from bot.programme.plan.volunteering import Volunteers


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One drive as its TOML file sets it up. All moments carry the drive's time zone; money is in đồng."""

    slug: Key
    name: Words
    short_name: Words
    code_prefix: CodePrefix
    language: Literal["vi", "en"] = "vi"
    time_zone: str = "Asia/Ho_Chi_Minh"
    modules: tuple[Module, ...]
    aims: tuple[Words, ...] = ()

    paper: Paper
    legal_basis: tuple[Basis, ...] = ()
    parent: Parent | None = None
    organiser: Organiser
    window: Window

    units: tuple[PlanUnit, ...]
    asked: tuple[Asked, ...] = ()
    duties: tuple[Duty, ...] = ()

    catalogue: tuple[Item, ...] = ()
    cash: CashRules | None = None
    goods: Goods | None = None
    forwarding: tuple[Forwarding, ...] = ()
    pledge_questions: PledgeQuestions = PledgeQuestions()
    pledge_reminders: PledgeReminders = PledgeReminders()

    students: Students | None = None
    wishes: Wishes | None = None

    deadlines: tuple[Deadline, ...] = ()
    reporting: Reporting | None = None
    digest: DigestRule | None = None
    recipients: tuple[Recipient, ...] = ()
    consultation: Consultation | None = None
    volunteers: Volunteers | None = None
    difficulties: Difficulties | None = None
    quiet_hours: QuietHours | None = None

    contacts: tuple[ContactCard, ...] = ()
    faq: tuple[Faq, ...] = ()
    notices: tuple[Notice, ...] = ()
    people: tuple[DemoPerson, ...] = ()

    @property
    def night(self) -> Night | None:
        """The quiet hours in the drive's own zone."""
        quiet = self.quiet_hours
        return None if quiet is None else Night(quiet.begins, quiet.ends, self.time_zone)
