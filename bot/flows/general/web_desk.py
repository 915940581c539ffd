"""Opens the web desk for those who work with money, gifts and students' lists: a link that lets them in once."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat, Offer
from bot.flows.registry import flow
from bot.programme.people.logins import SCHOOLS, WORKERS, desk_address, end_all, make_code, make_link
from bot.programme.people.roles import REVIEWS

OUT = Offer(_("🚪 Log out everywhere"), "/leave_web_desk")


@flow("banlamviec", label=_("🖥 Web desk"), roles=(*WORKERS, *SCHOOLS, REVIEWS), glance=True)
async def web_desk(chat: Chat) -> None:
    site = await chat.look(desk_address)
    token = await chat.do(make_link)
    lines: list[Phrase | str] = [
        _("Here is your link to the web desk. It works once, within 15 minutes:"),
        f"{site}/desk/login/{token}",
    ]
    if not site:
        lines.append(_("Put the address of this drive's page in front of it."))
    code = await chat.do(make_code)
    lines += [
        _("On a computer: open {address} and type the code <code>{code}</code>, within 5 minutes.",
          address=f"{site}/desk", code=f"{code[:4]}-{code[4:]}"),
        _("Link, code and picture are for you alone; please do not pass them on."),
    ]  # fmt: skip
    await chat.say(*lines, picture={"make": "qr", "text": f"{site}/desk/login/{token}"} if site else None, offers=[OUT])


@flow("thoatbanlamviec", label=_("🚪 Log out everywhere"), glance=True)
async def leave_web_desk(chat: Chat) -> None:
    """Ends every session at the desk, on whatever device."""
    await chat.do(end_all)
    offers = [Offer(_("🖥 Web desk"), "/web_desk")]
    await chat.say(_("Done: you are logged out of the web desk on every device."), offers=offers)
