"""What does not agree: told every morning where there is anything, and here to whoever asks; what to do about it."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.money.differences import differences, lines, offers
from bot.programme.money.taking_out import take_out
from bot.programme.people.roles import CLERKS


@flow("lech", label=_("⚖️ What does not agree"), roles=CLERKS, glance=True, module="cash")
async def what_differs(chat: Chat) -> None:
    found = await chat.look(differences)
    said = lines(found)
    if not said:
        await chat.say(_("The bank, the cash books and the promises all agree."))
        return
    await chat.say(_("<b>What does not agree today:</b>"), *said, offers=offers(found))


@flow("saokekhongco", label=_("The statement does not show it"))
async def not_in_statement(chat: Chat) -> None:
    """Takes a movement out of the books; its receipt's number stands behind the command."""
    asked = _("Why does it go out of the books? For example: Ngân hàng báo nhầm. Everybody may read this: no names.")
    reason = await chat.ask("reason", Text(longest=200), asked)
    sum = await chat.do(take_out, receipt=chat.number, reason=reason)
    await chat.say(_("{sum} is out of the books again; both lines stay to be read.", sum=sum))
