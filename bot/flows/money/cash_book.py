"""A unit's cash book: what lies in its till, what came in and went out by hand, each line signed by two people."""

from __future__ import annotations

from bot.chat.kinds import Either, Money, Named, PersonName, Text
from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.terms import cash_terms
from bot.programme.money.cash_book import (
    CashLine,
    cash_book,
    correct_cash,
    my_tills,
    pledge_of,
    refuse_cash,
    sign_cash,
    write_cash,
)
from bot.programme.money.transfers import CASHIERS, transfers_of

MOST = 10**13
STATES: dict[str, Phrase] = {
    "waiting": _("waits for a second signature"),
    "signed": _("signed by two"),
    "refused": _("not signed"),
}
ASKED_TO_SIGN = _("It counts once a second person of your unit has counted the money and signed.")


async def which_till(chat: Chat) -> int | None:
    """The unit whose book it is: named behind the command, or asked where the person keeps several."""
    mine = await chat.look(my_tills)
    if not mine:
        await chat.say(_("Only a unit's contact can keep its cash book. Please ask the reception board for a code."))
        return None
    if chat.argument in mine:
        return int(chat.argument)
    if len(mine) == 1:
        return int(next(iter(mine)))
    return int(await chat.choose("unit", _("Whose cash book?"), dict(mine), label=_("Cash book")))


@flow("soquy", label=_("📒 Cash book"), roles=CASHIERS, glance=True, module="cash")
async def show_cash_book(chat: Chat) -> None:
    mine = await chat.look(my_tills)
    if chat.argument not in mine and len(mine) > 1:
        offers = [Offer(_("{name}", name=name), f"/soquy {number}") for number, name in mine.items()]
        await chat.say(_("Whose cash book?"), offers=offers)
        return
    unit = await which_till(chat)
    if unit is None:
        return
    book = await chat.look(cash_book, unit=unit)
    sent = [one for one in await chat.look(transfers_of, unit=unit) if one.status == "sent"]
    lines: list[Phrase | str] = [_("<b>Cash book of {unit}</b>", unit=book.unit)]
    lines += [_("In the till: <b>{sum}</b>", sum=held) for held in book.held] or [_("The till is empty.")]
    for one in sent:
        values = {"sum": one.cash, "sender": one.sender, "receiver": one.receiver, "code": shown(one.code)}
        lines.append(_("On its way: {sum}, {sender} → {receiver}, code {code}", **values))
    lines += [_line(line) for line in book.lines]
    waiting = [line for line in book.lines if line.id in book.to_sign]
    offers = [Offer(_("✅ Sign line {number}", number=line.number), f"/kyquy {line.id}") for line in waiting[:2]]
    offers += [Offer(_("➕ Money came in"), f"/thutien {unit}"), Offer(_("➖ Money was paid out"), f"/chitien {unit}"),
              Offer(_("📤 Hand money on"), f"/noptien {unit}")]  # fmt: skip
    offers += [Offer(_("Take back {code}", code=shown(one.code)), f"/rutchuyen {one.number}") for one in sent[:2]]
    wrong = [line for line in book.lines if line.status == "signed" and line.corrects is None]
    offers += [Offer(_("Line {number} is wrong", number=line.number), f"/suaquy {line.id}") for line in wrong[:3]]
    await chat.say(*lines, offers=offers)


def _line(line: CashLine) -> Phrase:
    values = {"number": line.number, "sum": line.cash, "state": STATES[line.status]}
    what = line.payer or line.purpose or (shown(line.code) if line.code else "–")
    return _("{number}. {sum} · {what} · {state}", what=what, **values)


@flow("thutien", label=_("➕ Money came in"))
async def cash_in(chat: Chat) -> None:
    """Somebody brought money: for a pledge by its code, or without one; a gift, or budget or fund money."""
    unit = await which_till(chat)
    if unit is None:
        return
    terms = await chat.look(cash_terms)
    code, suggested = await _ask_code(chat)
    kind = Money(least=1, most=MOST, suggested=suggested, currencies=terms.currencies, foreign=terms.most)
    sum = await chat.ask("sum", kind, _("How much was counted? For example: 500k or 1.500.000."), label=_("Sum"))
    source, purpose, payer = "gift", "", ""
    if code is None:
        sources = {"gift": _("A gift"), "budget": _("State budget money"), "fund": _("Money of a fund")}
        source = await chat.choose("source", _("What kind of money is it?"), sources, label=_("Kind"))
    if source == "gift":
        who = Either(PersonName(words_least=1), {"nobody": _("Without a name")})
        named = await chat.ask("payer", who, _("Who brought it? For example: Nguyễn Văn An."), label=_("From"))
        payer = "" if isinstance(named, Named) else named
    else:
        asked = _("Whose money is it? For example: Ngân sách xã. Everybody may read this.")
        purpose = await chat.ask("purpose", Text(longest=120), asked, label=_("From"))
    if not await chat.review("sure", _("Please check the line:"), yes=_("✅ Write it down"), no=_("No, write nothing")):
        await chat.say(_("All right, nothing was recorded."))
        return
    line = await chat.do(write_cash, unit=unit, cash=sum, code=code, payer=payer, source=source, purpose=purpose)
    await chat.say(_("Written down: line {number}, {sum}.", number=line.number, sum=line.cash), ASKED_TO_SIGN,
                   offers=_after(unit, line))  # fmt: skip


