"""What those who fetch things are told of them: that somebody asks for it, or that nobody need go any more."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, select

from bot.chat.phrase import Phrase, _
from bot.chat.words import Offer
from bot.programme import codes
from bot.programme.people.contacts import holders
from bot.programme.people.units import organiser_unit
from bot.programme.world import World
from bot.storage.rows.giving import StoredPledge
from bot.storage.tables import fetches
from bot.storage.talks import Contact

FETCHERS: Final = ("coordinator", "manager", "helper")
"""Who sees where things are to be fetched from: those who work for the organiser."""


async def fetchers(tx: World) -> list[Contact]:
    """Those who see to fetching and can be reached."""
    return await holders(tx, (await organiser_unit(tx)).id, FETCHERS)


async def fetch_asked_for(tx: World, code: str) -> None:
    """Tells them of a pledge that is to be fetched. Address and phone stand in the list alone."""
    said = _("🚚 Somebody asks to have devices fetched: {code}. Address and phone stand in the list.",
             code=codes.shown(code))  # fmt: skip
    await _tell(tx, said, [Offer(_("🚚 To be fetched"), f"/fetch_list {code}")])


async def fetch_called_off(tx: World, pledge: StoredPledge) -> None:
    """Forgets what was agreed about fetching a pledge, and tells them where somebody was to go."""
    row = await tx.work.one(select(fetches.c.state).where(fetches.c.pledge_id == pledge.id))
    if row is None:
        return
    await tx.work.execute(delete(fetches).where(fetches.c.pledge_id == pledge.id))
    if row.state == "agreed":
        code = codes.shown(pledge.code)
        await _tell(tx, _("🚚 {code} is not to be fetched as agreed: its giver has changed their mind.", code=code), [])


async def _tell(tx: World, said: Phrase, offers: list[Offer]) -> None:
    for contact in await fetchers(tx):
        tx.tell(contact, [said], offers=offers)
