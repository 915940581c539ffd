"""A unit's file of pays, read in the process that reads statements: only their number and their sum come out."""

from __future__ import annotations

from bot.bank.payroll.sandbox import read_payroll
from bot.bank.payroll.shape import FEWEST, MOST, Counted, NotCounted, PayJob, Why

__all__ = ["FEWEST", "MOST", "Counted", "NotCounted", "PayJob", "Why", "read_payroll"]
