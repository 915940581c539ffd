"""The transcripts, played as written with every talk replayed, with repetitions and restarts, and on PostgreSQL."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest

from bot.chat.replay import Replay
from bot.flows.registry import FLOWS
from bot.storage.talks import Talk
from bot.turn.leading import Lead
from tests.support.replaying import replayed
from tests.support.rig import Rig
from tests.support.transcript import Transcript

FOLDER = Path(__file__).parent
TRANSCRIPTS = sorted(FOLDER.glob("*.chat"))
# Both languages ask the same of a database.
IN_VIETNAMESE = [path for path in TRANSCRIPTS if path.stem.endswith(".vi")]


@pytest.fixture(params=TRANSCRIPTS, ids=lambda path: path.stem)
def transcript(request: pytest.FixtureRequest) -> Transcript:
    return Transcript(request.param)


async def test_it_plays_as_written_and_every_talk_is_replayed_from_its_journal_and_comes_out_the_same(
    transcript: Transcript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    replays = []
    run = Lead.run

    async def twice(lead: Lead, talk: Talk, *more: Any, **named: Any) -> tuple[Replay, str]:
        first, state = await run(lead, talk, *more, **named)
        again, found = await replayed(lead, talk)
        assert found == state
        assert again.journal == talk.journal, "the second replay remembers something else"
        assert (again.open and again.open.digest) == (first.open and first.open.digest), "another question is open"
        assert _answered(again) == _answered(first)
        replays.append(talk.flow)
        return first, state

    monkeypatch.setattr(Lead, "run", twice)
    played = await transcript.play(tmp_path)
    if request.config.getoption("--rewrite-transcripts") and played != transcript.text:
        await asyncio.to_thread(transcript.path.write_text, played)
        pytest.skip("written anew: read what has changed")
    assert played == transcript.text
    assert replays


async def test_every_message_delivered_twice_and_a_restart_after_it_change_nothing(
    transcript: Transcript, tmp_path: Path
) -> None:
    async def again(rig: Rig) -> None:
        async with rig.unwritten():
            await rig.again()
        await rig.restart()

    assert await transcript.play(tmp_path, after=again) == transcript.text


@pytest.mark.parametrize("path", IN_VIETNAMESE, ids=lambda path: path.stem)
async def test_it_plays_as_written_on_postgresql(path: Path, tmp_path: Path) -> None:
    transcript = Transcript(path)
    assert await transcript.play(tmp_path, engine="postgres") == transcript.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_flow_is_shown_in_both_languages(language: str) -> None:
    asked = [line for path in FOLDER.glob(f"*.{language}.chat") for line in Transcript(path).inputs]
    for flow in FLOWS.values():
        commands = "|".join((flow.name, *flow.commands))
        assert any(re.match(rf"[^ ]+: /({commands})\b", line) for line in asked), flow.name


def _answered(run: Replay) -> dict[str, Any]:
    return {step: kept for step, (_label, _kind, kept) in run.chat.answered.items()}
