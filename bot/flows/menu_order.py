"""The order of the menu. A flow that does not stand here is begun by its command, or by a button of another flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MENU: Final = (
    "give_cash",
    "give_devices",
    "give_services",
    "my_gifts",
    "enter_student",
    "send_list",
    "my_students",
    "hand_over",
    "follow_up",
    "review_students",
    "coverage",
    "nominate",
    "weekly_report",
    "unit_desk",
    "match_money",
    "bank_statement",
    "show_cash_book",
    "purchases",
    "digest",
    "take_device",
    "fetch_list",
    "services_desk",
    "stock",
    "allot",
    "repair_queue",
    "review_nominations",
    "move_goods",
    "web_desk",
    "end_role",
    "progress",
    "units_at_a_glance",
    "help",
    "reception",
    "language",
    "enter_code",
)
"""Names of flows, from the top of the menu downwards; each person sees those of the own roles."""
FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "manager": ("digest", "match_money", "units_at_a_glance", "take_device", "web_desk"),
    "accountant": ("match_money", "bank_statement", "show_cash_book", "digest", "web_desk"),
    "coordinator": ("take_device", "fetch_list", "allot", "stock", "move_goods", "web_desk"),
    "helper": ("take_device", "stock", "move_goods"),
    "reviewer": ("review_students", "digest", "progress"),
    "school_contact": ("enter_student", "my_students", "hand_over", "follow_up", "nominate"),
    "unit_contact": ("weekly_report", "unit_desk", "show_cash_book", "take_device"),
    "deputy": ("weekly_report", "unit_desk", "show_cash_book", "take_device"),
    "supervisor": ("digest", "progress"),
    "official": ("digest", "units_at_a_glance", "progress"),
    "media": ("digest", "progress"),
}
"""What stands above all else for whoever holds a role; whoever holds several has the first of these roles first."""
AT_ONCE: Final = 6
"""So many lines the menu has; where there are more, the last of them leads to the rest."""
