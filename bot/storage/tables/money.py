"""Money that really came in and went on: accounts, statements, receipts and who told of them, cash books, transfers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

WAITING = text("state in ('doubtful','aside')")

accounts = table(
    "accounts",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("number", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment),  # when it was taken out of the plan; it stays known, for money may still come
)


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
    Column("found", Sealed("statements.found")),  # JSON: how many lines, and what the clerk was told of it last
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
    Column("reference", Text, nullable=False),  # the number under which it was told first
    Column("statement_id", Big, ForeignKey("statements.id"), index=True),  # the statement that first told of it
    Column("parent_id", Big, ForeignKey("receipts.id"), index=True),  # the receipt this is a part of
    Column("pledge_id", Big, ForeignKey("pledges.id"), index=True),
    Column("transfer_id", Big, ForeignKey("transfers.id"), index=True),  # money counted already where it came in first
    Column("holder_id", Big, ForeignKey("units.id"), index=True),  # whose till it lies in; nobody's: a bank account
    Column("source", Text, nullable=False, server_default="gift"),
    Column("likely", Text, nullable=False),  # JSON: codes the memo may have meant, for a person to confirm
    Column("asked", Text, nullable=False, server_default="{}"),  # JSON: donors' answers by code: asked, yes, no
    Column("minor", Big, nullable=False),  # negative: money out
    Column("currency", Text, nullable=False),
    Column("vnd", Big),  # at the plan's rate; none where it has no rate
    Column("rate", Text),  # that rate, with its date and source
    Column("purpose", Text, nullable=False, server_default=""),  # public: what was paid for, or whose budget it was
    Column("memo", Sealed("receipts.memo"), nullable=False),
    Column("payer", Sealed("receipts.payer"), nullable=False),
    Column("brought", Flag, nullable=False, server_default="0"),  # by hand, and the payer's name stands there
    Column("moved_at", Moment, nullable=False),  # when the bank booked it
    Column("late", Flag, nullable=False),  # after the drive's end
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("settled_by", Big, ForeignKey("contacts.id")),  # nobody: its code was right
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


tellings = table(
    "tellings",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug")),
    Column("receipt_id", Big, ForeignKey("receipts.id"), index=True),  # the one movement it tells of
    Column(
        "source", Text, nullable=False
    ),  # sepay, casso, statement:NUMBER, notice; earlier: before tellings were kept
    Column("told_id", Text, nullable=False),  # the source's own id: a notice's, or the place of a statement's line
    Column("account", Text, nullable=False),
    Column("day", Text, nullable=False),  # as the source says, in the drive's zone: 2021-09-27
    Column("at", Moment, nullable=False),
    Column("minor", Big, nullable=False),
    Column("currency", Text, nullable=False),
    Column("number", Text, nullable=False),  # the bank's, as far as it can be compared; empty where it cannot
    Column("balance", Big),
    Column("reference", Text, nullable=False),  # the number as it was told
    Column("memo", Sealed("tellings.memo")),  # nothing where it is the receipt's own
    Column("payer", Sealed("tellings.payer")),
    Column("fingerprint", LargeBinary),  # keyed: of time, memo and payer as told; none of what was told before 0004
    Column("state", Text, nullable=False),
    UniqueConstraint("account", "source", "told_id"),
    CheckConstraint("state in ('first','apart','same','doubtful','aside')", name="state"),
    CheckConstraint("(state = 'aside') = (receipt_id is null)", name="receipt"),
    CheckConstraint("state = 'first' or memo is not null", name="memo"),
    Index("ix_tellings_account_minor_day_source", "account", "minor", "day", "source"),
    Index("ix_tellings_account_number", "account", "number"),
    # The migration says postgresql_where too; here that would load PostgreSQL's dialect at every start.
    Index("ix_tellings_waiting", "state", "id", sqlite_where=WAITING),
)
"""What each source says of a movement. first: it made the receipt; apart: it did because a clerk said so; same:
another word of it; doubtful: a clerk has to say whether it is; aside: no receipt yet, for no drive is known to which it
belongs, or, where one is, a clerk has to say whether it is a sum handed on."""


cash_lines = table(
    "cash_lines",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … in this unit's book
    Column("minor", Big, nullable=False),  # negative: paid out
    Column("currency", Text, nullable=False),
    Column("code", Text),  # the pledge it is for
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
