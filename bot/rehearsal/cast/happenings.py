"""What happens to the drive's money besides the pledges: budgets, purchases, strangers, mistakes of a cash book."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.chat.phrase import Cash
from bot.rehearsal.cast.till import Till
from bot.rehearsal.errands.cash_book import Correct, Envelope

if TYPE_CHECKING:
    from bot.rehearsal.cast.money import MoneySide

ON_THE_ACCOUNT: Final = (
    (0, 20_000_000, "CAP BO SUNG KINH PHI", "budget"),
    (0, 50_000, "chuc cac chau hoc gioi", "stranger"),
    (2, -7_000_000, "MUA MAY TINH", "purchase"),
    (2, 3_000_000, "QUY VI NGUOI NGHEO CHUYEN", "fund"),
    (3, 123_000, "UNG HO AN DANH", "stranger"),
    (4, -150_000, "CK DI", "puzzle"),
    (6, -3_500_000, "MUA MAY TINH BANG", "purchase"),
    (6, 77_000, "GUI TANG CAC EM", "stranger"),
)
"""Week, sum, memo, and what it really is."""
WRONG: Final = 350_000


def plan_happenings(money: MoneySide, opens: datetime, monday: datetime) -> None:
    """Writes them on the agenda; `monday` is the first of the drive."""
    agenda = money.town.agenda
    for week, minor, memo, what in ON_THE_ACCOUNT:
        at = monday + timedelta(days=7 * week + 1, hours=13)
        if at < money.last:
            agenda.at(at, partial(_moves, money, minor, memo, what))
    communes = list(money.tills.values())[1:]
    if not communes:
        return
    first, last = communes[0], communes[-1]
    wrong = Envelope(first.unit.name, Cash(WRONG), payer="Nguyễn Văn Khách")
    agenda.at(opens + timedelta(days=27, hours=9), partial(money.lies, first, wrong))
    for hours in (11, 26):
        agenda.at(opens + timedelta(days=27, hours=9 + hours), partial(_corrects, money, first))
    came = Envelope(last.unit.name, Cash(2_000_000), source="fund", purpose="Quỹ Khuyến học xã")
    went = Envelope(last.unit.name, Cash(-240_000), purpose="2 bộ sạc cho máy học sinh")
    agenda.at(opens + timedelta(days=24, hours=9), partial(money.lies, last, came))
    agenda.at(opens + timedelta(days=25, hours=11), partial(money.lies, last, went))


def _moves(money: MoneySide, minor: int, memo: str, what: str) -> None:
    money.bank.pay(minor, f"{memo} {money.bank.counts['movements']}", what=what)


def _corrects(money: MoneySide, till: Till) -> None:
    """The contact sees that money of something else stands in the book: it goes out again."""
    for note in money.truth.notes:
        wrong = (note.unit, note.minor, note.code) == (till.unit.name, WRONG, "")
        if wrong and not note.void and note.number not in till.wrong:
            till.wrong.add(note.number)
            till.writer.begin(Correct(till.writer, till.unit.name, note.number))
