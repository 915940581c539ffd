"""What donors do about money once they have pledged it: pay, answer the accountant, look, ask for papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.programme.codes import fold_code
from bot.rehearsal.errands.papers import SHOWN, AskForCertificate, acknowledgement, no_news, own_up, show_card
from bot.rehearsal.fakes.memory import RECORDED
from bot.rehearsal.fakes.reading import Seen, sum_of
from bot.rehearsal.fakes.truth import Truth
from bot.rehearsal.stage.errand import Errand
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

ARRIVED = ("Your gift has arrived: {sum}, code {code}.*", "Your gift {code} has come in, all of it.*")
ASKED = "A transfer of {sum} came in on {day}*"


class PaysHabit:
    """Pays what was pledged, in a way of their own: `pays` is told of each pledge as it is recorded."""

    def __init__(self, person: Person, pays: Callable[[Person, str], None]):
        self.person, self.pays = person, pays
        self._seen: set[str] = set()

    def __call__(self, seen: Seen) -> None:
        code = seen.says("Your code: <code>{code}</code>")
        if code is not None and seen.says(RECORDED) is not None and code["code"] not in self._seen:
            self._seen.add(code["code"])
            self.pays(self.person, fold_code(code["code"]))


class AskedHabit:
    """Answers the question whether a transfer is theirs, truthfully; some do not answer."""

    def __init__(self, town: Town, person: Person, truth: Truth):
        self.town, self.person, self.truth = town, person, truth

    def __call__(self, seen: Seen) -> None:
        asked, about = seen.says(ASKED), seen.says("Did you send it for your gift {code}?")
        if asked is None or about is None or not self.person.post.abilities.buttons:
            return
        code, minor = fold_code(about["code"]), sum_of(asked["sum"])[0]
        mine = any((leaf.meant, leaf.minor) == (code, minor) and not leaf.by_itself for leaf in self.truth.leaves())
        place = seen.button("Yes, I sent it" if mine else "No, not I")
        if place is not None and self.person.will.random() < 0.85:
            errand = own_up(self.person, seen.message.buttons[place].data, mine)
            at = self.town.awake(60 * self.person.will.randint(20, 1_500))
            self.town.agenda.at(at, lambda: self.person.begin(errand))


class ThanksHabit:
    """When something has come in, some look at the card, some ask for papers, some want to hear no more of it."""

    def __init__(self, town: Town, person: Person):
        self.town, self.person = town, person
        self.muted: dict[str, datetime] = {}
        self.news_after: list[str] = []
        self.certificates: list[AskForCertificate] = []

    def __call__(self, seen: Seen) -> None:
        done = seen.says("Good, no more news of {code}.*")
        if done is not None:
            self.muted.setdefault(fold_code(done["code"]), seen.at)
        made = seen.says("Here is your certificate, {code}.*")
        if made is not None and isinstance(self.person.errand, AskForCertificate):
            self.person.errand.code = fold_code(made["code"])
        for sentence in ARRIVED:
            found = seen.says(sentence)
            if found is not None:
                self._thanked(seen, fold_code(found["code"]))

    def _thanked(self, seen: Seen, code: str) -> None:
        if code in self.muted and seen.at > self.muted[code] + timedelta(minutes=5):
            self.news_after.append(f"{self.person.chat} was told of {code} although he wanted no news of it")
        whim, will = self.person.will.random(), self.person.will
        stop = seen.button("*No news of this gift")
        if whim < 0.1 and stop is not None and self.person.post.abilities.buttons:
            self._later(no_news(self.person, seen.message.buttons[stop].data))
        elif whim < 0.3:
            certificate = AskForCertificate(self.person, code, will.choice(SHOWN))
            self.certificates.append(certificate)
            self._later(certificate)
        elif whim < 0.45:
            self._later(acknowledgement(self.person, code))
        elif whim < 0.6:
            self._later(show_card(self.person, code))

    def _later(self, errand: Errand) -> None:
        at = self.town.awake(60 * self.person.will.randint(3, 600))
        self.town.agenda.at(at, lambda: self.person.begin(errand))
