"""The classes that say what a row of a table is, by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Table

from bot.storage.rows.allocation import StoredAllocation, StoredPlace, StoredRound
from bot.storage.rows.devices import StoredDevice, StoredRepair
from bot.storage.rows.giving import StoredCard, StoredPledge
from bot.storage.rows.handover import StoredBatch, StoredDelivery, StoredFollowUp
from bot.storage.rows.ledger import StoredEntry
from bot.storage.rows.money import StoredCashLine, StoredReceipt, StoredStatement, StoredTelling, StoredTransfer
from bot.storage.rows.people import StoredUnit
from bot.storage.rows.purchases import StoredFund, StoredPurchase
from bot.storage.rows.review import StoredAppeal, StoredDouble
from bot.storage.rows.student_lists import StoredList, StoredListRow
from bot.storage.rows.students import StoredMove, StoredStudent
from bot.storage.rows.thanks import StoredCertificate, StoredNomination
from bot.storage.tables import (
    allocation_places,
    allocation_rounds,
    allocations,
    appeals,
    batches,
    cards,
    cash_lines,
    certificates,
    deliveries,
    devices,
    doubles,
    entries,
    follow_ups,
    list_imports,
    list_rows,
    nominations,
    pledges,
    purchase_funds,
    purchases,
    receipts,
    repairs,
    statements,
    student_moves,
    students,
    tellings,
    transfers,
    units,
)

ROWS: Final[Mapping[Table, type]] = {
    allocation_places: StoredPlace,
    allocation_rounds: StoredRound,
    allocations: StoredAllocation,
    batches: StoredBatch,
    appeals: StoredAppeal,
    cards: StoredCard,
    cash_lines: StoredCashLine,
    certificates: StoredCertificate,
    deliveries: StoredDelivery,
    devices: StoredDevice,
    doubles: StoredDouble,
    entries: StoredEntry,
    follow_ups: StoredFollowUp,
    list_imports: StoredList,
    list_rows: StoredListRow,
    nominations: StoredNomination,
    pledges: StoredPledge,
    purchase_funds: StoredFund,
    purchases: StoredPurchase,
    receipts: StoredReceipt,
    repairs: StoredRepair,
    statements: StoredStatement,
    student_moves: StoredMove,
    students: StoredStudent,
    tellings: StoredTelling,
    transfers: StoredTransfer,
    units: StoredUnit,
}


def row_in(kind: type) -> type | None:
    """The row of a table that a class is or adds to, if it is one."""
    return next((base for base in kind.__mro__ if base in ROWS.values()), None)
