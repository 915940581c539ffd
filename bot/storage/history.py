"""What was said in a chat whose history we keep ourselves: both sides, in the order it was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from bot.chat.kind import File
from bot.messages import Outgoing
from bot.storage.database import Database
from bot.storage.outbox import message_of
from bot.storage.tables import inbox, outbox


class Own(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the person sent, as the inbox keeps it."""

    text: str = ""
    button: str | None = None
    file: File | None = None


class Line(msgspec.Struct, frozen=True):
    """One line of a chat: ours (`message`), or the person's own (`own`, under its update's id)."""

    at: datetime
    message: Outgoing | None = None
    key: str = ""
    own: Own | None = None


_own = msgspec.json.Decoder(Own)


async def page(database: Database, address: str, before: int | None, limit: int) -> list[Line]:
    """Up to `limit` of our messages numbered below `before`, with what the person sent in between; oldest first."""
    channel, _colon, chat = address.partition(":")
    ours = select(outbox).where(outbox.c.channel == channel, outbox.c.chat == chat)
    if before is not None:
        ours = ours.where(outbox.c.id < before)
    async with database.read() as connection:
        rows = (await connection.execute(ours.order_by(outbox.c.id.desc()).limit(limit))).all()
        theirs = select(inbox.c.id, inbox.c.at, inbox.c.body).where(inbox.c.address == address)
        if len(rows) == limit:
            theirs = theirs.where(inbox.c.at >= rows[-1].made_at)
        if before is not None:
            at = select(outbox.c.made_at).where(outbox.c.id == before, outbox.c.channel == channel)
            upper: Any = (await connection.execute(at)).scalar()
            if upper is not None:
                theirs = theirs.where(inbox.c.at < upper)  # the page after it begins here
        said = (await connection.execute(theirs.order_by(inbox.c.at.desc()).limit(4 * limit))).all()
    lines = [Line(row.at, key=row.id, own=_own.decode(row.body or "{}")) for row in said]
    lines += [Line(row.made_at, message_of(row)) for row in reversed(rows)]
    return sorted(lines, key=lambda line: (line.at, line.message.id if line.message else 0))
