"""What of a statement would be new to the books, told before anything is booked; by the code that books."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import select, update

from bot.bank.line import BankLine
from bot.messages import Incoming
from bot.programme.calendar.occasions import occasion
from bot.programme.money import tellings
from bot.programme.money.hand_overs import held_back
from bot.programme.world import World
from bot.storage.tables import statements


class Foreseen(msgspec.Struct, frozen=True):
    """How many movements would be new, how many lines stand in the books, and at how many a clerk has to look."""

    new: int = 0
    known: int = 0
    doubtful: int = 0

    @property
    def lines(self) -> int:
        """How many lines were compared."""
        return self.new + self.known + self.doubtful

    def __add__(self, other: Foreseen) -> Foreseen:
        return Foreseen(self.new + other.new, self.known + other.known, self.doubtful + other.doubtful)


async def foreseen(tx: World, statement: int, lines: Sequence[BankLine]) -> Foreseen:
    """Compares a statement's lines on one account with what others have told; all those of one sum have to be there."""
    told = tellings.not_yet_told(f"statement:{statement}", lines)
    mine = {one.row for one in told}
    places = await tellings.places_of(tx, told)
    new = len(places.fresh) + sum(movement.receipt is None for movement in places.movements)
    held = len(await held_back(tx, places.fresh))
    new -= held
    doubtful = held + sum(one.id in mine and not sure for movement in places.movements for one, sure in movement.rest)
    return Foreseen(new, len(told) - new - doubtful, doubtful)


@occasion("statement_compared")
async def statement_compared(tx: World, happened: Incoming) -> None:
    """Compares a part of a statement that is being read, and keeps what came of it until the whole is shown."""
    number = happened.about["statement"]
    row = await tx.work.one(select(statements).where(statements.c.id == number))
    if row is None or row.status != "reading":
        return
    tx.drive = row.drive
    before = msgspec.json.decode(row.found, type=Foreseen) if row.found else Foreseen()
    lines = msgspec.convert(happened.about["compared"], list[BankLine])
    found = before
    for account in dict.fromkeys(line.account for line in lines):
        found += await foreseen(tx, number, [line for line in lines if line.account == account])
    kept = msgspec.json.encode(found).decode()
    await tx.work.execute(update(statements).where(statements.c.id == number).values(found=kept))
