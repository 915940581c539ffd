"""What roles are called when we speak to people."""

from __future__ import annotations

from typing import Final

from bot.chat.phrase import Phrase, _

ROLE_NAMES: Final[dict[str, Phrase]] = {
    "donor": _("donor"),
    "school_contact": _("school contact"),
    "reviewer": _("reviewer"),
    "coordinator": _("coordinator"),
    "accountant": _("accountant"),
    "unit_contact": _("unit contact"),
    "deputy": _("deputy contact"),
    "official": _("official"),
    "manager": _("campaign manager"),
    "helper": _("helper"),
    "supervisor": _("supervisor"),
    "agency_contact": _("agency contact"),
    "volunteer": _("volunteer"),
    "team_leader": _("team leader"),
    "media": _("press contact"),
}


def role_label(role: str, unit: str) -> Phrase:
    """A role and the unit it is held for, if any, as people read them."""
    name = ROLE_NAMES[role]
    return _("{role}, {unit}", role=name, unit=unit) if unit else name
