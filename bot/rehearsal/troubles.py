"""What goes wrong in a rehearsal: restarts, days without the bot, a messenger that is down, people who block it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from bot.rehearsal.cast.donors import Donors
from bot.rehearsal.cast.offices import Offices
from bot.rehearsal.fakes.messenger import Post, Said
from bot.rehearsal.stage.service import Service
from bot.rehearsal.stage.town import Town


def plan_troubles(town: Town, service: Service, offices: Offices, donors: Donors, closes: datetime) -> None:
    """Writes the troubles of the whole drive on the agenda."""
    chance = Random(f"{town.seed}:troubles")
    opens = town.plan.window.opens
    days = max(1, (closes - opens).days)
    for _restart in range(max(2, days // 4)):
        at = opens + timedelta(days=chance.randrange(days), minutes=chance.randint(7 * 60, 21 * 60))
        town.agenda.at(at, lambda: _restarts(town, service))
    if days >= 30:
        monday = opens + timedelta(days=(7 - opens.weekday()) % 7 + 7 * chance.randint(2, 4), hours=10)
        back = monday + timedelta(days=2, hours=23)
        town.agenda.at(monday, lambda: _goes_down(town, service))
        town.agenda.at(back, lambda: _comes_back(town, service, monday, back))
        for week, weekday, hour in ((1, 5, 14), (5, 2, 19)):
            at = opens + timedelta(days=(7 - opens.weekday()) % 7 + 7 * week + weekday, hours=hour)
            post = town.posts["buttons"]
            town.agenda.at(at, partial(_cut, town, post))
            town.agenda.at(at + timedelta(minutes=100), partial(_mend, service, post))
        _blocks(town, offices, donors, chance, opens)
    group = next((town.people[chat] for chat in offices.officials if town.people[chat].group), None)
    if group is not None and days >= 14:
        town.agenda.at(opens + timedelta(days=12, hours=8), lambda: town.moves_to(group, f"{group.chat}-2"))


async def _restarts(town: Town, service: Service) -> None:
    if service.app is not None:
        await service.stop()
        await service.start()
        town.note("a restart", "restarts")


async def _goes_down(town: Town, service: Service) -> None:
    await service.stop()


async def _comes_back(town: Town, service: Service, since: datetime, until: datetime) -> None:
    await service.start()
    await service.look()
    town.note(f"no bot from {since:%d/%m} to {until:%d/%m}", "outage of some days")


def _cut(town: Town, post: Post) -> None:
    post.down = True
    town.note("a messenger down", "times without a messenger")


async def _mend(service: Service, post: Post) -> None:
    post.down = False
    await service.settle()


def _blocks(town: Town, offices: Offices, donors: Donors, chance: Random, opens: datetime) -> None:
    """Some donors block the bot for good; a contact does for two weeks and then writes again."""
    for donor in chance.sample(donors.people, k=min(8, len(donors.people))):
        at = opens + timedelta(days=chance.randint(8, 30), hours=12)
        town.agenda.at(at, partial(donor.post.blocked.add, donor.chat))
    contacts = [chat for chat in offices.contacts if town.people[chat].post.abilities.buttons]
    if contacts:
        contact = town.people[chance.choice(contacts)]
        town.agenda.at(opens + timedelta(days=11, hours=12), lambda: contact.post.blocked.add(contact.chat))
        town.agenda.at(opens + timedelta(days=25, hours=12), lambda: contact.post.blocked.discard(contact.chat))
        town.agenda.at(opens + timedelta(days=25, hours=13), lambda: contact.send(Said(text="/menu")))
