"""What a movement is known by, so that statements that overlap tell it once."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec

from bot.bank.line import BankLine

LONGEST = 64
SHORTEST = 6
FEWEST_DIGITS = 4


def bank_number(text: str) -> str:
    """A cell of the bank's numbers as a reference; empty if it does not look like the number of one transaction.

    Short ones ("1", "PC12") begin anew each day or book; Excel has cut the digits of those like 1.23E+14.
    """
    number = re.sub(r"\s", "", text).lstrip("'")
    if not SHORTEST <= len(number) <= LONGEST or sum(c in "0123456789" for c in number) < FEWEST_DIGITS:
        return ""
    return "" if re.fullmatch(r"[0-9.,]+e[+-]?[0-9]+", number, re.IGNORECASE) else number


def with_references(lines: Sequence[BankLine]) -> list[BankLine]:
    """The lines with references, each unique among those of its sum; each comes with the bank's own number, or with "".

    A transfer and its fee may share a number, so it names a movement together with its sum. Whether a number is good is
    decided by the lines of its day alone, so any statement that holds the whole day gives the same: one that stands
    twice on a day with the same sum names neither. One that comes again on a later day names only those of the first.
    """
    of_day = Counter((line.at.date(), line.reference, line.minor) for line in lines)
    first: dict[str, date] = {}
    for line in sorted(lines, key=lambda line: line.at.date()):
        first.setdefault(line.reference, line.at.date())
    seen: defaultdict[str, int] = defaultdict(int)
    known = []
    for line in lines:
        day, number = line.at.date(), line.reference
        if not number or of_day[day, number, line.minor] > 1 or first[number] != day:
            print_ = "\x1f".join((line.account, day.isoformat(), str(line.minor), line.memo, line.payer))
            seen[print_] += 1
            number = hashlib.sha256(f"{print_}\x1f{seen[print_]}".encode()).hexdigest()[:16]
        known.append(msgspec.structs.replace(line, reference=number))
    return known
