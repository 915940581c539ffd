"""The outbox table as the sender needs it: what waits, and how each delivery ended."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from bot.delivery.outbox import OutboxRow, Settled, WaitingMessage
from bot.programme.world import Now
from bot.storage import moved_chats
from bot.storage import outbox as outboxes
from bot.storage.database import Database
from bot.storage.tables import outbox, reminders
from bot.storage.work import Work


class Postbox:
    """Implements the sender's Outbox on the database."""

    def __init__(self, database: Database, now: Now):
        self.database, self.now = database, now

    async def waiting(self) -> Sequence[WaitingMessage]:
        """All rows still queued, in the order in which they were made."""
        statement = select(outbox).where(outbox.c.state == "queued").order_by(outbox.c.id)
        async with self.database.read() as connection:
            rows = (await connection.execute(statement)).all()
        return [WaitingMessage(outboxes.message_of(row), row.tries, row.not_before, row.made_at) for row in rows]

    async def kept(self, number: int) -> OutboxRow | None:
        """The row of a message; None where there is none any more."""
        async with self.database.read() as connection:
            row = (await connection.execute(select(outbox).where(outbox.c.id == number))).first()
        return None if row is None else OutboxRow(outboxes.message_of(row), row.provider_id or "")

    async def settle(self, results: Sequence[Settled]) -> None:
        """Writes results down in one transaction; of a message that occurs twice the last one counts."""
        last = {result.id: result for result in results}
        async with self.database.write() as connection:
            work = Work(connection, self.now())
            await outboxes.settle(
                work,
                [
                    {
                        "id": one.id,
                        "state": one.state,
                        "tries": one.tries,
                        "why": one.why or ("may have arrived twice" if one.unknown else None),
                        "provider_id": one.provider_id or None,
                        "not_before": one.not_before,
                    }
                    for one in last.values()
                ],
            )
            for one in results:
                if one.moved:
                    await moved_chats.move(work, one.channel, one.chat, one.moved)
                if one.gone or (one.perhaps_gone and await outboxes.refused_for_days(work, one.channel, one.chat)):
                    await outboxes.unreachable(work, one.channel, one.chat, one.why)
                if one.state == "dead":
                    failed = update(reminders).where(reminders.c.outbox_id == one.id)
                    await work.execute(failed.values(state="failed", why=one.why))
