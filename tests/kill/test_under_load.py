"""Two hundred times the process is killed while forty chats talk at once; it never loses and never repeats anything."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.kill.feeding import Life, Nursery, copied, rows, sound
from tests.kill.talkers import Talker

KILLS = 200
SEED = 2021
MONDAY = datetime.fromisoformat("2021-09-27T10:00:00+07:00")
DRAWN = re.compile(r"\b(TO|HS)-?[0-9A-Z]{4}-?[0-9A-Z]{3}\b|\d{1,2}/9/2021|\d{13,}")
"""Codes, days and numbers of talks: what may be otherwise in another run of the same talks."""


class Load:
    """All chats together, and the lives they are fed to."""

    def __init__(self, folder: Path, nursery: Nursery):
        names = [
            *(f"giver-{n}" for n in range(32)),
            *(f"teacher-{n}" for n in range(4)),
            *(f"reporter-{n}" for n in range(4)),
        ]
        self.talkers = {name: Talker(name, SEED) for name in names}
        self.folder, self.nursery = folder, nursery
        self.chance = Random(SEED)
        self.delivered: set[int] = set()
        self.repeats = 0
        self._life: Life | None = None
        self._talking = True

    def heard(self, said: dict[str, Any]) -> None:
        """A word of the current life: an acknowledgement brings the next update of that chat."""
        if "out" in said:
            self.delivered.add(said["out"])
        if "ack" in said:
            talker = self.talkers[said["ack"].partition(".")[0]]
            talker.hears(said["ack"])
            if self._life is not None:
                self._go_on(talker)

    def _go_on(self, talker: Talker) -> None:
        assert self._life is not None
        if self.chance.random() < 0.05 and (update := talker.repeated()) is not None:
            self.repeats += 1
            self._life.feed(update)
        if (self._talking or not talker.at_rest) and (update := talker.next()) is not None:
            self._life.feed(update)

    async def live(self, moment: datetime, seconds: float) -> bool:
        """One life that is killed after so many seconds; first it is told again all that it has not acknowledged."""
        life = await self.nursery.bear(self.folder, moment.isoformat(), self.heard, look=True)
        await life.born.wait()
        self._feed_all(life)
        await asyncio.wait({life.listening}, timeout=seconds)
        life.kill()
        self._life = None
        await life.ended()
        return await self.nursery.buried() == 9

    async def finish(self, moment: datetime) -> None:
        """A last life in which everybody ends his talk, and which ends in order."""
        self._talking = False
        life = await self.nursery.bear(self.folder, moment.isoformat(), self.heard, look=True)
        await life.born.wait()
        self._feed_all(life)
        while not all(talker.at_rest for talker in self.talkers.values()):
            await asyncio.sleep(0.02)
        life.feed({"stop": True})
        await life.ended()
        assert await self.nursery.buried() == 0

    def _feed_all(self, life: Life) -> None:
        self._life = life
        talkers = list(self.talkers.values())
        self.chance.shuffle(talkers)
        for talker in talkers:
            for update in list(talker.under_way):
                life.feed(update)
            self._go_on(talker)


def check_now(load: Load) -> None:
    """What must hold right after every kill."""
    sound(load.folder)
    taken = {id for (id,) in rows(load.folder, "select id from inbox where channel = 'wire'")}
    for talker in load.talkers.values():
        lost = talker.acknowledged - taken
        assert not lost, f"acknowledged and lost: {sorted(lost)[:5]}"
        known = [update["id"] in taken for update in talker.said]
        assert known == sorted(known, reverse=True), f"{talker.chat}: a later update was taken before an earlier one"
    open_talks = "select count(*) from talks where status = 'open' group by contact_id having count(*) > 1"
    assert rows(load.folder, open_talks) == []


def told(folder: Path) -> dict[str, list[str]]:
    """Every reply ever laid into the outbox, by chat, in order."""
    found = defaultdict(list)
    for chat, body in rows(folder, "select chat, body from outbox where lane = 0 order by id"):
        found[chat].append(DRAWN.sub("#", json.loads(body)["text"]))
    return found


def effects(folder: Path) -> dict[str, Any]:
    """Everything the talks have brought about."""
    return {
        "pledges": rows(
            folder,
            "select chat, kind, minor, vnd, status, count(*) from pledges join contacts on contacts.id = contact_id"
            " group by chat, kind, minor, vnd, status order by 1, 2, 3, 4, 5",
        ),
        "things": rows(folder, "select item, count, count(*) from pledge_goods group by item, count order by 1, 2"),
        "tallies": rows(folder, "select item, sum(gifts), sum(amount) from tallies group by item order by item"),
        "pupils": rows(
            folder,
            "select chat, count(*), count(distinct by_birth) from students join contacts on contacts.id = contact_id"
            " where status = 'listed' group by chat order by chat",
        ),
        "reports": rows(
            folder, "select chat, publicity from reports join contacts on contacts.id = contact_id order by 1"
        ),
        "talks": rows(folder, "select flow, status, count(*) from talks group by flow, status order by 1, 2"),
        "set aside": rows(folder, "select id, why from inbox where state = 'dead'"),
    }


@pytest.mark.heavy
async def test_killed_two_hundred_times_under_load_it_loses_nothing_and_repeats_nothing(
    kill_template: Path, tmp_path: Path
) -> None:
    async with Nursery(tmp_path).open() as nursery:
        load = Load(copied(kill_template, tmp_path / "killed"), nursery)
        for number in range(KILLS):
            moment = MONDAY + timedelta(
                minutes=9 * number
            )  # through Monday afternoon and the night to Tuesday's digest
            assert await load.live(moment, load.chance.uniform(0.02, 0.35)), "it was killed and did not end by itself"
            check_now(load)
        await load.finish(MONDAY + timedelta(minutes=9 * KILLS))
        check_now(load)
        said = sum(len(talker.said) for talker in load.talkers.values())
        assert said > 3_000
        assert load.repeats > 100

        whole = Load(copied(kill_template, tmp_path / "whole"), nursery)
        life = await nursery.bear(whole.folder, MONDAY.isoformat(), whole.heard)
        await life.born.wait()
        for talker in load.talkers.values():
            for update in talker.said:
                life.feed(update)
        life.feed({"stop": True})
        await life.ended()
        assert await nursery.buried() == 0

        assert effects(load.folder) == effects(whole.folder)
        killed, unharmed = told(load.folder), told(whole.folder)
        for chat, texts in unharmed.items():
            assert killed[chat] == texts, chat
        assert killed.keys() == unharmed.keys()
        laid = {number for (number,) in rows(load.folder, "select id from outbox")}
        assert laid <= load.delivered, "everything that was laid down was delivered"
        assert rows(load.folder, "select distinct state from outbox") == [("sent",)]
        check_notices(load.folder)


def check_notices(folder: Path) -> None:
    """What the clock brought about meanwhile: each reminder and the digest once, in spite of all the kills."""
    often = rows(
        folder,
        "select occasion, about, contact_id, count(*) from reminders group by occasion, about, contact_id having count(*) > 1",
    )
    assert often == []
    heard = dict(rows(folder, "select chat, count(*) from outbox where lane > 0 group by chat order by chat"))
    assert heard.pop("official") == 1, "the digest of Tuesday"
    assert set(heard) == {f"listener-{number}" for number in range(4)}
    assert set(heard.values()) <= {1, 2, 3}
