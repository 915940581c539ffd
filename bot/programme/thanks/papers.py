"""The papers of thanks as recipes, worded in the reader's language: the certificate, the acknowledgement of a gift."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from bot import texts
from bot.chat.phrase import Cash, Lines, Phrase, _
from bot.chat.words import Refused, fact
from bot.programme import codes
from bot.programme.giving.own_pledge import require_own_pledge
from bot.programme.thanks.certificates import CertifiedGift, certificate, gift_phrase
from bot.programme.world import World
from bot.reports.letters import lacking
from bot.reports.sum_in_words import in_words
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import devices, pledge_services, receipts

MOST_ROWS = 100
Voice = Callable[[Lines], str]
"""Words a sentence in the reader's language."""
Table = tuple[list[tuple[Phrase, str, int]], list[list[str]], list[tuple[Phrase, str, bool]]]
"""(title, side and share of each column; the cells, line by line; label, value and weight of each sum)"""


@fact("paper.certificate")
async def certificate_paper(tx: World, *, code: str, shape: str) -> dict[str, Any]:
    """The recipe of the actor's own certificate, as "pdf" or "png"; raises Refused."""
    row = await certificate(tx, code)
    if row is None or row.contact_id != tx.actor.id or row.revoked_at is not None:
        raise Refused(_("I can't find a certificate of yours with the code {code}.", code=code[:20]))
    say = _voice(tx)
    paper, gift = tx.plan.paper, gift_phrase(tx, msgspec.json.decode(row.gift, type=CertifiedGift))
    return {
        "make": "certificate",
        "as": shape,
        "called": say(_("certificate-{code}.{shape}", code=codes.shown(row.code), shape=shape)),
        "form": row.form,
        "language": tx.actor.language,
        "state": _state(say),
        "authority": list(paper.authority),
        "title": say(_("CERTIFICATE OF THANKS")),
        "for_whom": say(_("Our heartfelt thanks go to") if row.form == "person" else _("With heartfelt thanks to")),
        "name": row.name,
        "gift": say(_("who has given {gift} to the drive “{drive}”.", gift=gift, drive=tx.plan.short_name)),
        "closing": say(_("Your kindness brings the pupils closer to their lessons.")),
        "place_and_day": _place_and_day(tx, say, row.made_at),
        "signed_by": [*paper.signed_by[:3], ""],  # room for hand and stamp; the name is written by hand
        "number": say(_("No. {number}", number=f"{row.number:03d}")),
        "code": codes.shown(row.code),
        "verify_url": _address(tx, f"/kiemtra/{row.code}"),
        "verify_hint": say(_("Scan to verify, or enter the code at {address}", address=_address(tx, "/kiemtra"))),
    }


@fact("paper.receipt")
async def acknowledgement_paper(tx: World, *, code: str) -> dict[str, Any]:
    """The recipe of the acknowledgement of all that came in of the actor's gift; raises Refused where nothing has."""
    pledge = await require_own_pledge(tx, code)
    say = _voice(tx)
    columns, items, sums = await (_money(tx, pledge, say) if pledge.kind == "cash" else _things(tx, pledge, say))
    if not items:
        raise Refused(_("Nothing of this gift has come in yet; the receipt follows then."))
    donor = pledge.donor_name or say(_("a giver who prefers not to be named"))
    if lacking(donor):  # a name with holes in it would be nobody's
        donor = say(_("the giver of {code}", code=codes.shown(pledge.code)))
    rows = [(_("Received from"), donor), (_("For the drive"), tx.plan.short_name), (_("Code of the gift"), pledge.code)]
    return {
        "make": "receipt",
        "called": say(_("receipt-{code}.pdf", code=codes.shown(pledge.code))),
        "language": tx.actor.language,
        "authority": list(tx.plan.paper.authority),
        "state": _state(say),
        "number": say(_("Code: {code}", code=codes.shown(pledge.code))),
        "place_and_day": _place_and_day(tx, say, tx.now),
        "title": say(_("RECEIPT FOR A GIFT")),
        "opening": say(_("{organiser} confirms to have received:", organiser=tx.plan.organiser.name)),
        "rows": [{"label": say(label), "value": say(_("{value}", value=value))} for label, value in rows],
        "columns": [{"title": say(title), "align": align, "share": share} for title, align, share in columns],
        "items": items[:MOST_ROWS],
        "sums": [{"label": say(label), "value": value, "strong": strong} for label, value, strong in sums],
        "closing": say(_("Made from the books as they stand on this day. Every line is in the public ledger.")),
        "signatures": [{"office": line, "how": "", "name": ""} for line in tx.plan.paper.signed_by[-1:]],
        "code": codes.shown(pledge.code),
        "verify_url": _address(tx, "/sochung"),
        "verify_hint": say(_("The public ledger: {address}", address=_address(tx, "/sochung"))),
    }


