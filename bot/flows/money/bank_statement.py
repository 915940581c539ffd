"""A clerk sends the bank's statement; it is read aside, shown, and taken into the books once confirmed."""

from __future__ import annotations

from bot.chat.kinds import Document
from bot.chat.phrase import _
from bot.chat.words import Chat
from bot.flows.registry import flow
from bot.programme.money.statements import accounts, drop_statement, give_statement, take_statement
from bot.programme.people.roles import CLERKS


@flow("guisaoke", "saoke", "nhapsaoke", label=_("🏦 Send a statement"), roles=CLERKS, module="cash")
async def bank_statement(chat: Chat) -> None:
    mine = await chat.look(accounts)
    account = next(iter(mine), "")
    if len(mine) > 1:
        account = await chat.choose("account", _("Of which account?"), dict(mine), label=_("Account"))
    asked = _("Please send the bank's statement of {account} as a file, Excel (.xlsx) or CSV.", account=mine[account])
    file = await chat.ask("file", Document(most_bytes=10_000_000), asked)
    await chat.do(give_statement, file=file, account=account)
    await chat.say(_("I am reading it and will tell you in a moment what is in it. Nothing is booked yet."))


@flow("ghisaoke", label=_("Take a statement in"), glance=True)
async def take_in(chat: Chat) -> None:
    """Books a statement that was shown; its number stands behind the command."""
    await chat.do(take_statement, statement=chat.number)
    await chat.say(_("It goes into the books; I will tell you when it is through."))


@flow("bosaoke", label=_("Leave a statement"), glance=True)
async def leave_out(chat: Chat) -> None:
    """Books nothing of a statement that was shown."""
    await chat.do(drop_statement, statement=chat.number)
    await chat.say(_("Good, nothing of it was booked."))
