"""The simulated bank: an account, a service that posts what moves on it, not always, twice or late, and statements."""

from __future__ import annotations

import asyncio
import csv
import io
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from bot.bank.line import BankLine
from bot.feeds.bank_notices import CHANNEL
from bot.messages import Abilities, Accept, Full, Incoming, Outgoing, Permanent
from bot.rehearsal.fakes.agenda import Agenda
from bot.rehearsal.fakes.truth import TrueMovement, Truth

NEVER: Final = 0.25
"""How much of what moves the service forgets to post: only the statement tells of it."""
AGAIN: Final = 0.15
LATE: Final = 0.15


class Bank:
    """One account. `pay` moves money on it; the bot hears of that through the service, or by a statement."""

    channel = CHANNEL
    abilities = Abilities(buttons=False)

    def __init__(self, account: str, zone: ZoneInfo, seed: str, agenda: Agenda, truth: Truth):
        self.account, self.zone, self.agenda, self.truth = account, zone, agenda, truth
        self.counts: Counter[str] = Counter()
        self._chance = Random(f"{seed}:bank")
        self._accept: Accept | None = None
        self._bag: list[TrueMovement] = []
        self._number = 0

    def pay(
        self, minor: int, memo: str, *, shares: TrueMovement | None = None, posted: bool = True, **more: Any
    ) -> TrueMovement:
        """Money moves now; `shares` the number of another movement, as a fee does with its transfer."""
        self._number += 1
        reference = shares.reference if shares else f"FT21{self._number:08}"
        movement = TrueMovement(reference, self.agenda.now(), minor, memo, **more)
        self.truth.moves(movement)
        self.counts["movements"] += 1
        whim = self._chance.random()
        if not posted or whim < NEVER:
            self.counts["not posted"] += 1
            return movement
        self._post(movement, 4 * 60 if whim > NEVER + LATE else 60 * self._chance.randint(200, 2_000))
        if self._chance.random() < AGAIN:
            self._post(movement, 60 * self._chance.randint(5, 3_000))
        return movement

    def _post(self, movement: TrueMovement, seconds: float) -> None:
        self.agenda.after(seconds, lambda: self._bag.append(movement))

    async def start(self, accept: Accept) -> None:
        """The bot listens."""
        self._accept = accept

    async def stop(self) -> None:
        """The bot is gone; the service keeps what it could not post."""
        self._accept = None

    async def carry(self) -> None:
        """Posts everything that waits, the latest first; what is not answered with a yes is posted again."""
        if self._accept is None or not self._bag:
            return
        bag, self._bag = self._bag[::-1], []
        outcomes = await asyncio.gather(*(self._accept(self._update(one)) for one in bag), return_exceptions=True)
        for movement, outcome in zip(bag, outcomes, strict=True):
            if isinstance(outcome, Full):
                self._bag.append(movement)
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                self.counts["posted"] += 1
                self.truth.told(movement.reference, movement.minor)

    def _update(self, movement: TrueMovement) -> Incoming:
        own = f"{movement.reference}:{movement.minor}"  # a fee may share its transfer's number
        line = BankLine(reference=movement.reference, account=self.account, at=movement.at, minor=movement.minor,
                        memo=movement.memo, told_id=own)  # fmt: skip
        id = f"sepay:{line.account}:{own}"
        about = {"line": msgspec.to_builtins(line), "source": "sepay"}
        return Incoming(channel=CHANNEL, chat=line.account, id=id, at=self.agenda.now(), about=about)

    async def deliver(self, message: Outgoing) -> str:
        """Nobody writes to a bank."""
        raise Permanent(f"a message went to the bank: {message.text[:40]}")

    def statement(self, days: int) -> bytes:
        """The last days' movements, whole days, as the bank exports them."""
        since = (self.agenda.now().astimezone(self.zone) - timedelta(days=days)).date()
        file = io.StringIO()
        rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        rows.writerow(["SAO KÊ TÀI KHOẢN", self.account])
        rows.writerow(["Ngày GD", "Số bút toán", "Phát sinh nợ", "Phát sinh có", "Diễn giải"])
        for one in self.truth.movements.values():
            if self._day(one.at) >= since:
                sums = ["", _dotted(one.minor)] if one.minor > 0 else [_dotted(-one.minor), ""]
                rows.writerow([f"{self._day(one.at):%d/%m/%Y}", one.reference, *sums, one.memo])
        return file.getvalue().encode("utf-8-sig")

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def _dotted(minor: int) -> str:
    return f"{minor:,}".replace(",", ".")
