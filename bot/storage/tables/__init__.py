"""Every table. Money is integer minor units; times are UTC; long texts are JSON where the name says so."""

from bot.storage.tables.allocation import allocation_places, allocation_rounds, allocations
from bot.storage.tables.base import metadata
from bot.storage.tables.calendar import drives, marks
from bot.storage.tables.day_pay import expectations
from bot.storage.tables.devices import devices, repairs
from bot.storage.tables.giving import cancellations, cards, fetches, pledge_goods, pledge_services, pledges
from bot.storage.tables.handover import batches, deliveries, follow_ups
from bot.storage.tables.ledger import anchors, entries, tallies
from bot.storage.tables.money import accounts, cash_lines, receipts, statements, tellings, transfers
from bot.storage.tables.people import contacts, invite_tries, invites, logins, people, roles, units
from bot.storage.tables.purchases import purchase_funds, purchases
from bot.storage.tables.reporting import deadline_marks, list_closings, reminders, reports
from bot.storage.tables.review import appeals, doubles
from bot.storage.tables.student_lists import list_imports, list_rows
from bot.storage.tables.students import approvals, student_events, student_moves, students
from bot.storage.tables.talking import inbox, outbox, talks
from bot.storage.tables.thanks import certificates, nominations

__all__ = (
    "accounts",
    "allocation_places",
    "allocation_rounds",
    "allocations",
    "anchors",
    "appeals",
    "approvals",
    "batches",
    "cancellations",
    "cards",
    "cash_lines",
    "certificates",
    "contacts",
    "deadline_marks",
    "deliveries",
    "devices",
    "doubles",
    "drives",
    "entries",
    "expectations",
    "fetches",
    "follow_ups",
    "inbox",
    "invite_tries",
    "invites",
    "list_closings",
    "list_imports",
    "list_rows",
    "logins",
    "marks",
    "metadata",
    "nominations",
    "outbox",
    "people",
    "pledge_goods",
    "pledge_services",
    "pledges",
    "purchase_funds",
    "purchases",
    "receipts",
    "reminders",
    "repairs",
    "reports",
    "roles",
    "statements",
    "student_events",
    "student_moves",
    "students",
    "talks",
    "tallies",
    "tellings",
    "transfers",
    "units",
)
