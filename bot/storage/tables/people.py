"""Units, the people in them, their addresses, roles and ways in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint, text

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

units = table(
    "units",
    own_id(),
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


people = table(
    "people",
    own_id(),
    Column("name", Sealed("people.name"), nullable=False),
    Column("made_at", Moment, nullable=False),
)


contacts = table(
    "contacts",
    own_id(),
    Column("address", Text, nullable=False, unique=True),  # "telegram:123"
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("group_chat", Flag, nullable=False),
    Column("offers", Sealed("contacts.offers"), nullable=False, default="[]"),  # JSON: what the last list offered
    Column("unreachable", Text),  # why nothing can be delivered any more
    Column("place", Text),  # where within the chat they were last heard, in the messenger's terms: a topic
    Column("made_at", Moment, nullable=False),
)


roles = table(
    "roles",
    own_id(),
    Column("person_id", Big, ForeignKey("people.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id"), index=True),
    Column("granted_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_by", Big, ForeignKey("contacts.id")),  # nobody: it was ended on the command line
    Index(
        "ix_roles_held",
        *("person_id", "contact_id", "role", "drive", "unit_id"),
        unique=True,
        sqlite_where=text("ended_at IS NULL"),  # the migration says postgresql_where too, see tellings
    ),
)


invites = table(
    "invites",
    own_id(),
    Column("code_hash", LargeBinary, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("unit_id", Big, ForeignKey("units.id")),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("used_by", Big, ForeignKey("contacts.id")),
    Column("revoked_at", Moment),
)


invite_tries = table(
    "invite_tries",
    own_id(),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("network", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
    Index("ix_invite_tries_contact_id_at", "contact_id", "at"),
    Index("ix_invite_tries_network_at", "network", "at"),
    Index("ix_invite_tries_at", "at"),
)


logins = table(
    "logins",
    own_id(),
    Column("link_hash", LargeBinary, nullable=False, unique=True),
    Column("code_hash", LargeBinary, index=True),
    Column("session_hash", LargeBinary, unique=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("seen_at", Moment),
    Column("ended_at", Moment),
)
