"""What people promise, and how it is thanked for."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

pledges = table(
    "pledges",
    own_id(),
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
    Column("shown", Text, nullable=False, server_default="nothing"),  # what of it the giver lets the public see
    Column("status", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("reminded", Integer, nullable=False, default=0),
    Column("remind_at", Moment),
    CheckConstraint("kind in ('cash','devices','services')", name="kind"),
    CheckConstraint("donor in ('self','unit','firm','anonymous')", name="donor"),
    CheckConstraint("status in ('promised','received','cancelled')", name="status"),
    CheckConstraint("minor is null or minor > 0", name="minor"),
    CheckConstraint("shown in ('nothing','name','name_and_gift')", name="shown"),
    Index("ix_pledges_remind_at", "remind_at"),
    Index("ix_pledges_unit_id", "unit_id"),
)


pledge_goods = table(
    "pledge_goods",
    own_id(),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False, index=True),
    Column("item", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("condition", Text, nullable=False),  # JSON: answers to the plan's questions
    Column("photo", Text),
    Column("way", Text, nullable=False),
    Column("place", Text),
    Column("slot", Text),
    Column("slot_at", Moment),  # when the hours it was promised for begin
    Column("fetch_from", LargeBinary),  # encrypted JSON: address, phone
    CheckConstraint("count > 0", name="count"),
    CheckConstraint("way in ('bring','fetch')", name="way"),
    Index("ix_pledge_goods_slot_at", "slot_at"),
)


pledge_services = table(
    "pledge_services",
    own_id(),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False, index=True),
    Column("item", Text, nullable=False),
    Column("quota", Integer, nullable=False),  # how many households or pupils
    Column("beneficiaries", Text, nullable=False),
    Column("valid_from", Text, nullable=False),  # ISO days
    Column("valid_to", Text, nullable=False),
    Column("worth", Big),  # of one, in đồng
    CheckConstraint("quota > 0", name="quota"),
    CheckConstraint("valid_from <= valid_to", name="valid"),
)


desks = table(
    "desks",
    Column("drive", Text, ForeignKey("drives.slug"), primary_key=True),
    Column("unit_id", Big, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("head_count", Integer, nullable=False),
    Column("expected", Big, nullable=False),  # đồng; one day's pay of all, never anybody's own
    Column("took_part", Integer, nullable=False),  # how many people
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("head_count > 0", name="head_count"),
    CheckConstraint("expected >= 0", name="expected"),
    CheckConstraint("took_part between 0 and head_count", name="took_part"),
)


cards = table(
    "cards",
    Column("pledge_id", Big, ForeignKey("pledges.id"), primary_key=True, autoincrement=False),
    Column("outbox_id", Big, nullable=False),  # the message that shows it
    Column("shown", Text, nullable=False),  # JSON: the state it shows
    Column("muted", Flag, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("due_at", Moment, index=True),  # since when news wait for the end of the quiet hours
)


certificates = table(
    "certificates",
    own_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("number", Integer, nullable=False),  # 1, 2, 3 … in this drive
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False, index=True),
    Column("form", Text, nullable=False),
    Column("name", Sealed("certificates.name"), nullable=False),
    Column("gift", Text, nullable=False),  # JSON: what it certifies, fixed when it was made
    Column("shown", Text, nullable=False),  # what of it whoever verifies it may see
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    UniqueConstraint("drive", "number"),
    CheckConstraint("form in ('person','organisation')", name="form"),
    CheckConstraint("shown in ('nothing','name','name_and_gift')", name="shown"),
)


nominations = table(
    "nominations",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False),
    Column("why", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("ended_by", Big, ForeignKey("contacts.id")),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("drive", "school_id", "pledge_id"),
    CheckConstraint("status in ('proposed','honoured','declined')", name="status"),
)


tallies = table(
    "tallies",
    Column("drive", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("unit_id", Big, primary_key=True, autoincrement=False),  # 0: for no unit
    Column("item", Text, primary_key=True),  # "cash", or the catalogue's key
    Column("gifts", Big, nullable=False),
    Column("amount", Big, nullable=False),
)
