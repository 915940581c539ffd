"""What a family is told before anything is written down, and who has to agree to it: by versions, which are kept.

Law 91/2025/QH15: for a child of seven years and more the child's own consent is needed beside the guardian's, and
silence is none. An entry keeps the version of the notice that was agreed to, so that it can be shown again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused

WAYS: Final = ("paper", "spoken")
"""How somebody agrees: signed, or told the teacher."""
OWN_CONSENT: Final = 7
"""Years of age from which the child's own consent is needed."""
FIRST_NOTICE: Final = "2026-11"
"""The first version, which did not ask the child."""
NOTICE: Final = "2026-11-28"
"""The version that is read out today."""
NOTICES: Final[Mapping[str, tuple[Phrase, ...]]] = {
    FIRST_NOTICE: (
        _("We keep these particulars for this drive only and delete them after it."),
        _("Nothing about the child is ever published."),
    ),
    NOTICE: (
        _(
            "• We note name, birth date, class and home of the child, name and phone of the guardian, and what the "
            "child lacks for learning, so that help comes to those who need it most."
        ),
        _("• The school and those who check the list see it, nobody else. Nothing about the child is ever published."),
        _(
            "• It is deleted once the drive is over. Until then the family can see it, have it corrected, or withdraw "
            "at any time: a word to the school is enough."
        ),
    ),
}
"""Every notice that was ever agreed to, by version; one that was used is never changed."""


def years_old(birth: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def child_is_asked(notice: str, birth: date, day: date) -> bool:
    """Whether under this version of the notice the child has to agree too."""
    return notice != FIRST_NOTICE and years_old(birth, day) >= OWN_CONSENT


def require_consent(guardian: str, child: str, notice: str, birth: date, day: date) -> None:
    """Refuses an entry without the consents that it needs."""
    if notice not in NOTICES or guardian not in WAYS:
        raise Refused(_("Without the guardian's consent a pupil cannot be put on the list."))
    if child_is_asked(notice, birth, day) and child not in WAYS:
        raise Refused(_("From 7 years on a child has to agree too. Please ask the child first."))
