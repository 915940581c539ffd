"""Journals of earlier releases under the flows of today: each talk goes on or ends, and none runs against a fence."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.chat import journal
from bot.chat.journal import Entry, Fenced
from bot.chat.kinds import Text
from bot.chat.phrase import _
from bot.chat.replay import Replay
from bot.chat.words import Chat, Refused
from bot.flows.registry import FLOWS
from bot.programme.world import World
from bot.storage import talks
from bot.storage.work import Work
from tests.support.record_journals import FOLDER
from tests.support.rig import Rig

JOURNALS = sorted(FOLDER.glob("*.json"))


def flow_of(path: Path) -> str:
    return path.stem.rpartition("-")[0]


def test_every_flow_that_asks_has_a_journal() -> None:
    assert {name for name, flow in FLOWS.items() if not flow.glance} == {flow_of(path) for path in JOURNALS}


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.stem)
async def test_a_recorded_talk_goes_on_from_every_one_of_its_questions(path: Path, rig: Rig) -> None:
    kept = json.loads(path.read_text())
    entries = journal.read(json.dumps(kept["journal"]))
    await rig.says(kept["who"], "/menu")
    points = [i for i, entry in enumerate(entries) if entry.sort in ("answer", "silence")]
    assert points, "nothing was asked"
    for upto in (*points, len(entries)):
        state = await _replayed(rig, kept, entries[:upto])
        assert state in ("waiting", "finished")


async def test_a_flow_that_moved_its_deed_would_be_found_out(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = json.loads(next(path for path in JOURNALS if flow_of(path) == "give_cash").read_text())
    await rig.says(kept["who"], "/menu")

    async def give_cash(chat: Chat) -> None:
        await chat.ask("other", Text(), _("Something else?"))

    from tests.support import strange

    strange.enter(monkeypatch, give_cash)
    with pytest.raises(Fenced):
        await _replayed(rig, kept, journal.read(json.dumps(kept["journal"])))


async def _replayed(rig: Rig, kept: dict[str, Any], entries: list[Entry]) -> str:
    """Replays a journal in a world of today, of which nothing is kept."""
    async with rig.database.writer.connect() as connection:
        world = await _world(rig, connection, kept["who"])
        opened = datetime.fromisoformat(kept["opened"])
        body = FLOWS[kept["flow"]].body
        replay = Replay(body, world.actor.id, opened, entries, world.zone, kept["argument"], world=world)
        try:
            return await replay.run()
        except Refused:
            return "finished"
        finally:
            await connection.rollback()


async def _world(rig: Rig, connection: AsyncConnection, who: str) -> World:
    work = Work(connection, rig.clock())
    me = (await talks.load(work, [rig.address(who)]))[rig.address(who)]
    return World(work, rig.app.plans, rig.app.drive, rig.secrecy, me)
