"""A donor looks at the gift's card, says whose money it was, stops the news, and asks for the papers."""

from __future__ import annotations

from bot.rehearsal.errands.tap import Tap, tap
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.stage.errand import Answer, Errand
from bot.rehearsal.stage.person import Person

ALLOWED = {
    "My name and the gift": (True, True),
    "Only my name": (True, False),
    "Nothing, only that it is genuine": (False, False),
}
"""What everybody may see of a certificate, by the donor's answer: the name, the gift."""
SHOWN = tuple(ALLOWED)


def own_up(person: Person, button: str, mine: bool) -> Tap:
    """Answers the accountant's question whether a transfer is theirs."""
    answers = {
        "Thank you. It is settled already.": "settled",
        "Thank you. The accountant will see it*": "his",
        "Thank you, that helps us.": "not his",
    }
    return tap(person, button, "That transfer is mine" if mine else "That transfer is not mine", answers)


def show_card(person: Person, code: str) -> Tap:
    """The living card of a gift."""
    said = Said(text=f"/the {code}")
    return Tap(person, said, "*Journey of the gift", {"🎫 <b>Journey of the gift {code}</b>": "seen"})


def no_news(person: Person, button: str) -> Tap:
    """Wants to hear no more of a gift."""
    return tap(person, button, "*No news of this gift", {"Good, no more news of {code}.*": "muted"})


def acknowledgement(person: Person, code: str) -> Tap:
    """The paper that says what came in."""
    answers = {"Here is the receipt for your gift.": "paper", "Nothing of this gift has come in yet*": "too early"}
    return Tap(person, Said(text=f"/giaynhan {code}"), "*Receipt", answers)


class AskForCertificate(Errand):
    """Asks for a certificate, with this much shown to everybody: one of SHOWN."""

    label = "*Certificate"

    def __init__(self, person: Person, code: str, shown: str):
        super().__init__(person)
        self.opening, self.gift, self.shown, self.code = f"/chungnhan {code}", code, shown, ""

    def knows(self) -> dict[str, Answer]:
        return {
            "What name should the certificate show?": lambda _s, _v: 0,
            "Is it the name of a person or of an organisation?": lambda _s, _v: 0,
            "What name should we write?*": lambda _s, _v: Said(text=self.person.name),
            "What may everybody see*": lambda seen, _v: seen.button(self.shown),
            "The certificate comes once all of your gift is received.": lambda _s, _v: self.end("too early"),
            "Here is your certificate, {code}.*": lambda _s, _v: None,
            "And the same for printing, on A4.": lambda _s, _v: self.end("made"),
        }
