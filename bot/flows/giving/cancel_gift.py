"""A donor takes a pledge back, or asks not to be reminded of it."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.pledges import cancel_pledge, my_pledges, stop_reminding


@flow("huyqua", label=_("Cancel a gift"))
async def cancel_gift(chat: Chat) -> None:
    found = await chat.look(my_pledges, code=chat.argument or "-", most=1)
    if not found or found[0].status != "promised":
        await chat.say(
            _("There is no open promise with the code {code}. See /my_gifts.", code=chat.argument[:20] or "–")
        )
        return
    code = shown(found[0].code)
    if not await chat.confirm("sure", _("Cancel the promise {code}? You owe us nothing.", code=code)):
        await chat.say(_("Good, the promise stays."))
        return
    await chat.do(cancel_pledge, code=found[0].code)
    await chat.say(_("{code} is cancelled. Thank you all the same.", code=code))


@flow("ngungnhac", label=_("Stop reminders"), glance=True)
async def stop_reminders(chat: Chat) -> None:
    code = await chat.do(stop_reminding, code=chat.argument or "-")
    await chat.say(_("I will not remind you of {code} again. The promise stays.", code=shown(code)))
