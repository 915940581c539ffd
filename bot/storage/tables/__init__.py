"""Every table. Money is integer minor units; times are UTC; long texts are JSON where the name says so."""

from bot.storage.tables.base import metadata
from bot.storage.tables.books import cash_lines, devices, entries, receipts, statements, transfers
from bot.storage.tables.drives import contacts, drives, invite_tries, invites, logins, marks, people, roles, units
from bot.storage.tables.giving import (
    cards,
    certificates,
    desks,
    nominations,
    pledge_goods,
    pledge_services,
    pledges,
    tallies,
)
from bot.storage.tables.schooling import reports, students
from bot.storage.tables.talking import inbox, outbox, reminders, talks

__all__ = (
    "cards",
    "cash_lines",
    "certificates",
    "contacts",
    "desks",
    "devices",
    "drives",
    "entries",
    "inbox",
    "invite_tries",
    "invites",
    "logins",
    "marks",
    "metadata",
    "nominations",
    "outbox",
    "people",
    "pledge_goods",
    "pledge_services",
    "pledges",
    "receipts",
    "reminders",
    "reports",
    "roles",
    "statements",
    "students",
    "talks",
    "tallies",
    "transfers",
    "units",
)
