"""The digest on demand: the same lines and picture that officials get after the deadline, as of now."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.reporting.digest import lines
from bot.programme.reporting.digest_message import digest_now, reports_offered

READERS = ("official", "manager", "coordinator", "accountant", "reviewer", "media", "supervisor")


@flow("bantonghop", "tonghop", label=_("📊 Digest"), roles=READERS, glance=True)
async def digest(chat: Chat) -> None:
    found = await chat.look(digest_now)
    if found is None:
        await chat.say(_("The digest is for officials of the drive. See /progress for the totals."))
        return
    await chat.say(*lines(found.digest), picture=found.picture, offers=reports_offered(found.digest))
