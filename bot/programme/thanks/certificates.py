"""Certificates: what a donor may frame, verifiable by anybody, and silent about all that its donor has not allowed."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import Cash, Phrase, _, joined
from bot.chat.words import Refused, deed, fact
from bot.programme import codes
from bot.programme.giving.own_pledge import own_pledge, require_own_pledge
from bot.programme.world import World
from bot.reports.letters import lacking
from bot.storage.ids import new_id
from bot.storage.rows.giving import StoredPledge
from bot.storage.rows.thanks import StoredCertificate
from bot.storage.tables import certificates, devices, pledge_services, pledges, receipts

MARK: Final = "C"
"""Stands behind the drive's prefix in a certificate's code, so that no certificate is ever taken for a pledge."""
LONGEST_NAME: Final = 120
SHOWN: Final = ("nothing", "name", "name_and_gift")


class CertifiedGift(msgspec.Struct, frozen=True):
    """What a certificate is about: money by currency, pieces or places by the catalogue's key."""

    cash: list[Cash] = []
    things: dict[str, int] = {}


class Thankful(msgspec.Struct, frozen=True):
    """A received gift as its donor's thanks need it; `certificate` is the code of the one they have, or empty."""

    code: str
    donor: str
    name: str
    shown: str
    received: bool
    certificate: str = ""
    lacking: str = ""  # letters of the name that no paper can show


class Verified(msgspec.Struct, frozen=True):
    """What the public may know of a certificate; `name` empty and `gift` None where the donor has not allowed it."""

    number: int
    made_at: datetime
    revoked: bool
    form: str
    name: str
    gift: Phrase | None


def no_letters(name: str) -> Phrase | None:
    """What to say where a name has letters that no paper can show; None where it has not."""
    missing = lacking(name)
    if not missing:
        return None
    return _(
        "The paper has no letters for “{letters}”. Please write the name in Latin letters, for example: Kim Min-su.",
        letters=missing[:20],
    )


@fact("certificate.mine")
async def thankful(tx: World, *, code: str) -> Thankful | None:
    """The actor's own gift with this code; None where they have none."""
    row = await own_pledge(tx, code)
    if row is None:
        return None
    valid = await _valid(tx, row.id)
    received = row.status == "received"
    code_now, missing = valid.code if valid else "", lacking(row.donor_name)
    return Thankful(row.code, row.donor, row.donor_name, row.shown, received, code_now, missing)


@deed("certificate.issue")
async def issue(tx: World, *, code: str, form: str, name: str, shown: str) -> str:
    """Makes out a certificate for the actor's received gift and returns its code; an earlier one that says anything
    else is no longer valid."""
    row = await require_own_pledge(tx, code)
    if row.status != "received":
        raise Refused(_("The certificate comes once all of your gift is received."))
    name = " ".join(name.split())
    if form not in ("person", "organisation") or shown not in SHOWN or not 0 < len(name) <= LONGEST_NAME:
        raise Refused(_("The name may have 1 to {most} letters.", most=LONGEST_NAME))
    if (trouble := no_letters(name)) is not None:
        raise Refused(trouble)
    if name == row.donor_name:
        await tx.work.execute(update(pledges).where(pledges.c.id == row.id).values(shown=shown))
    gift = msgspec.json.encode(await given_of(tx, row)).decode()
    valid = await _valid(tx, row.id)
    if valid is not None:
        if (valid.form, valid.name, valid.gift) == (form, name, gift):
            same = update(certificates).where(certificates.c.id == valid.id)
            await tx.work.execute(same.values(shown=shown))
            return valid.code
        revoked = update(certificates).where(certificates.c.id == valid.id)
        await tx.work.execute(revoked.values(revoked_at=tx.now))
    mine = certificates.c.drive == tx.drive
    last = (await tx.work.one(select(func.coalesce(func.max(certificates.c.number), 0)).where(mine)))[0]
    made = codes.new_code(tx.plan.code_prefix + MARK)
    tx.work.add(
        certificates,
        id=new_id(),
        code=made,
        number=int(last) + 1,
        drive=tx.drive,
        pledge_id=row.id,
        form=form,
        name=name,
        gift=gift,
        shown=shown,
        made_at=tx.now,
        revoked_at=None,
    )
    return made


