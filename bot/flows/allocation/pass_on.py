"""A thing that was decided goes to another pupil: who says so, and the second person who confirms it."""

from __future__ import annotations

from bot.chat.phrase import _, given
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.allocation.passing_on import ENDS, confirm, decline, pass_on
from bot.programme.codes import shown

AGAIN = Offer(_("⚖️ Allot"), "/allot")


@flow("chuyenem", label=_("Pass a thing on"))
async def pass_thing_on(chat: Chat) -> None:
    """The allocation's number stands behind the command."""
    if not chat.number:
        await chat.say(_("Please choose in /allot what is to be passed on."), offers=[AGAIN])
        return
    reason = await chat.decide(
        "reason", _("Why is it not given any more? The reason is public."), {**ENDS, "stop": _("It stays as it is")}
    )
    if reason == "stop":
        await chat.say(_("Good, nothing was changed."))
        return
    try:
        done = await chat.do(pass_on, allocation=chat.number, reason=reason)
    except Refused as no:
        await chat.say(no.why)
        return
    if done.code:
        await chat.say(
            _("{thing} is to go to {code}, the next of the same order. A second person has to confirm it.",
              thing=given(done.thing), code=shown(done.code)),
            offers=[AGAIN],
        )  # fmt: skip
    else:
        await chat.say(
            _("Taken back. Nobody else of that order may be given {thing}: it waits for the next round.",
              thing=given(done.thing)),
            offers=[AGAIN],
        )  # fmt: skip


@flow("xacnhanphanbo", label=_("Confirm what is passed on"), glance=True)
async def confirm_allocation(chat: Chat) -> None:
    done = await chat.do(confirm, allocation=chat.number)
    await chat.say(_("Confirmed: {thing} goes to {code}.", thing=given(done.thing), code=shown(done.code)))


@flow("khongphanbo", label=_("Decline what is passed on"), glance=True)
async def decline_allocation(chat: Chat) -> None:
    done = await chat.do(decline, allocation=chat.number)
    await chat.say(_("Declined: {thing} waits for the next round.", thing=given(done.thing)))
