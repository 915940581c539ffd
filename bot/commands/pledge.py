"""`pledge cancel`: takes a pledge out that nobody means, with a reason that its donor is told."""

from __future__ import annotations

import sys

from bot import texts
from bot.chat.words import Refused
from bot.commands.opening import open_app
from bot.programme.codes import shown
from bot.programme.giving import cancelling
from bot.settings import Settings


async def cancel(settings: Settings, code: str, reason: str) -> int:
    """Prints what came of it; the donor hears of it as soon as the bot runs."""
    app = await open_app(settings)
    try:
        done = await app.act(None, "", lambda tx: cancelling.cancel(tx, code=code, reason=reason))
    except Refused as no:
        print(texts.plain(no.why, "en"), file=sys.stderr)
        return 1
    finally:
        await app.database.close()
    print(f"{shown(done)} is cancelled")
    return 0