async def allow(tx: World, pledge: StoredPledge, shown: str) -> None:
    """What of a gift its donor lets the public see from now on, under the pledge's own name.

    A certificate that bears another name shows no more by this, but nothing is left of it where nothing may be shown.
    """
    await tx.work.execute(update(pledges).where(pledges.c.id == pledge.id).values(shown=shown))
    valid = await _valid(tx, pledge.id)
    if valid is not None and (valid.name == pledge.donor_name or shown == "nothing"):
        await tx.work.execute(update(certificates).where(certificates.c.id == valid.id).values(shown=shown))


async def verified(tx: World, code: str) -> Verified | None:
    """What anybody may know who holds a certificate's code, typed in any form; None where there is none."""
    row = await certificate(tx, code)
    if row is None:
        return None
    revoked = row.revoked_at is not None or row.status != "received"
    name = row.name if row.shown in ("name", "name_and_gift") else ""
    gift = gift_phrase(tx, msgspec.json.decode(row.gift, type=CertifiedGift)) if row.shown == "name_and_gift" else None
    return Verified(row.number, row.made_at, revoked, row.form, name, gift)


class CertificateRow(StoredCertificate, Protocol):
    """A certificate with the state and the contact of its pledge."""

    status: str
    contact_id: int


async def certificate(tx: World, code: str) -> CertificateRow | None:
    """A certificate by its code; None where there is none."""
    stored = codes.read_code(code, tx.plan.code_prefix + MARK) or ""
    statement = select(certificates, pledges.c.status, pledges.c.contact_id)
    statement = statement.join(pledges, pledges.c.id == certificates.c.pledge_id)
    that = (certificates.c.code == stored) & (certificates.c.drive == tx.drive)
    row: CertificateRow | None = await tx.work.one(statement.where(that))
    return row


def gift_phrase(tx: World, given: CertifiedGift) -> Phrase:
    """What was given, in a line."""
    names = {item.key: item.name for item in tx.plan.catalogue}
    parts: list[Phrase | str] = [_("{sum}", sum=cash) for cash in given.cash]
    parts += [_("{count} × {name}", count=count, name=names.get(key, {"": key})) for key, count in given.things.items()]
    return joined(parts)


async def given_of(tx: World, pledge: StoredPledge) -> CertifiedGift:
    """What has really come in for a pledge."""
    if pledge.kind == "cash":
        sums = select(receipts.c.currency, func.sum(receipts.c.minor)).where(receipts.c.pledge_id == pledge.id)
        rows = await tx.work.rows(sums.group_by(receipts.c.currency).order_by(receipts.c.currency))
        return CertifiedGift([Cash(int(minor), currency) for currency, minor in rows if minor > 0])
    if pledge.kind == "services":
        found = select(pledge_services.c.item, pledge_services.c.quota)
        rows = await tx.work.rows(found.where(pledge_services.c.pledge_id == pledge.id))
        return CertifiedGift(things={item: int(quota) for item, quota in rows})
    there = (devices.c.pledge_id == pledge.id) & (devices.c.status != "withdrawn")
    pieces = select(devices.c.item, func.count()).where(there).group_by(devices.c.item).order_by(devices.c.item)
    return CertifiedGift(things={item: int(count) for item, count in await tx.work.rows(pieces)})


async def _valid(tx: World, pledge: int) -> StoredCertificate | None:
    mine = (certificates.c.pledge_id == pledge) & certificates.c.revoked_at.is_(None)
    row: StoredCertificate | None = await tx.work.one(select(certificates).where(mine))
    return row
