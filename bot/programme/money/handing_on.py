"""A unit hands money on: what its till holds goes on its way, and what came of it too early is held for a clerk."""

from __future__ import annotations

from bot.chat.phrase import Cash, _
from bot.chat.words import Offer, Refused, deed
from bot.programme import codes
from bot.programme.money.between_units import begin
from bot.programme.money.early_arrivals import hold_early
from bot.programme.money.tills import on_its_way, till
from bot.programme.money.transfers import CASHIERS, Sent, seen, targets
from bot.programme.people.contacts import holders
from bot.programme.people.roles import require
from bot.programme.world import World


@deed("transfer.send")
async def send_on(tx: World, *, unit: int, to: int, cash: Cash, way: str) -> Sent:
    """Notes that a unit hands money on; raises Refused where its till does not hold so much."""
    await require(tx, unit, *CASHIERS)
    if way not in ("bank", "hand") or cash.minor <= 0 or to not in [one.unit for one in await targets(tx, unit=unit)]:
        raise Refused(_("This unit does not hand money on there."))
    under_way = sum(one.minor for one in await on_its_way(tx, unit) if one.currency == cash.currency)
    held = (await till(tx, unit)).get(cash.currency, 0) - under_way
    if cash.minor > held:
        raise Refused(_("The till holds only {held}. Please write what came in into the cash book first.",
                        held=Cash(max(held, 0), cash.currency)))  # fmt: skip
    number, code = begin(tx, unit=unit, to=to, way=way, cash=cash)
    sent = await seen(tx, number)
    if way == "bank":
        await hold_early(tx, number)
    else:
        said = _("{sender} brings you {sum}, code {code}. Please count it.",
                 sender=sent.sender, sum=cash, code=codes.shown(code))  # fmt: skip
        offers = [Offer(_("✅ I have received it"), f"/nhanchuyen {number}"),
                  Offer(_("It is not right"), f"/tuchoichuyen {number}")]  # fmt: skip
        for contact in await holders(tx, to, CASHIERS):
            if contact.id != tx.actor.id:
                tx.tell(contact, said, offers=offers)
    return sent
