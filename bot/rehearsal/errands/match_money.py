"""The accountant goes through the queue of money whose donor the memo does not tell, and takes back what was wrong."""

from __future__ import annotations

from dataclasses import dataclass

from bot.programme.codes import fold_code, shown
from bot.rehearsal.errands.tap import Tap, tap
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen, number_of
from bot.rehearsal.fakes.truth import Counts, SignedLine, TrueMovement, Truth
from bot.rehearsal.stage.errand import Answer, Errand
from bot.rehearsal.stage.person import Person

PURPOSES = {"purchase": "máy tính bảng cho học sinh", "fee": "phí chuyển tiền"}
WHOSE = {"budget": "Ngân sách huyện", "fund": "Quỹ Vì người nghèo"}
REOPENED = "It is open again and waits with the others."
LIKELY = "{code} · {sum} · {name}"
CONFIRMED: dict[str, Counts] = {
    "{sum} now counts for {code}.": "gift",
    "Noted: the giver of {sum} is unknown.*": "unknown",
    "Noted: nobody can tell what {sum} went out for.*": "unknown",
    "Noted: {sum} from {whose}, which is no gift.": "granted",
    "Noted: {sum} was paid for: {purpose}.": "spent",
    "Split into {part} and {rest}*": "split",
}


@dataclass
class Decided:
    """What the accountant has just answered, until the bot confirms it."""

    item: TrueMovement | SignedLine
    counts: Counts
    code: str = ""


class MatchMoney(Errand):
    """`asked` counts how often the donors were asked of a movement; `decided` waits for the bot's word."""

    opening, label = "/doisoat", "*Match money"
    most_asked = 400

    def __init__(self, person: Person, truth: Truth, asked: dict[TrueMovement | SignedLine, int]):
        super().__init__(person)
        self.truth, self.asked = truth, asked
        self.decided: Decided | None = None
        self._wanted = ""  # the answer to what else it is

    def knows(self) -> dict[str, Answer]:
        return {
            "Came in: <b>{sum}</b>, {day}": self._decide,
            "Went out: <b>{sum}</b>, {day}": self._decide,
            "What else is it?": lambda seen, _v: seen.button(self._wanted),
            "Which code? For example: {code}.": self._type_code,
            "How much of the {sum} is the first gift?*": self._part,
            "From whose budget?*": lambda _s, _v: Said(text=WHOSE["budget"]),
            "From which fund?*": lambda _s, _v: Said(text=WHOSE["fund"]),
            "What was it paid for?*": self._purpose,
            "Nothing waits: every receipt has its giver.": lambda _s, _v: self.end("empty"),
            "{n} receipt settled. Thank you.": lambda _s, _v: self.end("settled"),
            "Good, nothing was changed.*": lambda _s, _v: self.end("later"),
            "That was much at once. More are waiting.": lambda _s, _v: Said(text=self.opening),
            "I have asked {n} giver.*": lambda _s, _v: self.end("asked") if not self._more_to_come else None,
            **{sentence: lambda _s, _v: None for sentence in CONFIRMED},
        }

    _more_to_come = True

    def _decide(self, seen: Seen, values: dict[str, str]) -> Said | int | None:
        item = self._item(seen, values)
        self._more_to_come = seen.says("{n} more is waiting.") is not None
        if item is None:
            self.truth.troubles.append(f"the accountant was shown {seen.lines[:2]}, which does not wait")
            return seen.button("Later")
        what = item.what if isinstance(item, TrueMovement) else "gift"
        if what in ("gift", "refund", "stranger"):
            return self._whose(seen, item, what)
        self._wanted = {"several": "Several gifts in one: split it", "budget": "State budget money",
                        "fund": "Money of a fund", "puzzle": "Nobody can tell"}.get(what, "")  # fmt: skip
        counts: dict[str, Counts] = {"several": "split", "budget": "granted", "fund": "granted", "puzzle": "unknown"}
        self.decided = Decided(item, counts.get(what, "spent"))
        return seen.button("Something else" if self._wanted else "It was spent")

    def _whose(self, seen: Seen, item: TrueMovement | SignedLine, what: str) -> Said | int | None:
        """The pledge it is for, if the memo nearly says it or somebody owned up to it; else it is asked."""
        owned = "{promise} · says it is theirs"
        if item.meant:
            for place, button in enumerate(seen.message.buttons):
                told = button.label.startswith(f"{shown(item.meant)} · ")
                if told and (item.known or any(place == one for one, _values in seen.buttons(owned))):
                    self.decided = Decided(item, "gift", item.meant)
                    return place
            if item.known:
                self.decided = Decided(item, "gift", item.meant)
                return seen.button("Another code")
        ask = seen.button("Ask the givers")
        if ask is not None and what != "refund" and self.asked.get(item, 0) < 2:
            self.asked[item] = self.asked.get(item, 0) + 1
            return ask
        self.asked[item] = self.asked.get(item, 0) + 1
        if self.asked[item] < 3:
            return seen.button("Later")
        self._wanted, self.decided = "Nobody can tell", Decided(item, "unknown")
        return seen.button("Something else")

    def _item(self, seen: Seen, values: dict[str, str]) -> TrueMovement | SignedLine | None:
        memo, payer = seen.says("Memo: {memo}"), seen.says("From: {payer}")
        minor, words = number_of(values["sum"]), memo["memo"] if memo else ""
        for leaf in self.truth.leaves():
            if leaf.counts == "open" and leaf.memo.strip() == words.strip() and abs(leaf.minor) == minor:
                return leaf
        who = payer["payer"] if payer else ""
        notes = [note for note in self.truth.notes if not note.code and not note.void and note.counts == "open"]
        return next((n for n in notes if n.source == "gift" and (abs(n.minor), n.payer) == (minor, who)), None)

    def _type_code(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.decided is None or not self.decided.code:
            return seen.button("Later")
        return Said(text=self.decided.code.lower())

    def _part(self, _seen: Seen, _values: dict[str, str]) -> Said | int | None:
        assert self.decided is not None
        assert isinstance(self.decided.item, TrueMovement)
        return Said(text=str(self.decided.item.pieces[0][1]))

    def _purpose(self, _seen: Seen, _values: dict[str, str]) -> Said | int | None:
        assert self.decided is not None
        what = self.decided.item.what if isinstance(self.decided.item, TrueMovement) else ""
        return Said(text=PURPOSES.get(what, "việc chung của đợt vận động"))


def take_back(person: Person, button: str) -> Tap:
    """What was said of a receipt was a mistake; begins with the button under the confirmation."""
    answers = {REOPENED: "open again", "This receipt is open already.": "open again"}
    return tap(person, button, "Open a receipt again", answers)


def confirmed(seen: Seen) -> tuple[Counts, str] | None:
    """What the bot says that money counts for, and the code it names."""
    for sentence, counts in CONFIRMED.items():
        if (values := seen.says(sentence)) is not None:
            return counts, fold_code(values.get("code", ""))
    return None
