"""What must go out: laid down in the turn's transaction, settled when the sender has carried it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Row, bindparam, delete, func, select, update

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
    place: str = ""
    beside: str = ""


SEVERAL: Final = 3
DAY: Final = timedelta(days=1)
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
        message.place,
        message.beside,
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
        place=body.place,
        beside=body.beside,
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


async def refused_for_days(work: Work, channel: str, chat: str) -> bool:
    """Whether messages to a chat have only been given up since the last that arrived there, a day ago or longer."""
    here = (outbox.c.channel == channel) & (outbox.c.chat == chat)
    sent = select(func.coalesce(func.max(outbox.c.id), 0)).where(here, outbox.c.state == "sent").scalar_subquery()
    dead = select(func.count(), func.min(outbox.c.settled_at)).where(here, outbox.c.state == "dead", outbox.c.id > sent)
    number, first = await work.one(dead)
    return bool(number >= SEVERAL and first <= work.now - DAY)


async def prune(work: Work, now: datetime, keep: timedelta) -> None:
    """Forgets what was delivered long ago, but not the messages that show cards: they are still changed."""
    old = (outbox.c.made_at < now - keep) & (outbox.c.state != "queued")
    await work.execute(delete(outbox).where(old, outbox.c.id.not_in(select(cards.c.outbox_id))))
