"""`forget`: deletes what is known of a donor who asks for it outside the chat."""

from __future__ import annotations

import sys

from bot import texts
from bot.chat.words import Refused
from bot.commands.opening import open_app
from bot.programme.giving import forgetting
from bot.settings import Settings


async def forget(settings: Settings, who: str) -> int:
    """Prints what came of it and what stays."""
    app = await open_app(settings)
    try:
        gifts = await app.act(None, "", lambda tx: forgetting.forget(tx, who=who))
    except Refused as no:
        print(texts.plain(no.why, "en"), file=sys.stderr)
        return 1
    finally:
        await app.database.close()
    print(f"forgotten: name, address, words and files; gifts without a name now: {gifts}")
    print("kept by the law on accounting: sums, days, and what the bank or a cash book says of the payments")
    print("copies that were made earlier still hold it all: see to them as well")
    return 0
