"""A simulated messenger: carries what people say, sometimes twice, late or out of order, and brings the answers."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

import msgspec

from bot.chat.kind import File
from bot.messages import Abilities, Accept, Full, Incoming, Moved, Outgoing, Passing, Permanent

TWICE: Final = 0.02
TWICE_LATER: Final = 0.01
DELAYED: Final = 0.01
BUSY: Final = 0.01
ANSWER_LOST: Final = 0.005


class Said(msgspec.Struct, frozen=True):
    """What somebody sends: words, or a button's data, or a photo, or a file (its name and bytes)."""

    text: str | None = None
    button: str | None = None
    photo: bool = False
    document: tuple[str, bytes] | None = None


class Post:
    """Implements the handler of one messenger. What the bot cannot take now is kept and brought again."""

    def __init__(
        self,
        channel: str,
        seed: str,
        now: Callable[[], datetime],
        arrives: Callable[[Outgoing], None],
        *,
        buttons: bool,
    ):
        self.channel, self.now, self.arrives = channel, now, arrives
        self.abilities = Abilities(buttons=buttons, edit=buttons)
        self.files: dict[str, bytes] = {}
        self.down = False
        self.blocked: set[str] = set()
        self.moved: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self._seed, self._chance = seed, Random(f"{seed}:{channel}")
        self._accept: Accept | None = None
        self._bag: list[Incoming] = []
        self._late: list[tuple[datetime, Incoming]] = []
        self._recent: deque[Incoming] = deque(maxlen=8)
        self._tried: Counter[str] = Counter()

    async def start(self, accept: Accept) -> None:
        """The bot is there; what it has answered last may not have reached us, so it is brought once more."""
        self._accept = accept
        self._bag[:0] = self._recent
        self.counts["repeated"] += len(self._recent)

    async def stop(self) -> None:
        """The bot is gone."""
        self._accept = None

    def put(self, chat: str, said: Said, *, name: str, language: str, group: bool) -> None:
        """Takes what somebody sends; whoever writes blocks nobody any more."""
        self.blocked.discard(chat)
        self.counts["said"] += 1
        number = self.counts["said"]
        photo = File(f"photo-{number}", "photo.jpg", "image/jpeg", 180_000) if said.photo else None
        values: dict[str, Any] = {"text": said.text, "button": said.button, "photo": photo}
        if said.document is not None:
            called, content = said.document
            self.files[f"{self.channel}:file-{number}"] = content
            values["document"] = File(f"{self.channel}:file-{number}", called, "text/csv", len(content))
        update = Incoming(
            channel=self.channel,
            chat=chat,
            person=chat,
            id=f"{self.channel}-{number}",
            at=self.now(),
            name=name,
            language=language,
            group=group,
            **values,
        )
        fate = self._chance.random()
        if fate < TWICE:
            self._bag += [update, update]
        elif fate < TWICE + TWICE_LATER:
            self._bag.append(update)
            self._late.append((self.now() + timedelta(minutes=7), update))
        elif fate < TWICE + TWICE_LATER + DELAYED:
            self._late.append((self.now() + timedelta(minutes=3), update))
        else:
            self._bag.append(update)

    @property
    def next_late(self) -> datetime | None:
        """When something that is late comes in after all."""
        return min((at for at, _update in self._late), default=None)

    async def carry(self) -> None:
        """Brings the bot everything that waits, all at once; returns when it is acknowledged."""
        late = [update for at, update in self._late if at <= self.now()]
        self._late = [(at, update) for at, update in self._late if at > self.now()]
        self._bag += late
        if self._accept is None:
            return
        bag, self._bag = self._bag, []
        outcomes = await asyncio.gather(*(self._accept(update) for update in bag), return_exceptions=True)
        for update, outcome in zip(bag, outcomes, strict=True):
            if isinstance(outcome, Full):
                self._bag.append(update)
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                self.counts["brought"] += 1
                self._recent.append(update)

    async def fetch(self, ref: str, limit_bytes: int) -> bytes:
        """The bytes of a file that somebody sent."""
        if ref not in self.files or len(self.files[ref]) > limit_bytes:
            raise Permanent("no such file")
        return self.files[ref]

    async def forget(self, ref: str) -> None:
        """Deletes a file that somebody sent."""
        self.files.pop(ref, None)

    async def edit(self, message: Outgoing, _earlier: Outgoing, _provider_id: str) -> str:
        """Puts a message in the place of an earlier one."""
        self.counts["in place"] += 1
        return await self.deliver(message)

    async def deliver(self, message: Outgoing) -> str:
        """Brings a message to a phone; fails as real messengers do."""
        if self.down:
            raise Passing("no connection", after=0.02, everyone=True)
        if message.chat in self.moved:
            raise Moved(self.moved[message.chat])
        if message.chat in self.blocked:
            self.counts["blocked"] += 1
            raise Permanent("blocked by the user", gone=True)
        self._tried[message.chat] += 1
        fate = Random(f"{self._seed}:{message.chat}:{self._tried[message.chat]}").random()
        if fate < BUSY:
            self.counts["busy"] += 1
            raise Passing("busy", after=0.0)
        self.arrives(message)
        self.counts["delivered"] += 1
        if fate < BUSY + ANSWER_LOST:
            self.counts["answers lost"] += 1
            raise Passing("no answer", after=0.0, unknown=True)
        return f"{self.channel}-{message.id}"
