"""What must go out: laid down in the turn's transaction, settled when the sender has carried it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, delete, select, update

from bot.messages import Button, Lane, Night, Outgoing
from bot.storage.tables import cards, contacts, outbox
from bot.storage.work import Work


class _Body(msgspec.Struct, omit_defaults=True):
    text: str
    buttons: list[Button] = []
    numbered: bool = True
    picture: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    answers: dict[str, Any] = {}
    night: Night | None = None


_bodies = msgspec.json.Decoder(_Body)


def lay(work: Work, message: Outgoing) -> None:
    """Puts a message into the outbox."""
    body = _Body(
        message.text,
        list(message.buttons),
        message.numbered,
        message.picture,
        message.document,
        message.answers,
        message.night,
    )
    work.add(
        outbox,
        id=message.id,
        channel=message.channel,
        chat=message.chat,
        lane=int(message.lane),
        group_chat=message.group,
        replaces=message.replaces or None,
        body=msgspec.json.encode(body).decode(),
        state="queued",
        tries=0,
        made_at=work.now,
    )


def message_of(row: Row[Any]) -> Outgoing:
    """The message of an outbox row."""
    body = _bodies.decode(row.body)
    return Outgoing(
        id=row.id,
        channel=row.channel,
        chat=row.chat,
        lane=Lane(row.lane),
        text=body.text,
        buttons=body.buttons,
        numbered=body.numbered,
        picture=body.picture,
        document=body.document,
        answers=body.answers,
        group=row.group_chat,
        replaces=row.replaces or 0,
        night=body.night,
    )


_settle = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        tries=bindparam("b_tries"),
        why=bindparam("b_why"),
        provider_id=bindparam("b_provider_id"),
        not_before=bindparam("b_not_before"),
        settled_at=bindparam("b_settled_at"),
    )
)


async def settle(work: Work, rows: Sequence[dict[str, Any]]) -> None:
    """Writes down how deliveries ended; each row gives id, state, tries, why, provider_id and not_before."""
    await work.each(_settle, [{f"b_{k}": v for k, v in row.items()} | {"b_settled_at": work.now} for row in rows])


async def unreachable(work: Work, channel: str, chat: str, why: str) -> None:
    """Remembers that nothing can be delivered to a chat any more."""
    await work.execute(update(contacts).where(contacts.c.address == f"{channel}:{chat}").values(unreachable=why[:200]))


async def moved(work: Work, channel: str, old: str, new: str) -> None:
    """Gives a chat its new id, in the contact and in all that still waits for it."""
    row = await work.one(select(contacts.c.id).where(contacts.c.address == f"{channel}:{new}"))
    if row is None:
        change = update(contacts).where(contacts.c.address == f"{channel}:{old}")
        await work.execute(change.values(address=f"{channel}:{new}", chat=new))
    queued = (outbox.c.channel == channel) & (outbox.c.chat == old) & (outbox.c.state == "queued")
    await work.execute(update(outbox).where(queued).values(chat=new))


async def prune(work: Work, now: datetime, keep: timedelta) -> None:
    """Forgets what was delivered long ago, but not the messages that show cards: they are still changed."""
    old = (outbox.c.made_at < now - keep) & (outbox.c.state != "queued")
    await work.execute(delete(outbox).where(old, outbox.c.id.not_in(select(cards.c.outbox_id))))
