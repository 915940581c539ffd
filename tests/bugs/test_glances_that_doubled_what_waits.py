"""Each glance in the middle of a talk doubled what is kept of the flow that waits: after twenty of them, a million."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.tables import contacts
from tests.support.rig import Rig


async def kept(rig: Rig, chat: str) -> str:
    """What is kept of the lists that were shown to somebody."""
    [[offers]] = await rig.rows(select(contacts.c.offers).where(contacts.c.address == f"web:{chat}"))
    return str(offers)


async def test_what_waits_is_kept_once_whatever_is_looked_at(rig: Rig) -> None:
    for words in ("/goptien", "/gopthietbi", "3"):  # the first is put aside
        await rig.says("an", words)
    for _glance in range(4):
        await rig.says("an", "/trogiup")
    assert (await kept(rig, "an")).count('"/later"') == 1


async def test_it_is_still_offered_at_the_end(rig: Rig) -> None:
    for words in ("/goptien", "/gopthietbi", "3", "/trogiup"):
        await rig.says("an", words)
    _stopped, offered = await rig.says("an", "/huy")
    assert offered.buttons[0].data == "/continue"
