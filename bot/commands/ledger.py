"""`ledger`: whether the books are whole, line by line; and what banks told and was set aside, taken in again."""

from __future__ import annotations

import sys
from functools import partial

from bot import texts
from bot.chat.phrase import Cash
from bot.commands.opening import open_app
from bot.programme.ledger import entries as ledgers
from bot.programme.money import aside
from bot.settings import Settings


async def verify(settings: Settings) -> int:
    """Prints the count, the last line's hash and the sums; 1 if a line was changed, taken out or put in."""
    app = await open_app(settings)
    try:
        found: ledgers.Verdict = await app.ask(ledgers.verify)
    finally:
        await app.database.close()
    print(f"{found.lines} lines, the last one's hash {found.root.hex()}")
    for currency in sorted({*found.sums, *found.booked}):
        ledger, booked = found.sums.get(currency, 0), found.booked.get(currency, 0)
        shown = [texts.plain(texts.shown(Cash(sum, currency), "en", app.plan_zone), "en") for sum in (ledger, booked)]
        print(f"{'ok  ' if ledger == booked else 'FIX '} {shown[0]} in the ledger, {shown[1]} in the receipts")
    if found.broken:
        print(f"FIX  line {found.broken} does not follow from the one before it: it was changed, taken out or put in;")
        print("     compare with your backups, and with the digests, which carry the hash of their day")
    elif found.whole:
        print("ok   every line follows from the one before it")
    return 0 if found.whole else 1


async def replay(settings: Settings) -> int:
    """Prints what is in the books now and what still is not; 1 if anything is left."""
    app = await open_app(settings)
    try:
        booked = left = 0
        for id in await app.ask(aside.broken_updates):
            try:
                await app.act(None, "", partial(aside.take_again, id=id))
            except Exception as trouble:  # it stays set aside, and the others go on
                left += 1
                print(f"FIX  {id} still cannot be taken in: {type(trouble).__name__}", file=sys.stderr)
            else:
                booked += 1
        booked += await app.act(None, "", aside.book_aside)
        left += await app.ask(aside.how_many)
    finally:
        await app.database.close()
    print(f"{booked} taken into the books; {left} left")
    if left:
        print("     what is left is for accounts that no plan has named, or that several drives share and none in use;")
        print("     name the account in the drive's plan and load it, or choose the drive with DRIVE, then once more")
    return 1 if left else 0
