"""Somebody says what money that went out has bought; the books find out whose money it was."""

from __future__ import annotations

from bot.chat.kinds import Money, Number, Text
from bot.chat.phrase import Cash, Phrase, _, given
from bot.chat.words import Chat, Offer, Refused
from bot.flows.money.purchases import show_purchase
from bot.flows.registry import flow
from bot.programme.money.purchases import LONGEST_SELLER, MOST_PIECES, Outlay, outlays
from bot.programme.money.purchases import record_purchase as record


@flow("ghidonmua", "muamay", label=_("🛒 Record a purchase"), module="cash")
async def record_purchase(chat: Chat) -> None:
    found = await chat.look(outlays)
    if not found.outlays:
        await chat.say(
            _("No money went out yet that is not accounted for."),
            _("A purchase is recorded once the bank has told of the payment, or the cash book of what was paid out."),
            offers=[Offer(_("📒 Cash book"), "/show_cash_book")],
        )
        return
    by_number = {str(one.receipt): one for one in found.outlays}
    named: dict[str, Phrase | str] = {number: _outlay(one) for number, one in by_number.items()}
    paid = await chat.choose("outlay", _("Which payment was it?"), named, label=_("Payment"))
    outlay = by_number[paid]
    things: dict[str, Phrase | str] = {key: given(name) for key, name in found.things.items()}
    item = await chat.choose("item", _("What was bought?"), things, label=_("Thing"))
    count = await chat.ask(
        "count", Number(1, MOST_PIECES, suggested=(1, 5, 10)), _("How many pieces?"), label=_("Pieces")
    )
    each = outlay.rest.minor // count
    currency = outlay.rest.currency
    suggested = [each] if each and each * count == outlay.rest.minor and currency == "VND" else []
    price = await chat.ask(
        "price",
        Money(least=1, most=max(outlay.rest.minor, 1), suggested=suggested, currencies=[currency],
              foreign={currency: outlay.rest.minor}),
        _("What did one piece cost? Of this payment {rest} are not accounted for yet.", rest=outlay.rest),
        label=_("Price of one"),
    )  # fmt: skip
    seller = await chat.ask(
        "seller",
        Text(longest=LONGEST_SELLER, least=2),
        _("Where was it bought? For example: Cửa hàng Thí Dụ, hóa đơn 0012. Everybody may read this."),
        label=_("Seller"),
    )
    whole = Cash(price.minor * count, currency)
    if not await chat.review("sure", _("Please check the purchase, {sum} in all:", sum=whole)):
        await chat.say(_("All right, nothing was recorded."))
        return
    try:
        seen = await chat.do(record, receipt=outlay.receipt, item=item, count=count, price=price, seller=seller)
    except Refused as no:
        await chat.say(no.why, offers=[Offer(_("🧾 Match money"), "/match_money")])
        return
    await chat.say(_("Recorded. The givers whose money it was are told."))
    await show_purchase(chat, seen)


def _outlay(one: Outlay) -> Phrase:
    """A payment on a button: its day, sum, and what it was for."""
    values = {"day": one.day, "sum": one.cash, "what": one.purpose[:40] or one.unit or "–"}
    return _("{day}: {sum}, {what}", **values)
