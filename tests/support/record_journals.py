"""Records one journal per flow and release, for `tests/flows/test_journals.py` to replay under every later release.

    .venv/bin/python -m tests.support.record_journals              of every flow, before a release
    .venv/bin/python -m tests.support.record_journals opinion      of the flows in tests/transcripts/opinion*.en.chat

The release is the one in pyproject.toml. What is recorded stays as it is: only journals that are not there yet are
written, so a new flow gets its own and no other is touched. For each flow that asks it is the longest one that came to
its end.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from bot.chat import journal
from bot.chat.replay import Replay
from bot.flows.registry import FLOWS
from bot.storage.talks import Talk
from bot.turn.leading import Lead
from tests.support.transcript import Transcript

HERE = Path(__file__).parent.parent
FOLDER = HERE / "journals"


def release() -> str:
    """The number of the release in pyproject.toml."""
    found: str = tomllib.loads((HERE.parent / "pyproject.toml").read_text())["project"]["version"]
    return found


async def recorded(name: str = "") -> dict[str, dict[str, Any]]:
    """The longest finished journal of every flow that asks, with all a replay needs; `name` begins a transcript's."""
    found: dict[str, dict[str, Any]] = {}
    run = Lead.run

    async def noted(lead: Lead, talk: Talk, *more: Any, **named: Any) -> tuple[Replay, str]:
        ran, state = await run(lead, talk, *more, **named)
        longest = len(found[talk.flow]["journal"]) if talk.flow in found else 0
        if not FLOWS[talk.flow].glance and state == "finished" and len(talk.journal) > longest:
            found[talk.flow] = {
                "flow": talk.flow,
                "argument": talk.argument,
                "who": lead.me.chat.removeprefix("demo-"),
                "opened": talk.opened_at.isoformat(),
                "journal": json.loads(journal.write(talk.journal)),
            }
        return ran, state

    setattr(Lead, "run", noted)  # noqa: B010 - only here, where nothing else runs
    try:
        for path in sorted((HERE / "transcripts").glob(f"{name}*.en.chat")):
            with tempfile.TemporaryDirectory() as folder:
                await Transcript(path).play(Path(folder))
    finally:
        setattr(Lead, "run", run)  # noqa: B010 - back again
    return found


def main() -> None:
    """Writes the journals of this release that are not there yet."""
    for name, kept in sorted(asyncio.run(recorded(*sys.argv[1:])).items()):
        path = FOLDER / f"{name}-{release()}.json"
        if path.exists():
            continue
        lines = [json.dumps(entry, ensure_ascii=False) for entry in kept.pop("journal")]
        head = json.dumps(kept, ensure_ascii=False)[:-1]
        path.write_text(f'{head}, "journal": [\n' + ",\n".join(lines) + "\n]}\n")
        print(f"{path.name}: {len(lines)} entries")


if __name__ == "__main__":
    main()
