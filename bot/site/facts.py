"""What the public page shows of a drive: only counts, sums and what the organiser itself publishes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec


class Stage(StrEnum):
    """Where a drive stands in time."""

    SOON = "soon"
    OPEN = "open"
    CLOSED = "closed"


class GoodsCount(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of device or service: its name, how many were pledged and how many came in."""

    kind: str
    pledged: int
    received: int = 0


class PageAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A bank account of the organiser, as printed in its plan."""

    bank: str
    number: str
    holder: str
    note: str = ""  # what to write in the transfer, in the reader's language


class PageQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One of the questions often asked."""

    ask: str
    answer: str


class PageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the page, in the reader's language; sums, days and hours already written out.

    Students appear as one number only, donors too; there is no field for a person, so none can slip in.
    """

    name: str  # "Sóng và máy tính cho em"
    organiser: str  # "Ủy ban MTTQ Việt Nam huyện Thanh Oai"
    purpose: str = ""  # one or two sentences
    stage: Stage = Stage.OPEN
    window: str  # "23/9/2021 – 15/11/2021"
    status: str  # "Còn 12 ngày"
    cash_received: str  # "1.234.500.000 đ"
    cash_pledged: str
    cash_unmatched: str = ""  # received, but its donor is not known yet; empty if there is none
    cash_granted: str = ""  # budget and fund money; empty if there is none
    cash_spent: str = ""
    donors: int = 0
    students_listed: int = 0
    goods: Sequence[GoodsCount] = ()
    units_reported: int = 0
    units_due: int = 0
    how_to_give: Sequence[str] = ()  # steps; where empty the page tells the usual three
    accounts: Sequence[PageAccount] = ()
    reception: Sequence[str] = ()  # where and when goods are taken in, phone of the office: one line each
    questions: Sequence[PageQuestion] = ()
    legal_basis: Sequence[str] = ()
    updated: str  # "16:05 ngày 5/10/2021"

    @property
    def nothing_yet(self) -> bool:
        """Whether nobody has given anything so far."""
        return (
            self.donors == 0
            and not self.cash_unmatched
            and not self.cash_granted
            and not any(goods.pledged or goods.received for goods in self.goods)
        )
