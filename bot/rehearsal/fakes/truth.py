"""What really happened with money: every movement once, as plain as a shoe box, to compare the bot's books with.

It knows nothing of the bot's insides: a movement is in here because somebody in the rehearsal moved it, and it says
what the accountant was told it counts for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from bot import texts
from bot.programme.plan import Plan

Counts = Literal["open", "gift", "unknown", "granted", "spent", "handed_on", "split"]
"""What is said of a movement: nothing yet; whose gift it is; or what else."""


@dataclass(eq=False)
class TrueMovement:
    """Money on the drive's account. `meant` is the pledge or transfer it is really for, known to whoever paid."""

    reference: str
    at: datetime
    minor: int
    memo: str
    meant: str = ""
    what: str = "gift"  # gift, refund, budget, fund, purchase, fee, stranger, several, transfer, puzzle
    known: bool = True  # whether the accountant can find out whose it is
    pieces: list[tuple[str, int]] = field(default_factory=list)  # of several gifts in one: each with its pledge
    by_itself: bool = False  # whether its memo gives the code without a doubt
    told: bool = False  # whether the bot has heard of it
    counts: Counts = "open"
    code: str = ""  # the pledge or transfer it counts for
    parts: list[TrueMovement] = field(default_factory=list)

    def leaves(self) -> Iterator[TrueMovement]:
        """Itself, or the parts it was split into."""
        if self.counts != "split":
            yield self
        for part in self.parts if self.counts == "split" else ():
            yield from part.leaves()


@dataclass(eq=False)
class SignedLine:
    """A line of a cash book that was signed by two; `code` of the pledge, or nothing."""

    unit: str
    number: int
    minor: int
    currency: str
    code: str = ""
    payer: str = ""
    meant: str = ""
    source: str = "gift"
    known: bool = True
    counts: Counts = "open"  # what the accountant said of one without a code
    void: bool = False


@dataclass
class TrueFigures:
    """Sums in đồng, as the public is shown them; `tills` by unit's name and currency; `ledger` by currency."""

    received: int = 0
    by_hand: int = 0  # of what was received
    granted: int = 0
    spent: int = 0
    unmatched: int = 0
    account: int = 0
    tills: dict[tuple[str, str], int] = field(default_factory=dict)
    ledger: dict[str, int] = field(default_factory=dict)


class Truth:
    """Grows with whatever is done; `credited` is told of every pledge that money or things came in for."""

    def __init__(self, plan: Plan, credited: Callable[[str], None]):
        self.plan, self.credited = plan, credited
        self.movements: dict[str, TrueMovement] = {}  # by reference and sum: a transfer and its fee may share the first
        self.notes: list[SignedLine] = []
        self.carried: list[tuple[str, str, int, str]] = []  # from, to, sum, currency: by hand, acknowledged
        self.banked: dict[str, tuple[str, int]] = {}  # by the transfer's code: whose till it leaves, the sum
        self.troubles: list[str] = []  # where the bot told somebody what cannot be

    def moves(self, movement: TrueMovement) -> TrueMovement:
        """Money moves on the account."""
        self.movements[f"{movement.reference}:{movement.minor}"] = movement
        return movement

    def told(self, reference: str, minor: int) -> None:
        """The bot has acknowledged that it was told of a movement, for the first time or again."""
        movement = self.movements[f"{reference}:{minor}"]
        if movement.told:
            return
        movement.told = True
        if movement.by_itself:
            movement.counts, movement.code = "handed_on" if movement.what == "transfer" else "gift", movement.meant
            if movement.minor > 0 and movement.what != "transfer":
                self.credited(movement.code)

    def said(self, movement: TrueMovement | SignedLine, counts: Counts, code: str = "") -> None:
        """The accountant was told that a movement now counts so."""
        movement.counts, movement.code = counts, code
        if counts == "split" and isinstance(movement, TrueMovement):
            movement.parts = [TrueMovement(movement.reference, movement.at, minor, movement.memo, meant, told=True)
                              for meant, minor in movement.pieces]  # fmt: skip
        if counts == "gift" and movement.minor > 0:
            self.credited(code)

    def signed(self, note: SignedLine) -> None:
        """A second person has signed a line."""
        self.notes.append(note)
        if note.code and note.minor > 0:
            self.credited(note.code)

    def leaves(self) -> list[TrueMovement]:
        """Every movement the bot knows of, in its smallest parts."""
        return [leaf for one in self.movements.values() if one.told for leaf in one.leaves()]

    def paid(self) -> dict[str, Counter[str]]:
        """By pledge: what has come in for it, by currency, less what was given back."""
        found: dict[str, Counter[str]] = {}
        for leaf in self.leaves():
            if leaf.counts == "gift":
                found.setdefault(leaf.code, Counter())["VND"] += leaf.minor
        for note in self.notes:
            if note.code and not note.void:
                found.setdefault(note.code, Counter())[note.currency] += note.minor
        return found

    def figures(self) -> TrueFigures:
        """Everything summed up anew."""
        found = TrueFigures()
        ledger, tills = Counter[str](), Counter[tuple[str, str]]()
        for leaf in self.leaves():
            found.account += leaf.minor
            if leaf.counts == "handed_on":
                tills[self.banked[leaf.code][0], "VND"] -= leaf.minor
                continue
            ledger["VND"] += leaf.minor
            self._sum(found, leaf.counts, leaf.minor, leaf.minor, leaf.counts in ("open", "unknown"))
        for note in self.notes:
            if note.void:
                continue
            counts: Counts = "gift" if note.code else "granted" if note.source != "gift" else note.counts
            ledger[note.currency] += note.minor
            tills[note.unit, note.currency] += note.minor
            before = found.received
            lost = counts == "unknown" or (counts == "open" and not note.payer.strip())
            self._sum(found, counts, note.minor, self._worth(note.minor, note.currency), lost)
            found.by_hand += found.received - before
        for sender, receiver, minor, currency in self.carried:
            tills[sender, currency] -= minor
            tills[receiver, currency] += minor
        found.tills = {place: minor for place, minor in tills.items() if minor}
        found.ledger = {currency: minor for currency, minor in ledger.items() if minor}
        return found

    def _sum(self, found: TrueFigures, counts: Counts, minor: int, dong: int, lost: bool) -> None:
        if counts == "granted":
            found.granted += dong
        elif minor > 0 or counts == "gift":
            found.received += dong
        else:
            found.spent -= dong
        if lost and minor > 0:
            found.unmatched += dong

    def _worth(self, minor: int, currency: str) -> int:
        """A sum in đồng, at the plan's rate."""
        if currency == "VND":
            return minor
        terms = self.plan.cash
        rate = next(rate for rate in (terms.rates if terms else ()) if rate.currency == currency)
        whole = Decimal(minor) / 10 ** texts.digits_of(currency)
        return int((whole * rate.dong / rate.per).quantize(Decimal(1), ROUND_HALF_UP))
