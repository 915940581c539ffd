"""What people pledge: money, things, services; the card that tells of it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Text

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
    Column("donor_name", Sealed("pledges.donor_name"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id")),
    Column("through", Sealed("pledges.through")),  # through whom the gift came about, where the plan asks
    Column("giving_from", Sealed("pledges.giving_from")),  # where its donor lives, if outside the plan's area
    Column("minor", Big),
    Column("currency", Text),
    Column("vnd", Big),
    Column("rate", Text),  # as the plan gives it: value, date and source
    Column("shown", Text, nullable=False, server_default="nothing"),  # what of it the donor lets the public see
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
    Column("slot", Text),  # the hours it is brought at; of what is fetched, the day that suits its donor
    Column("slot_at", Moment),  # when the hours it was pledged for begin
    Column("fetch_from", LargeBinary),  # encrypted JSON: address, phone
    CheckConstraint("count > 0", name="count"),
    CheckConstraint("way in ('bring','fetch')", name="way"),
    Index("ix_pledge_goods_slot_at", "slot_at"),
)


fetches = table(
    "fetches",
    Column("pledge_id", Big, ForeignKey("pledges.id"), primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),
    Column("day", Text, nullable=False),  # agreed; ISO
    Column("goes", Sealed("fetches.goes"), nullable=False),  # who fetches it
    Column("why", Sealed("fetches.why"), nullable=False),  # it could not be fetched
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),  # who said so last
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("state in ('agreed','fetched','failed')", name="state"),
)
"""What became of pledges that are to be fetched: nothing yet of one that is not here. Where from: `pledge_goods`."""


pledge_services = table(
    "pledge_services",
    own_id(),
    Column("pledge_id", Big, ForeignKey("pledges.id"), nullable=False, index=True),
    Column("item", Text, nullable=False),
    Column("quota", Integer, nullable=False),  # how many households or students
    Column("beneficiaries", Sealed("pledge_services.beneficiaries"), nullable=False),
    Column("valid_from", Text, nullable=False),  # ISO days
    Column("valid_to", Text, nullable=False),
    Column("worth", Big),  # of one, in đồng
    CheckConstraint("quota > 0", name="quota"),
    CheckConstraint("valid_from <= valid_to", name="valid"),
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


cancellations = table(
    "cancellations",
    Column("pledge_id", Big, ForeignKey("pledges.id"), primary_key=True, autoincrement=False),
    Column("contact_id", Big, ForeignKey("contacts.id")),  # nobody: it was done on the command line
    Column("reason", Sealed("cancellations.reason"), nullable=False),
    Column("made_at", Moment, nullable=False),
)
"""Pledges that the organiser took out, and why."""
