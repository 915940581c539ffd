"""A talk led once more from its journal alone, to see that it comes to the same."""

from __future__ import annotations

from bot.chat import journal
from bot.chat.replay import Replay
from bot.chat.words import Refused
from bot.storage.talks import Talk
from bot.turn.leading import Lead


async def replayed(lead: Lead, talk: Talk) -> tuple[Replay, str]:
    """The second run, which reaches for nothing outside, and the state it ends in."""
    again = lead.replay(talk)
    again.journal = journal.read(journal.write(talk.journal))
    again.dry, again.world = True, None
    try:
        found: str = await again.run()
    except Refused:
        found = "finished"
    return again, found
