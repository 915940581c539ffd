"""`ledger verify`: goes through the ledger line by line, and says whether the books are whole."""

from __future__ import annotations

from bot import texts
from bot.chat.phrase import Cash
from bot.commands.opening import open_app
from bot.programme.ledger import entries as ledgers
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
