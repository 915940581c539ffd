"""How somebody is spoken to: as a visitor, a teacher, somebody who works for the drive, or an official."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from bot.flows.menu_order import FIRST
from bot.programme.people.roles import Held

Address = Literal["visitor", "teacher", "colleague", "official"]
ADDRESSED: Final[dict[str, Address]] = {
    "school_contact": "teacher",
    "official": "official",
    "supervisor": "official",
    "media": "official",
}
"""Roles whose holders are spoken to in their own way; all others that stand in FIRST are colleagues."""


def address_of(held: Sequence[Held]) -> Address:
    """How the holder of these roles is spoken to, by the role that stands first."""
    mine = [one.role for one in held]
    first = next((role for role in FIRST if role in mine), None)
    return "visitor" if first is None else ADDRESSED.get(first, "colleague")
