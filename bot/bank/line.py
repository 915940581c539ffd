"""One movement on an account, as a bank tells it."""

from __future__ import annotations

from datetime import datetime

import msgspec


class BankLine(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came in or went out. The same movement told twice gives the same `reference` and `account`."""

    reference: str
    """The bank's own number of the transaction; where it tells none, a fingerprint of all the rest."""
    account: str
    """The account number it happened on; digits and letters only."""
    at: datetime
    """When it was booked, with its zone."""
    minor: int
    """Smallest units of the currency (đồng); positive for money in, negative for money out, never 0."""
    currency: str = "VND"
    memo: str = ""
    payer: str = ""
    """Who paid, or who was paid, as far as the bank says."""
    number: str = ""
    """The bank's own number as it is told, also one too short or too common to be a reference."""
    balance: int | None = None
    """What the account then held, in the smallest unit, where the bank says."""
    told_id: str = ""
    """The id under which its source tells it, where the source has one: told again it is the same."""
