"""A donor answers the clerk's question whether a transfer is theirs; receipt and code stand behind the command."""

from __future__ import annotations

from bot.chat.phrase import _
from bot.chat.row_number import row_number
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.money.settling import answer_asked


@flow("khoancuatoi", label=_("That transfer is mine"), glance=True)
async def own_receipt(chat: Chat) -> None:
    if await _answer(chat, mine=True):
        await chat.say(_("Thank you. The accountant will see it and book it for your gift."))


@flow("khongphaitoi", label=_("That transfer is not mine"), glance=True)
async def not_own_receipt(chat: Chat) -> None:
    if await _answer(chat, mine=False):
        await chat.say(_("Thank you, that helps us."))


async def _answer(chat: Chat, mine: bool) -> bool:
    receipt, _space, code = chat.argument.partition(" ")
    waiting = await chat.do(answer_asked, receipt=row_number(receipt), code=code, mine=mine)
    if not waiting:
        await chat.say(_("Thank you. It is settled already."))
    return waiting
