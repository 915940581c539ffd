"""What is said of gifts that are on their way, to somebody who says or shows that they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.chat.phrase import Phrase, _
from bot.programme.codes import shown
from bot.programme.giving.pledges import Pledge

MOST: Final = 3
"""So many gifts are told of at once."""


def seen(pledge: Pledge) -> list[Phrase]:
    """Whether the money of a pledge has come in, or went back; nothing of what is cancelled."""
    values = {"code": shown(pledge.code), "sum": pledge.cash}
    if pledge.status == "received":
        return [_("✅ {code}: {sum} has come in.", **values)]
    if pledge.status != "promised":
        return []
    if pledge.back is not None:
        return [_("↩️ {code}: {back} went back to you, and nothing more is expected.", back=pledge.back, **values)]
    if pledge.paid is not None and pledge.paid.minor > 0:
        return [_("🟡 {code}: {paid} of {sum} has come in.", paid=pledge.paid, **values)]
    return [_("🟡 {code}: {sum}, not seen at the bank yet.", **values)]


def without_picture(pledges: Sequence[Pledge], why: Phrase) -> list[Phrase]:
    """Why a picture told nothing, what it would have told of open pledges, and why none is needed."""
    waiting = [one for one in pledges if one.status == "promised"][:MOST]
    lines = [why]
    if any(one.cash is not None for one in waiting):
        lines.append(_("One of a transfer is not needed: I tell you as soon as the bank tells us."))
    for one in waiting:
        if one.cash is not None:
            lines += seen(one)
        else:
            lines.append(_("🟡 {code}: no picture is needed, it is looked at when it comes in.", code=shown(one.code)))
    return lines
