"""The organiser cancels somebody's pledge, with a reason that its donor is told."""

from __future__ import annotations

from bot.chat.kinds import Text
from bot.chat.phrase import Phrase, _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.cancelling import any_pledge, cancel_any, may_cancel_any


@flow("huydangky", label=_("Cancel somebody's promise"), roles=("manager", "coordinator", "accountant"))
async def cancel_somebodys(chat: Chat) -> None:
    """The code stands behind the command, or is asked for."""
    code = chat.argument
    if not code:
        await chat.look(may_cancel_any)
        code = await chat.ask(
            "code", Text(longest=40), _("Which promise? Its code, for example: {code}.", code="7K2P-QXR")
        )
    found = await chat.look(any_pledge, code=code)
    if found.status != "promised":
        await chat.say(_("{code} is no longer an open promise, so it cannot be cancelled.", code=shown(found.code)))
        return
    what: Phrase = _("{code} · {name}", code=shown(found.code), name=found.name or _("without a name"))
    if found.cash is not None:
        what = _("{code} · {sum} · {name}", code=shown(found.code), sum=found.cash,
                 name=found.name or _("without a name"))  # fmt: skip
    await chat.say(what)
    reason = await chat.ask("reason", Text(longest=200), _("Why is it cancelled? The giver is told so."))
    if not await chat.confirm("sure", _("Cancel the promise {code} of somebody else?", code=shown(found.code))):
        await chat.say(_("Good, the promise stays."))
        return
    await chat.do(cancel_any, code=found.code, reason=reason)
    await chat.say(_("{code} is cancelled, and the giver was told why.", code=shown(found.code)))
