"""The picture of a transfer, read in a process that may be killed: code, sum and time come out, no other word of it."""

from __future__ import annotations

from bot.bank.bills.sandbox import read_bill
from bot.bank.bills.shape import Bill, BillJob, NoBill, Why

__all__ = ["Bill", "BillJob", "NoBill", "Why", "read_bill"]
