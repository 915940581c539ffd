"""What can be given to a drive: money, things, services; and where it goes."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

import msgspec

from bot.programme.plan.terms import (
    AccountNumber,
    Bin,
    Count,
    CurrencyCode,
    Dong,
    Key,
    Lack,
    Level,
    Number,
    QuestionKey,
    Sort,
    Source,
    UnitKey,
    UnitKind,
    Weekday,
    Words,
)

DEVICE_SORTS: frozenset[str] = frozenset({"computer", "desktop", "laptop", "tablet", "phone"})
CONNECTION_SORTS: frozenset[str] = frozenset({"wifi", "sim", "service"})


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of thing or service the drive accepts, mapped to the common taxonomy."""

    key: Key
    name: Words
    plural: Words = {}
    sort: Sort
    counted_in: str = ""  # the Vietnamese counting word, e.g. "chiếc"
    questions: tuple[QuestionKey, ...] = ()
    costs: Dong | None = None  # its price, about, so that donors learn what a sum would do
    levels: tuple[Level, ...] = ()  # the levels of school it suits; none named: all of them

    @property
    def meets(self) -> Lack | None:
        """Which of a student's two needs it meets."""
        return "device" if self.sort in DEVICE_SORTS else "connection" if self.sort in CONNECTION_SORTS else None


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ready answer to a condition question, and what follows from it."""

    key: Key
    says: Words
    verdict: Literal["usable", "repair", "parts"] = "usable"


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about the condition of a thing, asked when it is pledged and again when it comes in."""

    key: Key
    asks: Words
    answers: tuple[Answer, ...]


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours in which a place receives, and how many appointments one such slot takes."""

    days: tuple[Weekday, ...]
    opens: time
    closes: time
    most: Number = 10


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where things may be brought."""

    key: Key
    name: Words
    address: str
    unit: UnitKey
    slots: tuple[Slot, ...]


class Goods(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How things are received and who may have what is left over."""

    questions: tuple[Question, ...] = ()
    drop_off: tuple[Place, ...] = ()
    local_first: bool = True  # students of the area before anybody else
    surplus_to: UnitKey | None = None
    sorted_by: tuple[UnitKey, ...] = ()  # who sorts and repairs


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `per` whole units of a currency are worth in đồng, on which day, and who says so."""

    currency: CurrencyCode
    dong: Dong
    per: Number = 1
    dated: date
    source: Words


class Account(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A bank account that receives the drive's money."""

    key: Key
    owner: UnitKey
    bank: str
    bin: Bin
    number: AccountNumber
    holder: str
    currency: CurrencyCode = "VND"
    branch: str = ""


class DayPayRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one day's pay is worked out: monthly pay or income divided by `divisor` working days."""

    divisor: Number = 22
    or_income: bool = False  # whoever has no salary counts one day's income
    guided_by: UnitKey | None = None


class CashRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How money is given: sums in đồng."""

    suggested: tuple[Dong, ...] = ()
    least: Dong = 1000
    currencies: tuple[CurrencyCode, ...] = ("VND",)
    sources: tuple[Source, ...] = ("gift",)
    spent_on: Words = {}
    one_day_pay: DayPayRule | None = None
    accounts: tuple[Account, ...]
    rates: tuple[Rate, ...] = ()


class Forwarding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who hands on what it has collected, and to whom."""

    kinds: tuple[UnitKind, ...] = ()
    units: tuple[UnitKey, ...] = ()
    what: tuple[Literal["cash", "goods"], ...]
    to: UnitKey


class PledgeQuestions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What else is asked of whoever pledges."""

    through: tuple[UnitKey, ...] = ()  # through whom, these being offered by name; not asked where there are none
    area: UnitKey | None = None  # whose gifts count for none of its units may say they come from outside it


class PledgeReminders(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often an open pledge is brought back to mind."""

    first_after_days: Number = 3
    every_days: Number = 7
    most: Count = 3
