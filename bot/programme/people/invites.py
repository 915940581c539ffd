"""One-time codes that grant a role for a unit in a drive: hashed at rest, expiring, and not to be guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import _
from bot.chat.words import Refused, deed
from bot.programme import codes
from bot.programme.people.units import name_of
from bot.programme.world import World
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.tables import invite_tries, invites, roles
from bot.storage.work import Work

TRIES_AN_HOUR: Final = 5  # a contact's
ALL_TRIES_AN_HOUR: Final = 100  # everybody's: 2^49 codes cannot be guessed at this pace
VALID_DAYS: Final = 14


class Granted(msgspec.Struct, frozen=True):
    """What an invite granted."""

    role: str
    unit: str


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
    )
    return code


@deed("invites.accept")
async def accept(tx: World, *, code: str) -> Granted:
    """Grants the actor what the code stands for; raises Refused for a wrong, used or expired one, or too many tries."""
    hour = tx.now - timedelta(hours=1)
    tries = select(func.count()).select_from(invite_tries).where(invite_tries.c.at > hour)
    mine = await tx.work.one(tries.where(invite_tries.c.contact_id == tx.actor.id))
    everybody = await tx.work.one(tries)
    if mine and everybody and (mine[0] >= TRIES_AN_HOUR or everybody[0] >= ALL_TRIES_AN_HOUR):
        raise Refused(_("Too many codes were tried. Please try again in an hour."))
    hashed = tx.secrecy.blind("invite", codes.fold_code(code))
    row = await tx.work.one(select(invites).where(invites.c.code_hash == hashed))
    if row is None or row.used_at is not None or row.expires_at < tx.now or row.drive not in tx.plans:
        tx.work.add(invite_tries, id=new_id(), contact_id=tx.actor.id, at=tx.now)
        raise Refused(_("This code is wrong or has expired. Please ask whoever gave it to you for a new one."))
    await tx.work.execute(update(invites).where(invites.c.id == row.id).values(used_at=tx.now, used_by=tx.actor.id))
    await grant(
        tx.work, person=tx.actor.person_id, contact=tx.actor.id, role=row.role, drive=row.drive, unit=row.unit_id
    )
    return Granted(row.role, await name_of(tx, row.unit_id))


async def grant(work: Work, *, person: int, contact: int, role: str, drive: str, unit: int | None) -> None:
    """Gives a person a role, unless they have it already."""
    mine = (roles.c.person_id == person) & (roles.c.contact_id == contact) & (roles.c.role == role)
    where = mine & (roles.c.drive == drive) & (roles.c.unit_id == unit if unit else roles.c.unit_id.is_(None))
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
    )
