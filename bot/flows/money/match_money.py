"""The clerk's queue: money whose donor the memo does not tell, one receipt after the other."""

from __future__ import annotations

from datetime import time, tzinfo

from bot.chat.kinds import Either, Money, Named, Text
from bot.chat.phrase import Cash, Phrase, _, _n
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.money.matching import match_receipt
from bot.programme.money.open_receipts import Open, next_open
from bot.programme.money.receipts import donor_unknown, reopen_receipt
from bot.programme.money.settling import ask_donors, grant_receipt, spend_receipt, split_receipt
from bot.programme.people.roles import CLERKS

MOST_SLIPS = 5
AT_ONCE = 20
"""So many receipts are gone through in one talk; the next one takes it up."""


@flow("doisoattien", "doisoat", "khopthu", label=_("🧾 Match money"), roles=CLERKS, module="cash")
async def match_money(chat: Chat) -> None:
    after = settled = asked = 0
    for turn in range(AT_ONCE):
        found = await chat.look(next_open, after=after)
        if found is None:
            break
        after = found.receipt
        picked = await chat.decide(f"whose_{turn}", _lines(found, chat.zone), _answers(found))
        if picked == "stop":
            break
        if picked == "later":
            continue
        if picked == "ask":
            asked += await _ask(chat, found)
            continue
        settled += await _settle(chat, turn, found, picked)
    else:
        offers = [Offer(_("🧾 Match money"), "/match_money")]
        await chat.say(_("That was much at once. More are waiting."), offers=offers)
        return
    if not after:
        await chat.say(_("Nothing waits: every receipt has its giver."))
    elif settled:
        await chat.say(_n("{n} receipt settled. Thank you.", "{n} receipts settled. Thank you.", settled))
    elif not asked:
        await chat.say(_("Good, nothing was changed. What is open stays here for the next time."))


async def _settle(chat: Chat, turn: int, found: Open, picked: str) -> bool:
    """Does what the clerk has decided; False if it was not done after all."""
    if picked == "more":
        options = _more(found)
        picked = await chat.decide(f"more_{turn}", _("What else is it?"), options)
    try:
        match picked:
            case "later":
                return False
            case "split":
                return await _split(chat, turn, found)
            case "budget" | "fund":
                said = await _grant(chat, turn, found, picked)
            case "spent":
                said = await _spend(chat, turn, found)
            case "unknown":
                await chat.do(donor_unknown, receipt=found.receipt)
                said = _("Noted: the giver of {sum} is unknown. It stays in the books.", sum=_abs(found.cash))
                if found.cash.minor < 0:
                    said = _("Noted: nobody can tell what {sum} went out for. It stays in the books.",
                             sum=_abs(found.cash))  # fmt: skip
            case "other":
                return await _other(chat, turn, found)
            case code:
                said = await _match(chat, found, code)
    except Refused as no:
        await chat.say(no.why)
        return False
    bought = [Offer(_("🛒 Record a purchase"), "/record_purchase")] if picked == "spent" else []
    await chat.say(said, offers=[*_undo(found), *bought])
    return True


async def _match(chat: Chat, found: Open, code: str) -> Phrase:
    stored = await chat.do(match_receipt, receipt=found.receipt, code=code)
    return _("{sum} now counts for {code}.", sum=_abs(found.cash), code=shown(stored))


async def _other(chat: Chat, turn: int, found: Open) -> bool:
    """A code that the clerk types."""
    for slip in range(MOST_SLIPS):
        typed = await chat.ask(
            f"code_{turn}_{slip}",
            Either(Text(longest=40), {"later": _("Later")}),
            _("Which code? For example: {code}.", code="7K2P-QXR"),
        )
        if isinstance(typed, Named):
            return False
        try:
            said = await _match(chat, found, typed)
        except Refused as no:
            await chat.say(no.why)
            continue
        await chat.say(said, offers=_undo(found))
        return True
    return False


