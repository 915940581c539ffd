"""The digest as one message: its lines and its picture, for whoever may read it."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bot import texts
from bot.chat.phrase import Cash, _
from bot.chat.words import Offer, fact
from bot.programme.people.roles import held_by
from bot.programme.reporting import digest
from bot.programme.reporting.digest import Digest
from bot.programme.world import World

READERS: Final = frozenset({"official", "manager", "coordinator", "accountant", "reviewer", "media", "supervisor"})


class Ready(msgspec.Struct, frozen=True):
    """A digest, and the recipe of its picture."""

    digest: Digest
    picture: dict[str, Any]


@fact("digest.now")
async def digest_now(tx: World) -> Ready | None:
    """The digest as of now; None for somebody who is not to have it."""
    if not READERS & {held.role for held in await held_by(tx, tx.actor.person_id)}:
        return None
    found = await digest.compose(tx)
    return Ready(found, chart(tx, found, tx.actor.language))


def chart(tx: World, found: digest.Digest, language: str) -> dict[str, Any]:
    """The recipe of the digest's picture."""

    def words(value: object) -> str:
        return texts.unmarked(texts.shown(value, language, tx.zone))

    bars = [{"label": name, "value": amount, "shown": words(Cash(amount)), "note": ""}
            for name, amount in found.top]  # fmt: skip
    if found.other > 0:
        shown = words(Cash(found.other))
        bars.append({"label": words(_("Others")), "value": found.other, "shown": shown, "note": "", "rest": True})
    promised = found.total.get("cash")
    total = promised.amount if promised else 0
    subtitle = _("Money promised by unit, as of {at}", at=found.at)
    if found.received > 0:
        total, subtitle = found.received, _("Money received by unit, as of {at}", at=found.at)
    return {
        "make": "bars",
        "title": words(tx.plan.short_name),
        "subtitle": words(subtitle),
        "bars": bars,
        "empty": words(_("No figures yet. They will appear here after the first gift.")),
        "total_line": words(_("Total: {total}", total=Cash(total))),
    }


def reports_offered(found: Digest) -> list[Offer]:
    """The way to what the units write in their reports, where they write anything."""
    return [Offer(_("📋 The units' reports"), f"/unit_reports {found.period}")] if found.tells else []
