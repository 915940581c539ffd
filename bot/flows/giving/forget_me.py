"""A donor asks that what is known of them be deleted."""

from __future__ import annotations

from bot.chat.phrase import Phrase, _, _n
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.giving import forgetting


@flow("xoadulieu", label=_("Delete my data"))
async def forget_me(chat: Chat) -> None:
    known = await chat.look(forgetting.known_of_me)
    lines: list[Phrase | str] = [
        _("I would delete your name, your address here, and all that was written in this chat."),
    ]
    if known.gifts:
        lines.append(_n("{n} gift would no longer bear a name.", "{n} gifts would no longer bear a name.", known.gifts))
    if known.open_ones:
        lines.append(_n("{n} promise that has not come in yet would be cancelled.",
                        "{n} promises that have not come in yet would be cancelled.", known.open_ones))  # fmt: skip
    if known.certificates:
        lines.append(_n("{n} certificate would no longer be valid.", "{n} certificates would no longer be valid.",
                        known.certificates))  # fmt: skip
    lines.append(
        _("The law on accounting wants sums, days and the bank's own words to be kept for years: they stay, encrypted.")
    )
    lines.append(_("It cannot be undone. Delete it?"))
    if not await chat.confirm("sure", lines):
        await chat.say(_("Good, everything stays."))
        return
    await chat.do(forgetting.forget_me)
    await chat.say(_("It is deleted. Thank you for all you have given. If you write again, you are somebody new here."))
