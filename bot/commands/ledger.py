"""`ledger`: whether the books are whole, line by line; and what banks told and was set aside, taken in again."""

from __future__ import annotations

import sys
from datetime import tzinfo
from functools import partial

from bot import texts
from bot.chat.phrase import Cash
from bot.commands.opening import open_app
from bot.programme.ledger.anchors import Anchor
from bot.programme.money import aside
from bot.programme.money.audit import Audit, audit
from bot.settings import Settings

SHOWN = 3
"""Marks of digests and days that are printed where all of them hold."""


async def verify(settings: Settings) -> int:
    """Prints the count, the last line's hash, the sums, and whatever does not agree; 1 if anything does not."""
    app = await open_app(settings)
    try:
        made: Audit = await app.ask(audit)
    finally:
        await app.database.close()
    found = made.verdict
    print(f"{found.entries} lines, the last one's hash {found.root.hex()}")
    for currency in sorted({*found.sums, *found.booked}):
        ledger, booked = found.sums.get(currency, 0), found.booked.get(currency, 0)
        shown = [texts.plain(texts.shown(Cash(sum, currency), "en", app.plan_zone), "en") for sum in (ledger, booked)]
        print(f"{'ok  ' if ledger == booked else 'FIX '} {shown[0]} in the ledger, {shown[1]} in the receipts")
    if found.broken:
        print(f"FIX  line {found.broken} does not follow from the one before it: it was changed, taken out or put in;")
        print("     compare with your backups, and with the digests, which carry the hash of their day")
    elif found.entries:
        print("ok   every line follows from the one before it")
    for fault in made.faults:
        print(f"FIX  {f'line {fault.line}: ' if fault.line else ''}{fault.what}")
    if not made.faults:
        print("ok   the receipts, the running sums and the cash books say what the ledger says")
    _marks(made, app.plan_zone)
    if made.unchecked:
        print(f"     {made.unchecked} receipts are older than what is kept of the bank's words: their memos cannot be")
        print("     checked")
    return 0 if made.whole else 1


def _marks(made: Audit, zone: tzinfo) -> None:
    """The marks that people have seen, against the ledger of today."""
    for one in made.anchors:
        if not one.holds:
            there = f"that line's is {one.now.hex()[:16]}" if one.now else "there is no such line"
            print(f"FIX  {_shown(one, zone)}: {one.number} lines, {one.hash.hex()[:16]}; now {there}")
    if made.anchors and all(one.holds for one in made.anchors):
        print(f"ok   all {len(made.anchors)} marks of digests and days still hold; compare with what people hold:")
        for one in made.anchors[-SHOWN:]:
            print(f"     {_shown(one, zone)}: {one.number} lines, {one.hash.hex()[:16]}")


def _shown(one: Anchor, zone: tzinfo) -> str:
    return f"the {'digest' if one.kind == 'digest' else 'mark'} of {one.at.astimezone(zone):%d/%m/%Y %H:%M}"


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
