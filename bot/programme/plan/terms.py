"""The fixed words a plan may use, and the sorts of value its fields hold."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from bot.chat.phrase import _

Words = dict[str, str]
"""What people read, by language; a plan may write plain text instead, which then stands for every language."""

Module = Literal["cash", "devices", "services", "students", "wishes", "reports", "consultation", "volunteers"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Level = Literal["kindergarten", "primary", "lower_secondary", "upper_secondary"]
Lack = Literal["device", "connection"]
Source = Literal["gift", "budget", "fund"]
Purpose = Literal["b/c", "p/h", "t/h", "biết", "lưu"]
"""Why somebody receives a paper: to be reported to, to coordinate, to carry out, to know, to file."""

UnitKind = Literal[
    "province", "city", "district", "commune", "town", "hamlet",  # places and who governs them
    "party", "council", "front", "organisation", "youth_union", "association",
    "agency", "public_service", "school", "site", "treasury", "media", "telecom",
    "firm", "household_business", "team",
    "health", "military", "police",
]  # fmt: skip
Sort = Literal[
    "computer", "desktop", "laptop", "tablet", "phone", "wifi", "sim", "service",
    "electricity", "water", "toilet", "meals", "books", "supplies", "equipment", "building", "other",
]  # fmt: skip
"""The common taxonomy to which each drive's own catalogue is mapped, so that drives can be added up."""

Role = Literal[
    "donor", "school_contact", "reviewer", "coordinator", "accountant", "unit_contact", "deputy", "official",
    "manager", "helper", "supervisor", "agency_contact", "volunteer", "team_leader", "media",
]  # fmt: skip
ROLES_WITHOUT_UNIT: frozenset[str] = frozenset({"donor", "volunteer"})

Key = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9_-]{0,47}$",
        extra={"form": _('Write small letters without tone marks, digits and hyphens only, e.g. "xa-cao-vien".')},
    ),
]
CodePrefix = Annotated[
    str,
    Meta(pattern=r"^[A-Z]{2,4}$", extra={"form": _('Write 2 to 4 capital letters from A to Z, e.g. "TO".')}),
]
CurrencyCode = Annotated[
    str,
    Meta(pattern=r"^[A-Z]{3}$", extra={"form": _('Write the three capital letters of the currency, e.g. "VND".')}),
]
Bin = Annotated[
    str,
    Meta(
        pattern=r"^9[0-9]{5}$",
        extra={
            "form": _('Write the six digits by which VietQR knows the bank, in quotes, e.g. "970436" for Vietcombank.')
        },
    ),
]
AccountNumber = Annotated[
    str,
    Meta(
        pattern=r"^[0-9A-Z]{4,19}$",
        extra={"form": _('Write the account number in quotes, without spaces or dots, e.g. "0000012345".')},
    ),
]
Phone = Annotated[
    str,
    Meta(
        pattern=r"^(\+84|0)[0-9](?: ?[0-9]){7,9}$",
        extra={"form": _('Write a Vietnamese phone number in quotes, e.g. "0900 000 123".')},
    ),
]

UnitKey = Annotated[
    str, Meta(extra={"refers": "units", "form": _('Write the key of a unit in quotes, e.g. "xa-cao-vien".')})
]
QuestionKey = Annotated[
    str, Meta(extra={"refers": "goods.questions", "form": _("Write the key of a question in quotes.")})
]

Count = Annotated[int, Meta(ge=0, le=100_000_000)]
Number = Annotated[int, Meta(ge=1, le=10_000)]
Dong = Annotated[int, Meta(ge=1, le=10**13)]
"""A sum in đồng, the minor unit of VND."""
Begins = Annotated[datetime, Meta(tz=True, extra={"day": "begins"})]
"""A moment in the plan's time zone; where the plan names only a day, its first second."""
Ends = Annotated[datetime, Meta(tz=True, extra={"day": "ends"})]
"""A moment in the plan's time zone; where the plan names only a day, its last second, 23:59:59."""


def in_language(words: Words, language: str) -> str:
    """The words in a language, else in Vietnamese, else in whatever language they have."""
    return words.get(language) or words.get("vi") or next(iter(words.values()), "")
