"""The drives that are set up, and what the process itself remembers."""

from __future__ import annotations

from sqlalchemy import Column, Text

from bot.storage.columns import Moment
from bot.storage.tables.base import table

marks = table("marks", Column("name", Text, primary_key=True), Column("value", Text, nullable=False))


drives = table(
    "drives",
    Column("slug", Text, primary_key=True),
    Column("plan", Text, nullable=False),
    Column("loaded_at", Moment, nullable=False),
)
