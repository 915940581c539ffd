"""The clerk's queue: money whose giver the memo does not tell, one receipt after the other."""

from __future__ import annotations

from datetime import time, tzinfo

from bot.chat.kinds import Either, Named, Text
from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.matching import Open, next_open
from bot.programme.receipts import CLERKS, giver_unknown, match_receipt, reopen_receipt

MOST_SLIPS = 5
AT_ONCE = 20
"""So many receipts are gone through in one talk; the next one takes it up."""


@flow("doisoat", "khopthu", label=_("🧾 Match money"), roles=CLERKS, order=52, module="cash")
async def match_money(chat: Chat) -> None:
    after = settled = 0
    for turn in range(AT_ONCE):
        found = await chat.look(next_open, after=after)
        if found is None:
            break
        after = found.receipt
        picked = await chat.choose(f"whose_{turn}", _lines(found, chat.zone), _answers(found))
        if picked == "stop":
            break
        if picked == "later":
            continue
        settled += await _settle(chat, turn, found, picked)
    else:
        offers = [Offer(_("🧾 Match money"), "/match_money")]
        await chat.say(_("That was much at once. More are waiting."), offers=offers)
        return
    if not after:
        await chat.say(_("Nothing waits: every receipt has its giver."))
    elif not settled:
        await chat.say(_("Good, nothing was changed. What is open stays here for the next time."))
    else:
        await chat.say(_n("{n} receipt settled. Thank you.", "{n} receipts settled. Thank you.", settled))


async def _settle(chat: Chat, turn: int, found: Open, picked: str) -> bool:
    """Does what the clerk has decided; False if it was not done after all."""
    undo = [Offer(_("↩️ Take that back"), f"/molaikhoanthu {found.receipt}")]
    if picked == "unknown":
        try:
            await chat.do(giver_unknown, receipt=found.receipt)
        except Refused as no:
            await chat.say(no.why)
            return False
        noted = _("Noted: the giver of {sum} is unknown. It stays in the books.", sum=_abs(found.cash))
        if found.cash.minor < 0:
            noted = _("Noted: {sum} went out, for no gift. It stays in the books.", sum=_abs(found.cash))
        await chat.say(noted, offers=undo)
        return True
    for slip in range(MOST_SLIPS):
        code = picked
        if picked == "other":
            typed = await chat.ask(
                f"code_{turn}_{slip}",
                Either(Text(longest=40), {"later": _("Later")}),
                _("Which code? For example: {code}.", code="7K2P-QXR"),
            )
            if isinstance(typed, Named):
                return False
            code = typed
        try:
            stored = await chat.do(match_receipt, receipt=found.receipt, code=code)
        except Refused as no:
            await chat.say(no.why)
            if picked != "other":
                return False
            continue
        await chat.say(_("{sum} now counts for {code}.", sum=_abs(found.cash), code=shown(stored)), offers=undo)
        return True
    return False


@flow("molaikhoanthu", label=_("Open a receipt again"), glance=True)
async def reopen_receipt_again(chat: Chat) -> None:
    """Takes back what was said of a receipt, whose number stands behind the command."""
    number = int(chat.argument) if chat.argument.isascii() and chat.argument.isdigit() else 0
    await chat.do(reopen_receipt, receipt=number)
    offers = [Offer(_("🧾 Match money"), "/match_money")]
    await chat.say(_("It is open again and waits with the others."), offers=offers)


def _lines(found: Open, zone: tzinfo) -> list[Phrase | str]:
    """What the bank told of a receipt."""
    local = found.moved_at.astimezone(zone)
    day = found.moved_at if local.time() > time.min else local.date()  # statements often tell the day alone
    first = _("Came in: <b>{sum}</b>, {day}", sum=found.cash, day=day)
    if found.cash.minor < 0:
        first = _("Went out: <b>{sum}</b>, {day}", sum=_abs(found.cash), day=day)
    lines: list[Phrase | str] = [first, _("Memo: {memo}", memo=found.memo or "–")]
    if found.payer:
        lines.append(_("From: {payer}", payer=found.payer))
    if found.late:
        lines.append(_("It came after the drive's end."))
    if found.left:
        lines.append(_n("{n} more is waiting.", "{n} more are waiting.", found.left))
    lines.append(_("Whose gift is it?") if found.cash.minor > 0 else _("Which gift was given back?"))
    return lines


def _answers(found: Open) -> dict[str, Phrase | str]:
    """The likely promises, and what else may be said."""
    answers: dict[str, Phrase | str] = {}
    for one in found.likely:
        name = one.name or _("without a name")
        answers[one.code] = _("{code} · {sum} · {name}", code=shown(one.code), sum=one.cash, name=name)
    answers["other"] = _("Another code")
    answers["unknown"] = _("Nobody can tell") if found.cash.minor > 0 else _("None: a fee or spending")
    answers["later"] = _("Later")
    answers["stop"] = _("Stop here")
    return answers


def _abs(cash: Cash) -> Cash:
    return Cash(abs(cash.minor), cash.currency)
