"""The order of the menu. A flow that does not stand here is begun by its command, or by a button of another flow."""

from __future__ import annotations

from typing import Final

MENU: Final = (
    "give_cash",
    "give_devices",
    "give_services",
    "my_gifts",
    "register_student",
    "my_students",
    "nominate",
    "weekly_report",
    "unit_desk",
    "match_money",
    "bank_statement",
    "show_cash_book",
    "digest",
    "take_device",
    "fetch_list",
    "services_desk",
    "stock",
    "review_nominations",
    "move_goods",
    "web_desk",
    "end_role",
    "progress",
    "units_at_a_glance",
    "help",
    "language",
    "enter_code",
)
"""Names of flows, from the top of the menu downwards; each person sees those of the own roles."""
