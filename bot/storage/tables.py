"""Every table. Money is integer minor units; times are UTC; long texts are JSON where the name says so."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from bot.storage.columns import Big, Flag, Moment, Sealed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *things: SchemaItem) -> Table:
    return Table(name, metadata, *things, sqlite_strict=True)


def _id() -> Column[int]:
    return Column("id", Big, primary_key=True, autoincrement=False)


marks = _table("marks", Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

drives = _table(
    "drives",
    Column("slug", Text, primary_key=True),
    Column("plan", Text, nullable=False),
    Column("loaded_at", Moment, nullable=False),
)

units = _table(
    "units",
    _id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("key", Text, nullable=False),
    Column("parent_id", Big, ForeignKey("units.id")),
    Column("path", Text, nullable=False),  # "/1/7/": the ids from the root down to itself
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("head_count", Integer),
    Column("exempt", Flag, nullable=False),
    Column("reports", Flag, nullable=False),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("successor_id", Big, ForeignKey("units.id")),
    UniqueConstraint("drive", "key"),
    Index("ix_units_path", "path"),
)

people = _table(
    "people",
    _id(),
    Column("name", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
)

contacts = _table(
    "contacts",
    _id(),
    Column("address", Text, nullable=False, unique=True),  # "telegram:123"
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("group_chat", Flag, nullable=False),
    Column("offers", Sealed("contacts.offers"), nullable=False, default="[]"),  # JSON: what the last list offered
    Column("unreachable", Text),  # why nothing can be delivered any more
    Column("made_at", Moment, nullable=False),
)

roles = _table(
    "roles",
    _id(),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), index=True),
    Column("granted_at", Moment, nullable=False),
    Column("ended_at", Moment),
    UniqueConstraint("person_id", "contact_id", "role", "drive", "unit_id"),
)

invites = _table(
    "invites",
    _id(),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id")),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Big, ForeignKey("contacts.id")),
)

invite_tries = _table(
    "invite_tries",
    _id(),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_invite_tries_contact_id_at", "contact_id", "at"),
    Index("ix_invite_tries_at", "at"),
)

talks = _table(
    "talks",
    _id(),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("flow", Text, nullable=False),
    Column("argument", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("silent_at", Moment),  # when silence is to be heard
    Column("seq", Integer, nullable=False),  # counts the questions put; a button names it
    Column("step", Text, nullable=False),  # the open question
    Column("digest", Text, nullable=False),
    Column("journal", Sealed("talks.journal"), nullable=False),  # JSON
    Column("spare", Sealed("talks.spare")),  # JSON
    CheckConstraint("status in ('open','aside','finished','cancelled','silent','fenced','too_long')", name="status"),
    Index("ix_talks_contact_id_status", "contact_id", "status"),
    Index("ix_talks_silent_at", "silent_at"),
)

inbox = _table(
    "inbox",
    Column("channel", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("address", Text),  # only where we ourselves keep the talk's history (the web chat)
    Column("body", Sealed("inbox.body")),  # JSON: the history's text, or all of an update that was set aside
    Column("why", Sealed("inbox.why")),  # an error's own words may repeat the person's
    CheckConstraint("state in ('done','dead')", name="state"),
    Index("ix_inbox_address_at", "address", "at"),
)

outbox = _table(
    "outbox",
    _id(),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("group_chat", Flag, nullable=False),
    Column("body", Sealed("outbox.body"), nullable=False),  # JSON: text, buttons, picture, …
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("not_before", Moment),
    Column("settled_at", Moment),
    Column("provider_id", Text),
    Column("why", Text),
    CheckConstraint("state in ('queued','sent','dead')", name="state"),
    Index("ix_outbox_state_id", "state", "id"),
    Index("ix_outbox_channel_chat_id", "channel", "chat", "id"),
)

pledges = _table(
    "pledges",
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("donor", Text, nullable=False),
    Column("donor_name", Text, nullable=False),
    Column("unit_id", Big, ForeignKey("units.id")),
    Column("minor", Big),
    Column("currency", Text),
    Column("vnd", Big),
    Column("rate", Text),  # as the plan gives it: value, date and source
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("reminded", Integer, nullable=False, default=0),
    Column("remind_at", Moment),
    CheckConstraint("kind in ('cash','devices')", name="kind"),
    CheckConstraint("donor in ('self','unit','firm','anonymous')", name="donor"),
    CheckConstraint("status in ('promised','received','cancelled')", name="status"),
    CheckConstraint("minor is null or minor > 0", name="minor"),
    Index("ix_pledges_remind_at", "remind_at"),
    Index("ix_pledges_unit_id", "unit_id"),
)

pledge_goods = _table(
    "pledge_goods",
    _id(),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False, index=True),
    Column("item", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("condition", Text, nullable=False),  # JSON: answers to the plan's questions
    Column("photo", Text),
    Column("way", Text, nullable=False),
    Column("place", Text),
    Column("slot", Text),
    Column("fetch_from", LargeBinary),  # encrypted JSON: address, phone
    CheckConstraint("count > 0", name="count"),
    CheckConstraint("way in ('bring','fetch')", name="way"),
)

statements = _table(
    "statements",
    _id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("file", Text, nullable=False),  # where the messenger keeps it
    Column("name", Sealed("statements.name"), nullable=False),
    Column("account", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("status in ('reading','read','taking','taken','dropped','failed')", name="status"),
)

receipts = _table(
    "receipts",
    _id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("account", Text, nullable=False),
    Column("reference", Text, nullable=False),  # the bank's own; the same movement told twice has the same
    Column("statement_id", Big, ForeignKey("statements.id"), index=True),  # the statement that first told of it
    Column("pledge_id", Big, ForeignKey("pledges.id"), index=True),
    Column("likely", Text, nullable=False),  # JSON: codes the memo may have meant, for a person to confirm
    Column("minor", Big, nullable=False),  # negative: money out
    Column("currency", Text, nullable=False),
    Column("vnd", Big),  # at the plan's rate; none where it has no rate
    Column("memo", Sealed("receipts.memo"), nullable=False),
    Column("payer", Sealed("receipts.payer"), nullable=False),
    Column("moved_at", Moment, nullable=False),  # when the bank booked it
    Column("late", Flag, nullable=False),  # after the drive's end
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("settled_by", Big, ForeignKey("contacts.id")),  # nobody: its code was right
    UniqueConstraint("drive", "account", "reference", "minor"),  # a transfer and its fee may share a reference
    CheckConstraint("status in ('open','matched','unknown')", name="status"),
    CheckConstraint("minor <> 0", name="minor"),
    CheckConstraint("(status = 'matched') = (pledge_id is not null)", name="pledge"),
    Index("ix_receipts_drive_status_id", "drive", "status", "id"),
)

entries = _table(
    "entries",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("number", Big, primary_key=True, autoincrement=False),  # 1, 2, 3 … without a gap
    Column("at", Moment, nullable=False),
    Column("sort", Text, nullable=False),
    Column("about", Text, nullable=False),  # the gift's code, or nothing; never a name
    Column("receipt_id", Big, ForeignKey("receipts.id"), nullable=False),
    Column("minor", Big, nullable=False),
    Column("currency", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),  # of this line and the hash before it
    CheckConstraint("sort in ('money_in','money_out','matched','unmatched','unknown')", name="sort"),
)

tallies = _table(
    "tallies",
    Column("drive", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("unit_id", Big, primary_key=True, autoincrement=False),  # 0: for no unit
    Column("item", Text, primary_key=True),  # "cash", or the catalogue's key
    Column("gifts", Big, nullable=False),
    Column("amount", Big, nullable=False),
)

students = _table(
    "students",
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False, index=True),
    Column("secret", LargeBinary, nullable=False),  # encrypted JSON: name, birth, class, guardian, phone, consent
    Column("by_name", LargeBinary, nullable=False),  # name and birth date together
    Column("by_birth", LargeBinary, nullable=False),
    Column("by_phone", LargeBinary, nullable=False),
    Column("household", Text, nullable=False),
    Column("needs_device", Flag, nullable=False),
    Column("needs_line", Flag, nullable=False),
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("status in ('listed','withdrawn')", name="status"),
    Index("ix_students_drive_by_birth", "drive", "by_birth"),
    Index("ix_students_drive_by_phone", "drive", "by_phone"),
    Index("ix_students_drive_by_name", "drive", "by_name"),
)

reports = _table(
    "reports",
    _id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("period", Text, nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("figures", Text, nullable=False),  # JSON: item → [gifts, amount]
    Column("corrected", Flag, nullable=False),
    Column("zero", Flag, nullable=False),
    Column("publicity", Text),
    Column("difficulty", Text),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("drive", "period", "unit_id"),
)

reminders = _table(
    "reminders",
    _id(),
    Column("occasion", Text, nullable=False),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("about", Text, nullable=False),  # "unit:7" or "pledge:12"
    Column("contact_id", Big, ForeignKey("contacts.id")),
    Column("state", Text, nullable=False),
    Column("why", Text),
    Column("outbox_id", Big),
    Column("at", Moment, nullable=False),
    UniqueConstraint("occasion", "about", "contact_id"),
    CheckConstraint("state in ('sent','suppressed','failed')", name="state"),
)
