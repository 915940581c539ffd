"""The simulated town: its people, their messengers, the bot, and the hours that pass."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from bot import texts
from bot.messages import Outgoing
from bot.programme.calendar import occasions
from bot.programme.plan import Plan
from bot.rehearsal.fakes.agenda import Agenda
from bot.rehearsal.fakes.messenger import Post
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.still_clock import StillClock
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.service import Service

LOOK_EVERY: Final = timedelta(hours=6)
BEDTIME: Final = 22
AWAITED: Final = ("{n} new movement is in the books.", "Shall I take it into the books?")
"""What the accountant waits for who has sent a statement, at whatever hour."""


class Delivered(msgspec.Struct, frozen=True):
    """One message as it arrived: when, where, its number, its lane."""

    at: datetime
    chat: str
    number: int
    lane: int
    awaited: bool = False  # an answer, although it was not given at once


class Town:
    """Everything in the rehearsal that is not the bot."""

    def __init__(self, plan: Plan, seed: int, clock: StillClock):
        self.plan, self.seed, self.now, self._clock = plan, str(seed), clock, clock
        self.zone = ZoneInfo(plan.time_zone)
        self.agenda = Agenda(clock)
        self.posts = {
            name: Post(name, self.seed, clock, self.arrives, buttons=buttons)
            for name, buttons in (("buttons", True), ("plain", False))
        }
        self.people: dict[str, Person] = {}
        self.diary: list[Delivered] = []
        self.puzzled: list[tuple[Person, Seen]] = []
        self.happened: Counter[str] = Counter()
        self.notes: list[str] = []  # for the line of the week
        self.donors: dict[str, str] = {}  # by chat, the name
        self.names_told: list[str] = []
        self.moves: dict[str, str] = {}  # a group's new chat to its old one

    def add(self, chat: str, name: str, *, plain: bool = False, clumsy: float = 0.15, language: str = "vi",
            group: bool = False) -> Person:  # fmt: skip
        """Somebody new, on the messenger with buttons or on the plain one."""
        post = self.posts["plain" if plain else "buttons"]
        person = Person(self, post, chat, name, clumsy=clumsy, language=language, group=group)
        self.people[chat] = person
        return person

    def arrives(self, message: Outgoing) -> None:
        """A message reaches a phone."""
        chat = self.moves.get(message.chat, message.chat)
        person = self.people[chat]
        seen = Seen(message, self.now(), person.language)
        awaited = any(seen.says(sentence) is not None for sentence in AWAITED)
        self.diary.append(Delivered(self.now(), chat, message.id, int(message.lane), awaited))
        if chat in self.donors:
            text = texts.unmarked(message.text)
            self.names_told += [f"{chat} was shown {name!r}: {text[:80]!r}" for name in self._strangers(chat, text)]
        person.reads(message)

    def awake(self, seconds: float) -> datetime:
        """So much later, or the next morning if that would be at night."""
        local = (self.now() + timedelta(seconds=seconds)).astimezone(self.zone)
        if local.hour >= BEDTIME:
            local = (local + timedelta(days=1)).replace(hour=7, minute=local.minute)
        return local.replace(hour=max(local.hour, 6))

    def _strangers(self, chat: str, text: str) -> list[str]:
        """Other donors' full names in a text, unless they are only a part of the reader's own."""
        names = set(self.donors.values()) - {self.donors[chat]}
        text = text.replace(self.donors[chat], "")
        return [name for name in names if name in text]

    def note(self, words: str, sort: str) -> None:
        """Something happened that the operator should be told of."""
        self.notes.append(words)
        self.happened[sort] += 1

    def moves_to(self, group: Person, new: str) -> None:
        """A group gets another chat id, as some messengers do to groups that grow."""
        group.post.moved[group.chat] = new
        self.moves[new] = group.chat
        group.sends_as = new

    async def live(self, service: Service, until: datetime) -> None:
        """Hours pass until a moment; whatever falls due is done, minute by minute."""
        await self._plan_looks(service, until)
        while True:
            times = [self.agenda.next, *(post.next_late for post in self.posts.values())]
            moment = min((at for at in times if at is not None), default=until)
            if moment > until:
                break
            self._clock.set(max(moment, self.now()))
            for deed in self.agenda.due():
                done = deed()
                if done is not None:
                    await done
            await service.carry()
            if moment >= until:
                break

    async def _plan_looks(self, service: Service, until: datetime) -> None:
        """The clock looks every few hours, and soon after every moment at which something falls due."""
        looks = {due.at for due in occasions.planned(self.plan, self.now(), until)}
        at = self.now()
        while at < until:
            looks.add(at)
            at += LOOK_EVERY
        for number, moment in enumerate(sorted(looks)):
            self.agenda.at(moment + timedelta(seconds=number * 7 % 20), service.look)