async def _ask_code(chat: Chat) -> tuple[str | None, list[int]]:
    """The pledge the money is for, and its sum to suggest where it is in đồng."""
    without = {"none": _("Without a promise")}
    typed = await chat.ask(
        "code", Either(Text(longest=40), without), _("The promise's code? For example: {code}.", code="7K2P-QXR")
    )
    for slip in range(3):
        if isinstance(typed, Named):
            return None, []
        found = await chat.look(pledge_of, code=typed)
        if found is not None:
            code, cash, name = found
            name_shown = name or _("without a name")
            await chat.say(_("{code}: {name} promised {sum}.", code=shown(code), name=name_shown, sum=cash))
            return code, [cash.minor] if cash.currency == "VND" else []
        typed = await chat.ask(
            f"code_{slip}",
            Either(Text(longest=40), without),
            _(
                "I can't find a promise of money with this code. Please type it once more, or choose “Without a "
                "promise”."
            ),
        )
    return None, []


@flow("chitien", label=_("➖ Money was paid out"))
async def cash_out(chat: Chat) -> None:
    """Money left the till: spent for a purpose, or given back to a donor."""
    unit = await which_till(chat)
    if unit is None:
        return
    terms = await chat.look(cash_terms)
    what = {"spent": _("It was spent"), "refund": _("It was given back to its giver")}
    why = await chat.choose("why", _("What for?"), what, label=_("What for"))
    code = None
    if why == "refund":
        code, _suggested = await _ask_code(chat)
        if code is None:
            await chat.say(_("Without the gift's code it cannot be given back. Nothing was recorded."))
            return
    kind = Money(least=1, most=MOST, currencies=terms.currencies, foreign=terms.most)
    sum = await chat.ask("sum", kind, _("How much was paid out? For example: 500k or 1.500.000."), label=_("Sum"))
    purpose = ""
    if why == "spent":
        asked = _("What was it paid for? For example: 5 máy tính bảng cho học sinh. Everybody may read this: no names.")
        purpose = await chat.ask("purpose", Text(longest=200), asked, label=_("Purpose"))
    else:
        purpose = await chat.ask(
            "reason", Text(longest=200), _("Why is it given back? For example: nhà hảo tâm chuyển nhầm."),
            label=_("Reason"),
        )  # fmt: skip
    if not await chat.review("sure", _("Please check the line:"), yes=_("✅ Write it down"), no=_("No, write nothing")):
        await chat.say(_("All right, nothing was recorded."))
        return
    out = Cash(-sum.minor, sum.currency)
    line = await chat.do(write_cash, unit=unit, cash=out, code=code, purpose=purpose)
    await chat.say(_("Written down: line {number}, {sum}.", number=line.number, sum=line.cash), ASKED_TO_SIGN,
                   offers=_after(unit, line))  # fmt: skip


@flow("suaquy", label=_("A line is wrong"))
async def correct_line(chat: Chat) -> None:
    """Takes a signed line out by a line of its own; its number stands behind the command."""
    asked = _("What is wrong with it? For example: ghi nhầm số tiền. Everybody may read this: no names.")
    reason = await chat.ask("reason", Text(longest=200), asked)
    line = await chat.do(correct_cash, line=chat.number, reason=reason)
    await chat.say(_("Written down: line {number}, {sum}.", number=line.number, sum=line.cash), ASKED_TO_SIGN,
                   _("Then please write the right line."))  # fmt: skip


@flow("kyquy", label=_("Sign a line"), glance=True)
async def sign_line(chat: Chat) -> None:
    """The second signature; the line's number stands behind the command."""
    line = await chat.do(sign_cash, line=chat.number)
    await chat.say(_("Signed: line {number} of the cash book, {sum}.", number=line.number, sum=line.cash))


@flow("khongky", label=_("Do not sign a line"))
async def refuse_line(chat: Chat) -> None:
    """No second signature, and why; the writer may withdraw a line so."""
    asked = _("What is not right? For example: đếm được 450.000 đ.")
    why = await chat.ask("why", Text(longest=200), asked)
    try:
        line = await chat.do(refuse_cash, line=chat.number, why=why)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(_("Line {number} counts for nothing; its writer knows why.", number=line.number))


def _after(unit: int, line: CashLine) -> list[Offer]:
    return [Offer(_("➕ Money came in"), f"/thutien {unit}"), Offer(_("📒 Cash book"), f"/soquy {unit}"),
            Offer(_("Withdraw this line"), f"/khongky {line.id}")]  # fmt: skip
