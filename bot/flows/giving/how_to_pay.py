"""How a pledged sum is paid: the account, the memo, and a QR picture that fills both in."""

from __future__ import annotations

from typing import Any, Final

from bot.chat.phrase import Cash, Phrase, _
from bot.chat.words import Chat, Offer
from bot.programme.codes import shown
from bot.programme.giving.pledges import Pledge
from bot.programme.giving.terms import ReceivingAccount

QR_LIMIT = 500_000_000
"""A 24/7 transfer carries less than this; from here on banks transfer another way, which knows no QR."""
BY_PICTURE: Final = (
    _("Scan the picture with your bank's app: account, sum and note are filled in."),
    _("On this very phone: save the picture, open your bank's app, choose QR and take the picture from your library."),
)
"""How a sum is paid by its picture, where there is one to be seen."""
NEXT = (Offer(_("🎁 My gifts"), "/my_gifts"), Offer(_("📋 Menu"), "/menu"))


async def how_to_pay(chat: Chat, pledge: Pledge, account: ReceivingAccount | None, first: Phrase) -> None:
    """Says how to pay a new pledge, with the VietQR picture where it is in đồng."""
    lines: list[Phrase | str] = [first, _("Your code: <code>{code}</code>", code=shown(pledge.code))]
    if pledge.late:
        lines.append(_("The drive's window has closed, so your gift is marked as late; it is still welcome."))
    more, picture = paying(pledge, account)
    await chat.say(*lines, *more, picture=picture, offers=NEXT, beside=BY_PICTURE)


def paying(pledge: Pledge, account: ReceivingAccount | None) -> tuple[list[Phrase | str], dict[str, Any] | None]:
    """How a pledge is paid, in lines, and the recipe of its picture; nothing where no account is known.

    Of a pledge that is paid in part, the picture holds the rest.
    """
    code, cash = pledge.code, pledge.cash
    if cash is None or account is None:
        return [], None
    lines: list[Phrase | str] = []
    if cash.currency != "VND":
        if pledge.vnd is not None:
            lines.append(_("By the plan's rate that is about {dong}, for reference only.", dong=Cash(pledge.vnd)))
        lines.append(
            _("Please hand foreign money over at the reception desk with your code; see /help for whom to call.")
        )
        return lines, None
    paid = pledge.paid.minor if pledge.paid is not None and pledge.paid.currency == "VND" else 0
    rest = max(cash.minor - max(paid, 0), 0) or cash.minor
    lines += [
        *BY_PICTURE,
        _("By hand, a tap copies: {bank}, account <code>{number}</code>, {holder}, "
          "sum <code>{digits}</code>.",
          bank=account.bank, number=account.number, holder=account.holder, digits=str(rest)),
        _("Transfer note: <code>{code}</code>, your code without hyphens, as banks want it. Please write it "
          "exactly so: this is how we know the gift is yours.", code=code),
    ]  # fmt: skip
    if rest >= QR_LIMIT:
        lines.append(_("Your bank may refuse a QR transfer of 500 million đồng or more; then please transfer by hand."))
    return lines, payment_card(account, rest, code)


def payment_card(account: ReceivingAccount, dong: int, code: str) -> dict[str, Any]:
    """The recipe of the picture to pay by."""
    to = {"bin": account.bin, "account": account.number, "bank": account.bank, "holder": account.holder}
    return {"make": "vietqr", **to, "amount": dong, "memo": code, "note": _("Transfer note")}
