"""`rehearse`: lives a whole drive in seconds, and says whether all was as it should be."""

from __future__ import annotations

import logging
import tempfile
from functools import partial
from pathlib import Path

from bot.programme.plan import load_plan, plan_bytes
from bot.rehearsal.oracle.checks import passed
from bot.rehearsal.rehearse import Rehearsal


async def rehearse(plan: str, seed: int, people: float) -> int:
    """Lives the drive in a temporary folder and tells it; 0 if somebody took part and every check holds."""
    logging.disable(logging.ERROR)  # the troubles are part of the play
    with tempfile.TemporaryDirectory(prefix="tiep-song-") as folder:
        play = Rehearsal(
            load_plan(plan),
            plan_bytes(plan).decode(),
            Path(folder),
            seed=seed,
            scale=people,
            say=partial(print, flush=True),
        )
        try:
            end = await play.live()
        finally:
            logging.disable(logging.NOTSET)
    return 0 if passed(end) else 1
