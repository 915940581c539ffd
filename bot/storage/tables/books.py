"""What really came in and went on: money, things, and the ledger of both."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

statements = table(
    "statements",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("file", Text, nullable=False),  # where the messenger keeps it
    Column("name", Sealed("statements.name"), nullable=False),
    Column("account", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("found", Sealed("statements.found")),  # JSON: how many lines, and what its giver was told of it last
    CheckConstraint("status in ('reading','read','taking','taken','dropped','failed')", name="status"),
)


transfers = table(
    "transfers",
    own_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("from_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("to_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("way", Text, nullable=False),
    Column("minor", Big),
    Column("currency", Text),
    Column("status", Text, nullable=False),
    Column("made_by", Big, ForeignKey("contacts.id"), nullable=False),
    Column("ended_by", Big, ForeignKey("contacts.id")),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("way in ('bank','hand','goods')", name="way"),
    CheckConstraint("(way = 'goods') = (minor is null)", name="sum"),
    CheckConstraint("minor is null or minor > 0", name="minor"),
    CheckConstraint("status in ('sent','acknowledged','refused','taken_back')", name="status"),
    CheckConstraint("from_id <> to_id", name="ends"),
    Index("ix_transfers_drive_status", "drive", "status"),
)


receipts = table(
    "receipts",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("account", Text, nullable=False),
    Column("reference", Text, nullable=False),  # the bank's own; the same movement told twice has the same
    Column("statement_id", Big, ForeignKey("statements.id"), index=True),  # the statement that first told of it
    Column("parent_id", Big, ForeignKey("receipts.id"), index=True),  # the receipt this is a part of
    Column("pledge_id", Big, ForeignKey("pledges.id"), index=True),
    Column("transfer_id", Big, ForeignKey("transfers.id"), index=True),  # money counted already where it came in first
    Column("holder_id", Big, ForeignKey("units.id"), index=True),  # whose till it lies in; nobody's: a bank account
    Column("source", Text, nullable=False, server_default="gift"),
    Column("likely", Text, nullable=False),  # JSON: codes the memo may have meant, for a person to confirm
    Column("asked", Text, nullable=False, server_default="{}"),  # JSON: givers' answers by code: asked, yes, no
    Column("minor", Big, nullable=False),  # negative: money out
    Column("currency", Text, nullable=False),
    Column("vnd", Big),  # at the plan's rate; none where it has no rate
    Column("rate", Text),  # that rate, with its date and source
    Column("purpose", Text, nullable=False, server_default=""),  # public: what was paid for, or whose budget it was
    Column("memo", Sealed("receipts.memo"), nullable=False),
    Column("payer", Sealed("receipts.payer"), nullable=False),
    Column("moved_at", Moment, nullable=False),  # when the bank booked it
    Column("late", Flag, nullable=False),  # after the drive's end
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("settled_by", Big, ForeignKey("contacts.id")),  # nobody: its code was right
    UniqueConstraint("drive", "account", "reference", "minor"),  # a transfer and its fee may share a reference
    CheckConstraint(
        "status in ('open','matched','unknown','split','forwarded','granted','spent','void')", name="status"
    ),
    CheckConstraint("source in ('gift','budget','fund')", name="source"),
    CheckConstraint("minor <> 0", name="minor"),
    CheckConstraint("(status = 'matched') = (pledge_id is not null)", name="pledge"),
    CheckConstraint("(status = 'forwarded') = (transfer_id is not null)", name="transfer"),
    CheckConstraint("(status = 'granted') = (source <> 'gift')", name="granted"),
    Index("ix_receipts_drive_status_id", "drive", "status", "id"),
)


cash_lines = table(
    "cash_lines",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … in this unit's book
    Column("minor", Big, nullable=False),  # negative: paid out
    Column("currency", Text, nullable=False),
    Column("code", Text),  # the promise it is for
    Column("source", Text, nullable=False),
    Column("payer", Sealed("cash_lines.payer"), nullable=False),
    Column("purpose", Text, nullable=False),  # public
    Column("corrects_id", Big, ForeignKey("cash_lines.id")),
    Column("status", Text, nullable=False),
    Column("written_by", Big, ForeignKey("contacts.id"), nullable=False),
    Column("signed_by", Big, ForeignKey("contacts.id")),
    Column("receipt_id", Big, ForeignKey("receipts.id")),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("drive", "unit_id", "number"),
    CheckConstraint("minor <> 0", name="minor"),
    CheckConstraint("status in ('waiting','signed','refused')", name="status"),
    CheckConstraint("signed_by is null or signed_by <> written_by", name="second"),
    CheckConstraint("(status = 'signed') = (receipt_id is not null)", name="signed"),
    CheckConstraint("source in ('gift','budget','fund')", name="source"),
)


devices = table(
    "devices",
    own_id(),
    Column("tag", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("item", Text, nullable=False),  # the catalogue's key
    Column("serial", Text),  # folded: a serial number, or an IMEI
    Column("pledge_id", Big, ForeignKey("pledges.id"), index=True),
    Column("unit_id", Big, ForeignKey("units.id"), index=True),  # the unit it counts for
    Column("holder_id", Big, ForeignKey("units.id"), nullable=False, index=True),  # where it lies
    Column("transfer_id", Big, ForeignKey("transfers.id"), index=True),  # on its way by this
    Column("giver", Sealed("devices.giver"), nullable=False),  # who brought it, where there is no promise
    Column("photo", Text),
    Column("condition", Text, nullable=False),  # JSON: answers to the plan's questions, as seen at the desk
    Column("verdict", Text, nullable=False),
    Column("used", Flag, nullable=False),
    Column("wiped", Flag, nullable=False),
    Column("unlocked", Flag, nullable=False),
    Column("note", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("late", Flag, nullable=False),
    Column("made_by", Big, ForeignKey("contacts.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("drive", "serial"),
    CheckConstraint("verdict in ('usable','repair','parts')", name="verdict"),
    CheckConstraint(
        "status in ('received','repair','ready','parts','withdrawn','matched','handed_over','in_use')", name="status"
    ),
    CheckConstraint("status <> 'ready' or (wiped = 1 and unlocked = 1) or used = 0", name="cleared"),
    Index("ix_devices_drive_status", "drive", "status"),
)


entries = table(
    "entries",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("number", Big, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("at", Moment, nullable=False),
    Column("sort", Text, nullable=False),
    Column("about", Text, nullable=False),  # the code of a gift, transfer or device, or nothing; never a name
    Column("reason", Text, nullable=False, server_default=""),  # public: what was paid for, why a line was corrected
    Column("receipt_id", Big, ForeignKey("receipts.id")),
    Column("minor", Big, nullable=False),
    Column("currency", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),  # of this line and the hash before it
    Index("ix_entries_drive_about", "drive", "about"),
    CheckConstraint(
        "sort in ('money_in','money_out','matched','unmatched','unknown','split','granted','spent','corrected',"
        "'handed_on','taken_over','device_in','device_out','device_moved')",
        name="sort",
    ),
)
