"""The inbox, the outbox, and the talks between them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text

from bot.storage.columns import Big, Flag, Moment, Sealed
from bot.storage.tables.base import own_id, table

inbox = table(
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


outbox = table(
    "outbox",
    own_id(),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("lane", Integer, nullable=False),
    Column("group_chat", Flag, nullable=False),
    Column("replaces", Big),  # the earlier message whose place this one takes
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


talks = table(
    "talks",
    own_id(),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("flow", Text, nullable=False),
    Column("argument", Sealed("talks.argument"), nullable=False),
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
