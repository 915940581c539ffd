"""One-time codes that grant a role for a unit in a drive: hashed at rest, expiring, and not to be guessed.

A right code always works, whoever else tries wrong ones: 2^49 codes are what keeps strangers out, no count of tries.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, delete, func, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.people.units import name_of
from bot.programme.plan import idle
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import invite_tries, invites, roles
from bot.storage.work import Work

TRIES_AN_HOUR: Final = 5
"""Wrong ones of a contact, each answered as if it were a slip."""
NETWORK_TRIES_AN_HOUR: Final = 60
"""Wrong ones from one network address, behind which a whole school may sit."""
ALL_TRIES_A_MINUTE: Final = 60
"""Wrong ones that are written down, of everybody: a flood of them costs at most a row a second."""
VALID_DAYS: Final = 14
MANY: Final = _("This code is wrong too, and there have been many. Please compare it letter by letter: the right one "
                "works at any time.")  # fmt: skip


class Granted(msgspec.Struct, frozen=True):
    """What an invite granted."""

    role: str
    unit: str
    idle: bool = False  # nothing follows from this role yet


def make(
    work: Work,
    secrecy: Secrecy,
    *,
    role: str,
    drive: str,
    unit: int | None,
    valid: timedelta = timedelta(days=VALID_DAYS),
) -> str:
    """Writes a new invite down and returns its code, which is kept nowhere else."""
    code = codes.invite_code()
    work.add(
        invites,
        id=new_id(),
        code_hash=secrecy.blind("invite", code),
        role=role,
        drive=drive,
        unit_id=unit,
        made_at=work.now,
        expires_at=work.now + valid,
        used_at=None,
        used_by=None,
        revoked_at=None,
    )
    return code


@deed("invites.accept")
async def accept(tx: World, *, code: str) -> Granted:
    """Grants the actor what the code among the words stands for; raises Refused for a wrong, used or expired one."""
    row = await _invite_in(tx, code)
    if row is None:
        if await _taken_up(tx, code):
            raise Refused(_("You have taken up this role already."))
        if await _too_many(tx):
            raise Refused(MANY)
        raise Refused(_("This code is wrong or has expired. Please ask whoever gave it to you for a new one."))
    await tx.work.execute(update(invites).where(invites.c.id == row.id).values(used_at=tx.now, used_by=tx.actor.id))
    await grant(
        tx.work, person=tx.actor.person_id, contact=tx.actor.id, role=row.role, drive=row.drive, unit=row.unit_id
    )
    return Granted(row.role, await name_of(tx, row.unit_id), idle(row.role))


async def _taken_up(tx: World, text: str) -> bool:
    """Whether the actor has used the code in a text, and still has the role it granted."""
    hashes = [tx.secrecy.blind("invite", code) for code in codes.invite_codes_in(text)]
    same = (roles.c.contact_id == invites.c.used_by) & (roles.c.role == invites.c.role)
    same &= (roles.c.drive == invites.c.drive) & roles.c.unit_id.is_not_distinct_from(invites.c.unit_id)
    mine = invites.c.code_hash.in_(hashes) & (invites.c.used_by == tx.actor.id) & roles.c.ended_at.is_(None)
    return bool(hashes) and await tx.work.one(select(roles.c.id).join(invites, same).where(mine)) is not None


async def invited_by(tx: World, text: str) -> bool:
    """Whether a message holds the code of an invitation that is good, or is nothing but what looks like a code."""
    found = codes.invite_codes_in(text)
    if len(found) == 1 and codes.fold_code(text) == found[0] and any(c.isdigit() for c in found[0]):
        return not found[0].isdigit()
    return await _invite_in(tx, text) is not None


async def _invite_in(tx: World, text: str) -> Any:
    """The invitation whose code stands in a text and can still be used."""
    hashes = [tx.secrecy.blind("invite", code) for code in codes.invite_codes_in(text)]
    if not hashes:
        return None
    good = invites.c.used_at.is_(None) & invites.c.revoked_at.is_(None) & (invites.c.expires_at >= tx.now)
    mine = invites.c.code_hash.in_(hashes) & invites.c.drive.in_(list(tx.plans))
    return await tx.work.one(select(invites).where(mine, good).order_by(invites.c.id))


async def _too_many(tx: World) -> bool:
    """Notes a wrong try, unless there have been too many already: then nothing is written down for it."""
    hour = tx.now - timedelta(hours=1)
    counted = select(func.count()).select_from(invite_tries)

    async def since(moment: datetime, *where: ColumnElement[bool]) -> int:
        return int((await tx.work.execute(counted.where(invite_tries.c.at > moment, *where))).scalar_one())

    if await since(hour, invite_tries.c.contact_id == tx.actor.id) >= TRIES_AN_HOUR:
        return True
    if tx.network and await since(hour, invite_tries.c.network == tx.network) >= NETWORK_TRIES_AN_HOUR:
        return True
    if await since(tx.now - timedelta(minutes=1)) < ALL_TRIES_A_MINUTE:
        await tx.work.execute(delete(invite_tries).where(invite_tries.c.at <= hour))
        tx.work.add(invite_tries, id=new_id(), contact_id=tx.actor.id, network=tx.network, at=tx.now)
    return False


async def grant(work: Work, *, person: int, contact: int, role: str, drive: str, unit: int | None) -> None:
    """Gives a person a role, unless they have it already."""
    mine = (roles.c.person_id == person) & (roles.c.contact_id == contact) & (roles.c.role == role)
    where = mine & (roles.c.drive == drive) & roles.c.unit_id.is_not_distinct_from(unit)
    if await work.one(select(roles.c.id).where(where, roles.c.ended_at.is_(None))):
        return
    work.add(
        roles,
        id=new_id(),
        person_id=person,
        contact_id=contact,
        role=role,
        drive=drive,
        unit_id=unit,
        granted_at=work.now,
        ended_at=None,
        ended_by=None,
    )
