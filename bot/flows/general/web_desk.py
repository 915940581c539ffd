"""Opens the web desk for those who work with money and gifts: a link that lets them in once."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.logins import WORKERS, desk_address, end_all, make_link

OUT = Offer(_("🚪 Log out everywhere"), "/leave_web_desk")


@flow("banlamviec", label=_("🖥 Web desk"), roles=WORKERS, glance=True)
async def web_desk(chat: Chat) -> None:
    site = await chat.look(desk_address)
    token = await chat.do(make_link)
    lines: list[Phrase | str] = [
        _("Here is your link to the web desk. It works once, within 15 minutes:"),
        f"{site}/desk/login/{token}",
    ]
    if not site:
        lines.append(_("Put the address of this drive's page in front of it."))
    lines.append(_("The link is for you alone; please do not pass it on."))
    await chat.say(*lines, offers=[OUT])


@flow("thoatbanlamviec", label=_("🚪 Log out everywhere"), glance=True)
async def leave_web_desk(chat: Chat) -> None:
    """Ends every session at the desk, on whatever device."""
    await chat.do(end_all)
    offers = [Offer(_("🖥 Web desk"), "/web_desk")]
    await chat.say(_("Done: you are logged out of the web desk on every device."), offers=offers)
