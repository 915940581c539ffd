"""A unit hands on what it has collected: by hand, acknowledged by whoever receives it, or to the drive's account."""

from __future__ import annotations

from bot.chat.kinds import Money, Text
from bot.chat.phrase import _
from bot.chat.words import Chat, Offer, Refused
from bot.flows.giving.how_to_pay import payment_card
from bot.flows.money.cash_book import which_till
from bot.flows.registry import flow
from bot.programme.codes import shown
from bot.programme.giving.terms import cash_terms
from bot.programme.money.cash_book import cash_book
from bot.programme.money.handing_on import send_on
from bot.programme.money.transfers import acknowledge, refuse, take_back, targets

MOST = 10**13


@flow("noptien", label=_("📤 Hand money on"))
async def hand_on(chat: Chat) -> None:
    unit = await which_till(chat)
    if unit is None:
        return
    to, book = await chat.look(targets, unit=unit), await chat.look(cash_book, unit=unit)
    if not to or not book.held:
        empty = _("There is nothing in the till to hand on. What comes in by hand is written into the cash book first.")
        nowhere = _("The plan does not have this unit hand money on.")
        await chat.say(nowhere if book.held else empty, offers=[Offer(_("📒 Cash book"), f"/soquy {unit}")])
        return
    target = str(to[0].unit)
    if len(to) > 1:
        target = await chat.choose("to", _("To whom?"), {str(one.unit): one.name for one in to}, label=_("To"))
    terms = await chat.look(cash_terms)
    ways = {"hand": _("I bring it"), "bank": _("To the drive's account")}
    way = await chat.choose("way", _("How is it handed on?"), ways, label=_("How")) if terms.account else "hand"
    currencies = [held.currency for held in book.held]
    kind = Money(least=1, most=MOST, suggested=[max(book.held[0].minor, 1)], currencies=currencies)
    sum = await chat.ask("sum", kind, _("How much? In the till: {sum}.", sum=book.held[0]), label=_("Sum"))
    if not await chat.review("sure", _("Please check:"), yes=_("✅ Hand it on"), no=_("No, not now")):
        await chat.say(_("All right, nothing was recorded."))
        return
    sent = await chat.do(send_on, unit=unit, to=int(target), cash=sum, way=way)
    values = {"sum": sent.cash, "receiver": sent.receiver, "code": sent.code}
    lines = [_("{sum} for {receiver}, code <code>{code}</code>.", **values)]
    offers = [Offer(_("📒 Cash book"), f"/soquy {unit}"), Offer(_("Take it back"), f"/rutchuyen {sent.number}")]
    if way == "hand" or terms.account is None:
        lines.append(_("It stays in your till until the receiver has counted and acknowledged it."))
        await chat.say(*lines, offers=offers)
        return
    account = terms.account
    lines += [
        _("Please transfer it: {bank}, account <code>{number}</code>, {holder}.",
          bank=account.bank, number=account.number, holder=account.holder),
        _("Transfer note: <code>{code}</code>. By it the bank's line ends this transfer by itself.", code=sent.code),
    ]  # fmt: skip
    picture = None
    if sum.currency == "VND":
        picture = payment_card(account, sum.minor, sent.code)
    await chat.say(*lines, picture=picture, offers=offers)


@flow("nhanchuyen", label=_("Acknowledge a transfer"), glance=True)
async def acknowledge_transfer(chat: Chat) -> None:
    """The receiver has counted it; the transfer's number stands behind the command."""
    sent = await chat.do(acknowledge, number=chat.number)
    values = {"sum": sent.cash, "sender": sent.sender}
    await chat.say(_("Thank you. {sum} from {sender} lies in your till now.", **values))


@flow("tuchoichuyen", label=_("Do not acknowledge a transfer"))
async def refuse_transfer(chat: Chat) -> None:
    """The receiver says what is wrong with it."""
    why = await chat.ask("why", Text(longest=200), _("What is not right? For example: đếm được 450.000 đ."))
    try:
        sent = await chat.do(refuse, number=chat.number, why=why)
    except Refused as no:
        await chat.say(no.why)
        return
    await chat.say(_("{code} is not acknowledged; the sender knows why.", code=shown(sent.code)))


@flow("rutchuyen", label=_("Take a transfer back"), glance=True)
async def take_transfer_back(chat: Chat) -> None:
    """The sender takes back what nobody has acknowledged."""
    sent = await chat.do(take_back, number=chat.number)
    await chat.say(_("{code} is taken back; {sum} stays in your till.", code=shown(sent.code), sum=sent.cash))
