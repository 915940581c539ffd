"""Lists of pupils that schools send, and their rows while nobody has decided on them yet."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text

from bot.storage.columns import Big, Moment, Sealed
from bot.storage.tables.base import own_id, table

list_imports = table(
    "list_imports",
    own_id(),
    Column("drive", Text, ForeignKey("drives.slug"), nullable=False),
    Column("school_id", Big, ForeignKey("units.id"), nullable=False, index=True),
    Column("contact_id", Big, ForeignKey("contacts.id"), nullable=False),
    Column("file", Text, nullable=False),  # where the messenger keeps it; empty where it was pasted
    Column("name", Sealed("list_imports.name"), nullable=False),
    Column("pasted", Sealed("list_imports.pasted"), nullable=False),
    Column("consent", Text, nullable=False),  # how the guardians agreed: paper, spoken, or a column of the list says
    Column("days", Text, nullable=False),  # what was said where days and months may have changed places
    Column("digest", Text, nullable=False),  # of its bytes, so that the very same one is known again
    Column("status", Text, nullable=False),
    Column("found", Sealed("list_imports.found")),  # JSON: the list at a glance
    Column("annotated", Text, nullable=False),  # where the list with what came of each row is kept
    Column("made_at", Moment, nullable=False),
    Column("settled_at", Moment),
    CheckConstraint("status in ('reading','asking','read','taking','taken','dropped','failed','paper')", name="status"),
)


list_rows = table(
    "list_rows",
    own_id(),
    Column("list_id", Big, ForeignKey("list_imports.id"), nullable=False),
    Column("place", Big, nullable=False),  # in the order of the list, from 0
    Column("outcome", Text, nullable=False),
    Column("lacks", Text, nullable=False),  # household, needs: what is to be said for it once it is taken
    Column("secret", Sealed("list_rows.secret"), nullable=False),  # JSON: what the row tells, and what is said of it
    CheckConstraint(
        "outcome in ('new','known','changed','elsewhere','likely','flawed','added','updated','same')", name="outcome"
    ),
    Index("ix_list_rows_list_id_place", "list_id", "place", unique=True),
)