async def _money(tx: World, pledge: StoredPledge, say: Voice) -> Table:
    mine = select(receipts).where(receipts.c.pledge_id == pledge.id).order_by(receipts.c.moved_at, receipts.c.id)
    found = await tx.work.rows(mine)
    ways = {True: _("in hand"), False: _("by bank")}
    items = [[say(_("{day}", day=row.moved_at.astimezone(tx.zone).date())), say(ways[row.holder_id is not None]),
              say(_("{sum}", sum=Cash(row.minor, row.currency)))] for row in found]  # fmt: skip
    columns = [(_("Day"), "left", 3), (_("How"), "left", 3), (_("Sum"), "right", 4)]
    whole: dict[str, int] = {}
    for row in found:
        whole[row.currency] = whole.get(row.currency, 0) + row.minor
    sums = [(_("Total"), say(_("{sum}", sum=Cash(minor, currency))), True) for currency, minor in whole.items()]
    if set(whole) == {"VND"} and whole["VND"] > 0:
        sums.append((_("In words"), in_words(whole["VND"], "en" if tx.actor.language == "en" else "vi"), False))
    rated = {row.rate for row in found if row.rate}
    sums += [(_("Rate, for reference"), rate, False) for rate in sorted(rated)]
    return columns, items, sums


async def _things(tx: World, pledge: StoredPledge, say: Voice) -> Table:
    names = {item.key: item.name for item in tx.plan.catalogue}
    if pledge.kind == "services":
        found = await tx.work.rows(select(pledge_services).where(pledge_services.c.pledge_id == pledge.id))
        items = [[say(_("{name}", name=names.get(row.item, {"": row.item}))), str(row.quota), row.beneficiaries]
                 for row in found if pledge.status == "received"]  # fmt: skip
        return [(_("Service"), "left", 4), (_("Quota"), "right", 2), (_("For whom"), "left", 5)], items, []
    there = (devices.c.pledge_id == pledge.id) & (devices.c.status != "withdrawn")
    rows = await tx.work.rows(select(devices).where(there).order_by(devices.c.id))
    items = [[codes.shown(row.tag), say(_("{name}", name=names.get(row.item, {"": row.item}))), row.serial or "–",
              say(_("{day}", day=row.made_at.astimezone(tx.zone).date()))] for row in rows]  # fmt: skip
    columns = [(_("Tag"), "left", 4), (_("Device"), "left", 4), (_("Number"), "left", 5), (_("Day"), "left", 3)]
    return columns, items, [(_("Total"), say(_("{n} pieces", n=len(items))), True)]


def _voice(tx: World) -> Voice:
    def say(said: Lines) -> str:
        return texts.plain(said, tx.actor.language, tx.zone)

    return say


def _state(say: Voice) -> list[str]:
    return [say(_("SOCIALIST REPUBLIC OF VIET NAM")), say(_("Independence – Freedom – Happiness"))]


def _place_and_day(tx: World, say: Voice, at: datetime) -> str:
    day = at.astimezone(tx.zone).date()
    values = {"place": tx.plan.paper.place, "day": f"{day.day:02d}", "month": f"{day.month:02d}", "year": str(day.year)}
    said: Phrase = _("{place}, day {day} month {month} year {year}", **values)
    return say(said)


def _address(tx: World, path: str) -> str:
    if not tx.site:
        raise Refused(_("Papers cannot be made yet: the operator has not set the address of the public page."))
    return tx.site + path
