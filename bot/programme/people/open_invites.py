"""Invitations nobody has used yet: listed, taken back, and let be valid again."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import func, select, update

from bot.chat.phrase import Phrase, _
from bot.chat.words import Refused, deed, fact
from bot.programme.people.role_names import role_label
from bot.programme.people.roles import require_organiser
from bot.programme.world import World
from bot.storage.tables import invites, units

MAY: Final = ("manager",)


class Invite(msgspec.Struct, frozen=True):
    """An invitation that is still good: its code is kept nowhere, so it goes by what it is for and when it was made."""

    number: int
    role: str
    unit: str
    made: datetime
    expires: datetime

    @property
    def label(self) -> Phrase:
        """The role and unit it grants, as people read them."""
        return role_label(self.role, self.unit)


@fact("invites.open")
async def open_invites(tx: World, *, most: int = 8) -> list[Invite]:
    """Invitations that can still be used, the latest first; only for the organiser."""
    await require_organiser(tx, *MAY)
    return (await all_open(tx))[:most]


async def all_open(tx: World) -> list[Invite]:
    """Every invitation of this drive that can still be used, the latest first."""
    good = (invites.c.drive == tx.drive) & invites.c.used_at.is_(None) & invites.c.revoked_at.is_(None)
    rows = await tx.work.rows(
        select(invites, func.coalesce(units.c.name, "").label("unit"))
        .outerjoin(units, units.c.id == invites.c.unit_id)
        .where(good, invites.c.expires_at >= tx.now)
        .order_by(invites.c.id.desc())
    )
    return [Invite(row.id, row.role, row.unit, row.made_at, row.expires_at) for row in rows]


@deed("invites.revoke")
async def revoke_invite(tx: World, *, invite: int) -> None:
    """The organiser takes an invitation back; see `revoke`."""
    await require_organiser(tx, *MAY)
    await revoke(tx, invite)


async def revoke(tx: World, invite: int) -> None:
    """Makes an invitation's code worthless; raises Refused where it has been used or is gone."""
    if invite not in {one.number for one in await all_open(tx)}:
        raise Refused(_("This invitation has been used, has expired, or was taken back already."))
    await tx.work.execute(update(invites).where(invites.c.id == invite).values(revoked_at=tx.now))


@deed("invites.allow")
async def allow_invite(tx: World, *, invite: int) -> None:
    """The organiser lets a code be valid again that was taken back; it expires when it would have."""
    await require_organiser(tx, *MAY)
    mine = (invites.c.id == invite) & (invites.c.drive == tx.drive) & invites.c.revoked_at.is_not(None)
    if not await tx.work.one(select(invites.c.id).where(mine, invites.c.used_at.is_(None))):
        raise Refused(_("There is no such invitation that was taken back."))
    await tx.work.execute(update(invites).where(mine).values(revoked_at=None))