async def _ask(chat: Chat, found: Open) -> int:
    try:
        asked = await chat.do(ask_donors, receipt=found.receipt)
    except Refused as no:
        await chat.say(no.why)
        return 0
    if asked:
        await chat.say(_n("I have asked {n} giver. The receipt waits here for the answer.",
                          "I have asked {n} givers. The receipt waits here for the answers.", asked))  # fmt: skip
    else:
        await chat.say(_("There is nobody left to ask."))
    return asked


async def _split(chat: Chat, turn: int, found: Open) -> bool:
    """Cuts one gift off a transfer that holds several; both parts wait in the queue."""
    whole = _abs(found.cash)
    part = await chat.ask(
        f"part_{turn}",
        Money(least=1, most=max(whole.minor - 1, 1), currencies=[whole.currency]),
        _("How much of the {sum} is the first gift? The rest waits as a receipt of its own.", sum=whole),
    )
    rest = await chat.do(split_receipt, receipt=found.receipt, part=part.minor)
    await chat.say(_("Split into {part} and {rest}; both wait at the end of the queue.", part=part, rest=rest),
                   offers=_undo(found))  # fmt: skip
    return True


async def _grant(chat: Chat, turn: int, found: Open, source: str) -> Phrase:
    asked = _("From whose budget? For example: Ngân sách huyện. Everybody may read this.")
    if source == "fund":
        asked = _("From which fund? For example: Quỹ Vì người nghèo. Everybody may read this.")
    whose = await chat.ask(f"whose_money_{turn}", Text(longest=120), asked)
    await chat.do(grant_receipt, receipt=found.receipt, source=source, whose=whose)
    return _("Noted: {sum} from {whose}, which is no gift.", sum=_abs(found.cash), whose=whose)


async def _spend(chat: Chat, turn: int, found: Open) -> Phrase:
    asked = _("What was it paid for? For example: 5 máy tính bảng cho học sinh. Everybody may read this: no names.")
    purpose = await chat.ask(f"purpose_{turn}", Text(longest=200), asked)
    await chat.do(spend_receipt, receipt=found.receipt, purpose=purpose)
    return _("Noted: {sum} was paid for: {purpose}.", sum=_abs(found.cash), purpose=purpose)


def _undo(found: Open) -> list[Offer]:
    return [Offer(_("↩️ Take that back"), f"/molaikhoanthu {found.receipt}")]


@flow("molaikhoanthu", label=_("Open a receipt again"), glance=True)
async def reopen_receipt_again(chat: Chat) -> None:
    """Takes back what was said of a receipt, whose number stands behind the command."""
    await chat.do(reopen_receipt, receipt=chat.number)
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
    """The likely pledges, and what else may be said."""
    answers: dict[str, Phrase | str] = {}
    for one in found.likely:
        name = one.name or _("without a name")
        told = _("{code} · {sum} · {name}", code=shown(one.code), sum=one.cash, name=name)
        if one.transfer:
            told = _("{code} · handed on by {name}", code=shown(one.code), name=name)
        answers[one.code] = _("{promise} · says it is theirs", promise=told) if one.asked == "yes" else told
    answers["other"] = _("Another code")
    if found.cash.minor < 0:
        answers["spent"] = _("It was spent")
    elif any(not one.asked and not one.transfer for one in found.likely):
        answers["ask"] = _("Ask the givers")
    answers["more"] = _("Something else")
    answers["later"] = _("Later")
    answers["stop"] = _("Stop here")
    return answers


def _more(found: Open) -> dict[str, Phrase | str]:
    """What is said more rarely."""
    answers: dict[str, Phrase | str] = {"split": _("Several gifts in one: split it")}
    if found.cash.minor > 0:
        answers |= {"budget": _("State budget money"), "fund": _("Money of a fund")}
    return {**answers, "unknown": _("Nobody can tell"), "later": _("Later")}


def _abs(cash: Cash) -> Cash:
    return Cash(abs(cash.minor), cash.currency)
