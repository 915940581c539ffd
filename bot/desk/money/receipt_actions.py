"""What a clerk can do with a receipt at the desk: one list, each item a deed of the chat. A new deed is a new item."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.chat.kind import NotUnderstood
from bot.chat.kinds.money import read_money
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Refused
from bot.programme.money.matching import match_receipt
from bot.programme.money.receipts import donor_unknown, reopen_receipt
from bot.programme.money.settling import ask_donors, grant_receipt, spend_receipt, split_receipt
from bot.programme.money.taking_out import take_out
from bot.programme.world import World

Fields = Mapping[str, str]
"""What the form says: names and values."""


@dataclass(frozen=True, slots=True)
class Action:
    """One deed: where it is offered, what its button says, and what has to be typed for it."""

    name: str
    do: Callable[[World, int, Fields], Awaitable[object]]
    label: Phrase
    states: frozenset[str]
    went_out: Phrase | None = None  # the button's words where the money went out
    field: str = ""  # the name of what has to be typed
    asks: Phrase | None = None  # the words before it
    example: str = ""
    most: int = 40  # characters
    only: int = 0  # 1: only for money in, -1: only for money out
    more: bool = False  # one of the rarer ones, behind a lid

    def fits(self, status: str, minor: int) -> bool:
        """Whether it is offered for a receipt."""
        return status in self.states and self.only * minor >= 0

    def says(self, minor: int) -> Phrase:
        """The button's words for a receipt."""
        return self.went_out if minor < 0 and self.went_out else self.label


async def _match(tx: World, receipt: int, fields: Fields) -> str:
    return await match_receipt(tx, receipt=receipt, code=fields.get("code", "")[:40])


async def _unknown(tx: World, receipt: int, fields: Fields) -> None:
    await donor_unknown(tx, receipt=receipt)


async def _reopen(tx: World, receipt: int, fields: Fields) -> None:
    await reopen_receipt(tx, receipt=receipt)


async def _split(tx: World, receipt: int, fields: Fields) -> Cash:
    try:
        part = read_money(fields.get("part", "")[:80], tx.plan.cash.currencies if tx.plan.cash else ("VND",))
    except NotUnderstood as unread:
        raise Refused(unread.why) from unread
    return await split_receipt(tx, receipt=receipt, part=part.minor)


async def _ask(tx: World, receipt: int, fields: Fields) -> None:
    if not await ask_donors(tx, receipt=receipt):
        raise Refused(_("There is nobody left to ask."))


async def _budget(tx: World, receipt: int, fields: Fields) -> None:
    await grant_receipt(tx, receipt=receipt, source="budget", whose=fields.get("whose", "")[:120])


async def _fund(tx: World, receipt: int, fields: Fields) -> None:
    await grant_receipt(tx, receipt=receipt, source="fund", whose=fields.get("whose", "")[:120])


async def _spend(tx: World, receipt: int, fields: Fields) -> None:
    await spend_receipt(tx, receipt=receipt, purpose=fields.get("purpose", "")[:120])


async def _take_out(tx: World, receipt: int, fields: Fields) -> Cash:
    return await take_out(tx, receipt=receipt, reason=fields.get("reason", "")[:200])


OPEN: Final = frozenset(("open",))
ACTIONS: Final = (
    Action(
        "match",
        _match,
        _("Match"),
        OPEN,
        field="code",
        asks=_("Another code"),
        example="7K2P-QXR",
    ),
    Action("unknown", _unknown, _("Nobody can tell"), OPEN, went_out=_("None: a fee or spending")),
    Action("ask", _ask, _("Ask the givers"), OPEN, only=1, more=True),
    Action("split", _split, _("Split"), OPEN, field="part", asks=_("Several gifts in one: a part of it"),
           example="200k", more=True),
    Action("budget", _budget, _("Budget money"), OPEN, field="whose", asks=_("From whose budget"), most=120, only=1,
           more=True),
    Action("fund", _fund, _("Fund money"), OPEN, field="whose", asks=_("From whose fund"), most=120, only=1,
           more=True),
    Action("spend", _spend, _("Spent"), OPEN, field="purpose", asks=_("Paid for; everybody may read that"), most=120,
           only=-1, more=True),
    Action("take_out", _take_out, _("Take it out of the books"), OPEN, field="reason",
           asks=_("The statement does not show it: why; everybody may read that"), most=200, more=True),
    Action(
        "reopen",
        _reopen,
        _("↩️ Take that back"),
        frozenset(("matched", "unknown", "split", "forwarded", "granted", "spent")),
    ),
)  # fmt: skip
"""In the order in which they are shown. The likely pledges stand before them as buttons of "match"."""
BY_NAME: Final = {action.name: action for action in ACTIONS}
