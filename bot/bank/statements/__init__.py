"""Bank statements as banks export them (.xlsx, .xls, .ods, .csv), read in a process of their own into one shape."""

from __future__ import annotations

from bot.bank.statements.sandbox import read_statement
from bot.bank.statements.shape import Column, Form, LeftOut, Reason, Role, Statement, Why
from bot.sheets.limits import LIMITS, FileLimits
from bot.sheets.shape import Unreadable

__all__ = [
    "LIMITS",
    "Column",
    "FileLimits",
    "Form",
    "LeftOut",
    "Reason",
    "Role",
    "Statement",
    "Unreadable",
    "Why",
    "read_statement",
]
