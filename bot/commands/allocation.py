"""`allocation verify`: recomputes the order of a published round from its file alone; no database is needed."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from bot.programme.allocation.public_file import PublicRound, UnreadableRound, read_round
from bot.programme.allocation.verifying import recompute

LARGEST = 200_000_000
"""Bytes; a million places fit in."""


def verify(file: str, ledger: str) -> int:
    """Prints what the file says and whether it follows from the rules; 1 if anything does not, 2 if it is no round."""
    try:
        round = read_round(_text(file))
    except UnreadableRound as no:
        print(f"tiep-song: {file} is no published round: {no}", file=sys.stderr)
        return 2
    found = recompute(round)
    print(f"{round.drive}, round {round.round}: {found.places} places, {found.given} given")
    print(f"     opened {round.opened}, closed {round.closed or '–'}, decided {round.decided or '–'} ({round.state})")
    faults = [*found.faults, *(_against_ledger(round, ledger) if ledger else [])]
    for fault in faults:
        print(f"FIX  {fault}")
    if not faults:
        print("ok   the secret is the one whose hash was published, and the order follows from it and the mark")
        print("ok   nobody waits in front of somebody who was given what would have suited them")
    if found.local:
        print(f"     {found.local} given because they are near to where it lies")
    for reason, times in found.overrides.items():
        print(f"     {times} given out of order: {reason}")
    if round.mark and not ledger:
        print(f"     the ledger's line {round.mark_number} must have the hash {round.mark}")
        print(f"     and name the list {round.list_hash}: compare, or give its file with --ledger")
    elif round.mark and not faults:
        print(f"ok   the ledger's line {round.mark_number} is the mark, names this list, and an earlier one the secret")
    return 1 if faults else 0


def _text(file: str) -> str:
    path = Path(file)
    if path.stat().st_size > LARGEST:
        raise UnreadableRound(f"it has more than {LARGEST:,} bytes")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise UnreadableRound("it is not written in UTF-8") from fault


def _against_ledger(round: PublicRound, ledger: str) -> list[str]:
    """What the public ledger's file says otherwise: the mark, the list, and that the secret came first."""
    secret_at = 0
    with Path(ledger).open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            number, reason = int(line.get("number") or 0), line.get("reason") or ""
            if line.get("sort") == "list_opened" and reason.endswith(round.secret_hash):
                secret_at = number
            if number == round.mark_number:
                wrong = []
                if line.get("hash") != round.mark:
                    wrong.append(f"the ledger's line {number} has the hash {line.get('hash')}, which is not the mark")
                if line.get("sort") != "list_closed" or not reason.endswith(round.list_hash):
                    wrong.append(f"the ledger's line {number} does not name this list")
                if not secret_at:
                    wrong.append("no line before it names the secret's hash: it may have been chosen afterwards")
                return wrong
    return [f"the ledger has no line {round.mark_number}"]
