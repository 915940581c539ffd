"""How a pledged sum is paid: the account, the memo, and a QR picture that fills both in."""

from __future__ import annotations

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Chat, Offer
from bot.programme.giving.pledges import Pledge
from bot.programme.giving.terms import ReceivingAccount

QR_LIMIT = 500_000_000
"""A 24/7 transfer carries less than this; from here on banks transfer another way, which knows no QR."""
NEXT = (Offer(_("🎁 My gifts"), "/my_gifts"), Offer(_("📋 Menu"), "/menu"))


async def how_to_pay(chat: Chat, pledge: Pledge, account: ReceivingAccount | None, first: Phrase) -> None:
    """Says how to pay a pledge, with the VietQR picture where it is in đồng."""
    code, cash = pledge.code, pledge.cash
    lines: list[Phrase | str] = [first, _("Your code: <code>{code}</code>", code=code)]
    if pledge.late:
        lines.append(_("The drive's window has closed, so your gift is marked as late; it is still welcome."))
    if cash is None or account is None:
        await chat.say(*lines, offers=NEXT)
        return
    if cash.currency != "VND":
        if pledge.vnd is not None:
            lines.append(_("By the plan's rate that is about {dong}, for reference only.", dong=Cash(pledge.vnd)))
        lines.append(
            _("Please hand foreign money over at the reception desk with your code; see /help for whom to call.")
        )
        await chat.say(*lines, offers=NEXT)
        return
    lines += [
        _("Scan the picture with your bank's app: account, sum and note are filled in."),
        _("Or transfer by hand: {bank}, account <code>{number}</code>, {holder}.",
          bank=account.bank, number=account.number, holder=account.holder),
        _("Transfer note: <code>{code}</code> – please write it exactly so, this is how we know the gift is yours.",
          code=code),
    ]  # fmt: skip
    if cash.minor >= QR_LIMIT:
        lines.append(_("Your bank may refuse a QR transfer of 500 million đồng or more; then please transfer by hand."))
    recipe = {"make": "vietqr", "bin": account.bin, "account": account.number, "amount": cash.minor, "memo": code}
    await chat.say(*lines, picture=recipe, offers=NEXT)
