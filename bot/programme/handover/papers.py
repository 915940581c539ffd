"""The papers of a batch as recipes: the record that everybody signs, and a slip for each family.

They name children, so they are handed out on our own pages alone, never through another messenger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select

from bot import texts
from bot.chat.phrase import Lines, Phrase, _, _n, joined
from bot.chat.words import Refused, fact
from bot.programme import codes
from bot.programme.handover.batches import kept_batch
from bot.programme.handover.carried import Carried, carriages, things_named
from bot.programme.handover.guide import guide
from bot.programme.handover.slip_codes import slip_code
from bot.programme.people.units import name_of
from bot.programme.students.particulars import Particulars, revealed
from bot.programme.world import World
from bot.storage.tables import students

OURS: Final = ("web", "terminal")
"""Messengers that are our own pages."""
LONGEST: Final = 160


@fact("handover.papers_here")
async def papers_here(tx: World) -> bool:
    """Whether papers that name children may be sent where the actor writes."""
    return tx.actor.channel in OURS and not tx.actor.group


@fact("handover.record")
async def record_paper(tx: World, *, number: int) -> dict[str, Any]:
    """The recipe of a batch's record, for signatures; raises Refused."""
    batch, rows = await kept_batch(tx, number)
    families = await _families(tx, rows)
    say, paper = _voice(tx), tx.plan.paper
    giver, school = await name_of(tx, batch.unit_id), await name_of(tx, batch.school_id)
    columns: list[tuple[Phrase, int]] = [
        (_("#"), 3), (_("Code"), 8), (_("Pupil, class"), 9), (_("Receives for them"), 8), (_("What"), 10),
        (_("Signed"), 7),
    ]  # fmt: skip
    items = []
    for place, (known, mine) in enumerate(families, 1):
        who = say(_("{name}, {class_name}", name=known.name, class_name=known.class_name)) if known else "–"
        items.append([str(place), codes.shown(mine[0].code), who[:LONGEST], known.guardian[:LONGEST] if known else "–",
                      say(things_named(carriages(tx, mine)))[:LONGEST], ""])  # fmt: skip
    facts = [(_("Hands over"), giver), (_("For the school"), school), (_("For the drive"), tx.plan.short_name)]
    return {
        "make": "receipt",
        "called": say(_("hand-over-{number}.pdf", number=number)),
        "language": tx.actor.language,
        "authority": list(paper.authority),
        "state": [say(_("SOCIALIST REPUBLIC OF VIET NAM")), say(_("Independence – Freedom – Happiness"))],
        "number": say(_("Hand-over {number}", number=number)),
        "place_and_day": "",
        "title": say(_("RECORD OF A HAND-OVER")),
        "opening": say(_("Each family receives what stands beside it, in working order, and free of charge.")),
        "rows": [{"label": say(label), "value": say(_("{value}", value=value))} for label, value in facts],
        "columns": [{"title": say(title), "share": share} for title, share in columns],
        "items": items,
        "sums": [],
        "closing": say(_("Made in three copies: for whoever hands over, for the school, and for the drive.")),
        "signatures": [
            {"office": say(office), "how": say(_("(signature, full name)"))}
            for office in (_("WHOEVER HANDS OVER"), _("THE SCHOOL"))
        ],
        "code": say(_n("{n} family", "{n} families", len(families))),
        "verify_url": _link(tx, "trao"),
        "verify_hint": say(
            _("Scan this to confirm each hand-over by the family's code, also later and without paper.")
        ),
        "row_mm": 12,
    }


@fact("handover.slips")
async def slips_paper(tx: World, *, number: int) -> dict[str, Any]:
    """The recipe of the slips of those families of a batch who have not received everything; raises Refused."""
    batch, rows = await kept_batch(tx, number)
    families = await _families(tx, [row for row in rows if row.handed_at is None])
    if not families:
        raise Refused(_("All of it is handed over, so no slip is needed any more."))
    say, school = _voice(tx), await name_of(tx, batch.school_id)
    made, sorts = [], set[str]()
    for known, mine in families:
        things = carriages(tx, mine)
        sorts |= {one.sort for one in things}
        who = say(_("{name}, {class_name}", name=known.name, class_name=known.class_name)) if known else "–"
        digits = slip_code(tx, batch.id, mine[0].student_id, max(row.draw for row in mine))
        made.append({"name": who[:LONGEST], "place": school[:LONGEST], "things": say(things_named(things))[:300],
                     "code": codes.shown(mine[0].code), "digits": digits,
                     "url": _link(tx, f"trao-{mine[0].code}")})  # fmt: skip
    return {
        "make": "slips",
        "name": say(_("slips-{number}.pdf", number=number)),
        "slips": made,
        "title": say(_("SLIP FOR RECEIVING")),
        "drive": say(_("{value}", value=tx.plan.short_name))[:LONGEST],
        "say": say(_("Your code: say it only once you hold the thing in your hands.")),
        "steps": say(joined(guide(sorts)[1:], " "))[:600],
        "language": tx.actor.language,
    }


async def _families(tx: World, rows: Sequence[Carried]) -> list[tuple[Particulars | None, list[Carried]]]:
    """The things by student, in the batch's order, with what is known of the child."""
    found: dict[int, list[Carried]] = {}
    for row in rows:
        found.setdefault(row.student_id, []).append(row)
    kept = await tx.work.rows(select(students).where(students.c.id.in_(found)))
    known = {row.id: revealed(tx, row) for row in kept}
    return [(known[student], mine) for student, mine in found.items()]


def _voice(tx: World) -> Any:
    def say(said: Lines) -> str:
        return texts.plain(said, tx.actor.language, tx.zone)

    return say


def _link(tx: World, words: str) -> str:
    if not tx.site:
        raise Refused(_("Papers cannot be made yet: the operator has not set the address of the public page."))
    return f"{tx.site}/chat?start={words}"
