"""What a gift's journey card says, and what of it is news: each step done, under way or still to come."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.chat.phrase import Cash, Phrase, _, given, joined
from bot.programme import codes
from bot.programme.giving.bought import HANDED
from bot.programme.world import World

HERE: Final = ("received", "repair", "ready", "parts", "matched", "handed_over", "in_use")
CHECKED: Final = ("repair", "ready", "parts", "matched", "handed_over", "in_use")
MATCHED: Final = ("matched", "handed_over", "in_use")


class Gift(msgspec.Struct, frozen=True):
    """Where a gift stands: sums in minor units of its currency (or đồng), devices by state."""

    code: str
    kind: str
    status: str
    pledged: str = msgspec.field(name="promised")  # the day, in the drive's zone, ISO
    cash: int = 0
    currency: str = "VND"
    paid: int = 0
    paid_in: str = "VND"
    things: dict[str, int] = {}  # pledged pieces by the catalogue's key
    states: dict[str, int] = {}  # devices that came for it, by state
    schools: list[str] = []  # where devices were handed over
    back: int = 0  # what went back to its donor, in the currency it is paid in
    used: int = 0  # so many đồng bought something
    whole: dict[str, int] = {}  # pieces that its money alone bought, by the catalogue's key
    shared: dict[str, int] = {}  # pieces that it bought together with other gifts


def card_lines(tx: World, gift: Gift) -> list[Phrase | str]:
    """A card as its donor reads it: each step done, under way or still to come."""
    lines: list[Phrase | str] = [_("🎫 <b>Journey of the gift {code}</b>", code=codes.shown(gift.code))]
    if gift.kind == "cash":
        lines.append(_("✅ promised: {sum}", sum=Cash(gift.cash, gift.currency)))
        paid = Cash(gift.paid, gift.paid_in)
        if gift.status == "received":
            lines.append(_("✅ received: {sum}", sum=paid))
        elif gift.paid > 0:
            lines.append(_("🟡 received so far: {sum}", sum=paid))
        elif not gift.back:
            lines.append(_("⬜ received"))
        if gift.back and gift.status == "promised":
            back = Cash(gift.back, gift.paid_in)
            lines.append(_("↩️ went back to you: {sum}; nothing more is expected", sum=back))
        if gift.whole or gift.shared:
            lines += _bought_lines(tx, gift)
        elif gift.status == "received":
            lines.append(_("⬜ next: it buys devices for the pupils"))
    else:
        lines += _device_lines(tx, gift)
    if gift.status == "cancelled":
        lines.append(_("⚪ cancelled"))
    return lines


def _bought_lines(tx: World, gift: Gift) -> list[Phrase | str]:
    """What a gift of money bought, and how far that is on its way to the students."""
    used, paid, things = Cash(gift.used, gift.paid_in), Cash(gift.paid, gift.paid_in), _bought_things(tx, gift)
    lines: list[Phrase | str] = [_("✅ it bought: {things}", things=things)]
    if gift.used < gift.paid:
        lines = [_("🟡 it bought: {things}, for {used} of {sum}", things=things, used=used, sum=paid)]
    pieces = sum(gift.whole.values()) + sum(gift.shared.values())
    lines.append(_step(_count(gift, HERE), pieces, _("arrived in the store")))
    return [*lines, *_way_lines(gift, max(pieces - gift.states.get("parts", 0), 1))]


def _bought_things(tx: World, gift: Gift) -> Phrase | str:
    names = {item.key: item.name for item in tx.plan.catalogue}
    alone = [_("{count} × {name}", count=count, name=names.get(key, {"": key})) for key, count in gift.whole.items()]
    shares = [_("a share of {count} × {name}", count=count, name=names.get(key, {"": key}))
              for key, count in gift.shared.items()]  # fmt: skip
    return joined([*alone, *shares])


def _way_lines(gift: Gift, useful: int) -> list[Phrase | str]:
    """The last steps of things, so many of which can go to students."""
    handed = _("handed over")
    if gift.schools:
        handed = _("handed over at {schools}", schools=joined(gift.schools))
    return [
        _step(_count(gift, MATCHED), useful, _("matched with a pupil")),
        _step(_count(gift, HANDED), useful, handed),
        _step(gift.states.get("in_use", 0), useful, _("in use")),
    ]


def _device_lines(tx: World, gift: Gift) -> list[Phrase | str]:
    names = {item.key: item.name for item in tx.plan.catalogue}
    whole = sum(gift.things.values())
    things = [_("{count} × {name}", count=count, name=names.get(key, {"": key})) for key, count in gift.things.items()]
    lines: list[Phrase | str] = [_("✅ promised: {things}", things=joined(things))]
    if gift.kind == "services":
        lines.append(_("✅ agreed and in force") if gift.status == "received" else _("⬜ agreed and in force"))
        return [*lines, *(_way_lines(gift, whole) if gift.states else [])]
    came, checked = _count(gift, HERE), _count(gift, CHECKED)
    lines.append(_step(came, max(whole, came), _("received")))
    lines.append(_step(checked, max(came, 1), _("checked")))
    if gift.states.get("repair"):
        lines.append(_("🔧 being repaired: {n}", n=gift.states["repair"]))
    if gift.states.get("parts"):
        lines.append(_("♻️ serves for spare parts: {n}", n=gift.states["parts"]))
    return [*lines, *_way_lines(gift, max(came - gift.states.get("parts", 0), 1))]


def _step(done: int, whole: int, what: Phrase) -> Phrase:
    if not done:
        return _("⬜ {step}", step=what)
    if done < whole:
        return _("🟡 {step}: {done} of {whole}", step=what, done=done, whole=whole)
    return _("✅ {step}", step=what) if whole == 1 else _("✅ {step}: {n}", step=what, n=done)


def news_of(tx: World, gift: Gift, earlier: Gift) -> list[Phrase | str]:
    """What is new about a gift since it stood otherwise; of devices the farthest step alone."""
    values = {"code": codes.shown(gift.code)}
    if gift.kind == "cash" and (money := _money_news(tx, gift, earlier)):
        return money
    steps: tuple[tuple[tuple[str, ...], Phrase], ...] = (
        (("in_use",), _("Good news: a device of your gift {code} is in use by a pupil. Thank you!", **values)),
        (HANDED, _("A device of your gift {code} was handed over at {schools}. Thank you!",
                   schools=joined(gift.schools or [given("–")]), **values)),
        (MATCHED, _("A pupil was found for a device of your gift {code}.", **values)),
        (CHECKED, _("A device of your gift {code} has been checked.", **values)),
    )  # fmt: skip
    if gift.kind == "services":
        steps = (
            (("in_use",), _("Good news: a connection of your gift {code} is in use by a pupil. Thank you!", **values)),
            (HANDED, _("A connection of your gift {code} was handed over at {schools}. Thank you!",
                       schools=joined(gift.schools or [given("–")]), **values)),
            (MATCHED, _("A pupil was found for a connection of your gift {code}.", **values)),
        )  # fmt: skip
    came = _count(gift, HERE)
    if gift.kind == "devices" and came > _count(earlier, HERE):
        whole = max(sum(gift.things.values()), came)
        if came >= whole:
            return [_("Your gift {code} has come in, all of it. Thank you from the heart!", **values)]
        return [_("Of your gift {code}, {came} of {whole} pieces have come in. Thank you from the heart!",
                  came=came, whole=whole, **values)]  # fmt: skip
    if gift.kind == "services" and gift.status == "received" != earlier.status:
        return [_("Your gift {code} is agreed and in force. Thank you from the heart!", **values)]
    # What is bought is mostly new, and checked at once: no news.
    told = steps[:-1] if gift.kind == "cash" else steps
    return next(([said] for states, said in told if _count(gift, states) > _count(earlier, states)), [])


def _money_news(tx: World, gift: Gift, earlier: Gift) -> list[Phrase | str]:
    """What has come in, or was given back, or bought something."""
    code, before = codes.shown(gift.code), earlier.paid if earlier.paid_in == gift.paid_in else 0
    sum = Cash(gift.paid - before, gift.paid_in)
    if sum.minor < 0:
        return [_("{sum} of your gift {code} was transferred back.", sum=Cash(-sum.minor, sum.currency), code=code)]
    if not sum.minor and gift.used > earlier.used:
        return [_("Your gift {code} has bought something for the pupils: {things}. Thank you from the heart!",
                  code=code, things=_bought_things(tx, gift))]  # fmt: skip
    if not sum.minor:
        return []
    lines: list[Phrase | str]
    lines = [_("Your gift has arrived: {sum}, code {code}. Thank you from the heart!", sum=sum, code=code)]
    rest = gift.cash - gift.paid
    if gift.paid_in == gift.currency and rest > 0 and not gift.back:
        lines.append(_("You promised {promised}; {rest} is still open, whenever it suits you.",
                       promised=Cash(gift.cash, gift.currency), rest=Cash(rest, gift.currency)))  # fmt: skip
    return lines


def is_matched(gift: Gift) -> bool:
    """Whether anything of it is bound to a pupil, or was handed over."""
    return _count(gift, MATCHED) > 0


def _count(gift: Gift, states: tuple[str, ...]) -> int:
    return sum(gift.states.get(state, 0) for state in states)
