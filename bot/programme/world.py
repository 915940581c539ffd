"""What facts and deeds may use: the turn's work, who is talking, the drive's plan, and a way to tell people things."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import texts
from bot.chat.phrase import Lines, Phrase
from bot.chat.words import Offer
from bot.messages import Button, Lane, Night, Outgoing
from bot.programme.plan import Plan
from bot.storage import outbox
from bot.storage.ids import new_id
from bot.storage.secrecy import Secrecy
from bot.storage.talks import LATER, Contact, Offered
from bot.storage.work import Work


@dataclass(slots=True)
class World:
    """One turn's surroundings for one update. `out` gathers the messages that go out after the commit."""

    work: Work
    plans: Mapping[str, Plan]
    drive: str
    secrecy: Secrecy
    me: Contact | None = None
    out: list[Outgoing] = field(default_factory=list)
    notified: list[Contact] = field(default_factory=list)  # whose offers changed by a notice; the turn keeps them
    network: str = ""  # whence the actor writes, as in Incoming
    readers: Container[str] = ()  # the channels on which jobs about files are done
    site: str = ""  # the public pages' address, without a slash at its end; empty where none is known

    @property
    def now(self) -> datetime:
        return self.work.now

    @property
    def plan(self) -> Plan:
        """The plan of the drive this is about."""
        return self.plans[self.drive]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.plan.time_zone)

    @property
    def today(self) -> date:
        """The day it is on the clocks of the drive."""
        return self.now.astimezone(self.zone).date()

    @property
    def actor(self) -> Contact:
        """Who is talking; only where somebody is."""
        if self.me is None:
            raise LookupError("nobody is talking")
        return self.me

    def tell(
        self,
        to: Contact,
        lines: Lines,
        *,
        lane: Lane = Lane.NOTICE,
        offers: Sequence[Offer] = (),
        picture: dict[str, Any] | None = None,
        document: dict[str, Any] | None = None,
        replaces: int = 0,
        only_in_place: bool = False,
        awaited: bool = False,
    ) -> int:
        """Lays a message to somebody into the outbox, in their language; returns its number. See Outgoing for the rest.

        It comes unasked, so its offers have no numbers, which may belong to an open question; their words count. Nor do
        numbers of an earlier list count any longer, for somebody may answer this with one. It waits for the end of the
        quiet hours, unless it is `awaited` or goes to whoever is talking.
        """
        buttons = [Button(texts.plain(offer.label, to.language, self.zone), offer.command) for offer in offers]
        if buttons:
            words = [Offered(button.label, button.data, numbered=False) for button in buttons]
            to.offers = _behind(to.offers) + words
            self.notified.append(to)
        said = texts.text(lines, to.language, self.zone)
        awake = awaited or lane is Lane.REPLY or (self.me is not None and self.me.id == to.id)
        return self.send(
            to,
            said,
            lane=lane,
            buttons=buttons,
            numbered=False,
            picture=picture,
            document=document,
            replaces=replaces,
            only_in_place=only_in_place,
            night=None if awake else self.plan.night,
        )

    def send(
        self,
        to: Contact,
        text: str,
        *,
        lane: Lane,
        buttons: Sequence[Button] = (),
        numbered: bool = True,
        picture: dict[str, Any] | None = None,
        document: dict[str, Any] | None = None,
        answers: dict[str, Any] | None = None,
        beside: str = "",
        replaces: int = 0,
        only_in_place: bool = False,
        night: Night | None = None,
    ) -> int:
        """Lays a finished message into the outbox; returns its number."""
        message = Outgoing(
            id=new_id(),
            channel=to.channel,
            chat=to.chat,
            lane=lane,
            text=text,
            buttons=buttons,
            numbered=numbered,
            picture=_drawn_for(to, picture),
            document=document,
            answers=answers or {},
            group=to.group,
            place=to.place,
            beside=beside,
            replaces=replaces,
            only_in_place=only_in_place,
            night=night,
        )
        outbox.lay(self.work, message)
        self.out.append(message)
        return message.id


def _drawn_for(to: Contact, picture: dict[str, Any] | None) -> dict[str, Any] | None:
    """A picture's recipe with whatever is to be written on it in the reader's language."""
    if picture is None or not any(isinstance(value, Phrase) for value in picture.values()):
        return picture
    return {name: texts.plain(value, to.language) if isinstance(value, Phrase) else value
            for name, value in picture.items()}  # fmt: skip


def _behind(offers: Sequence[Offered]) -> list[Offered]:
    """What was offered last, as it counts once something else was said."""
    kept = [offer for offer in offers if offer.numbered or offer.command is None or offer.command == LATER]
    if any(offer.command is None for offer in kept):
        return kept  # a question is open, whose numbers they are
    return [Offered(offer.label, offer.command, numbered=False) for offer in kept]


Now = Callable[[], datetime]
"""The one source of time; a rehearsal or the demo puts its own here."""
