"""The goods side of a rehearsal: what donors bring and when, and what really lies on the shelves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random

from bot.programme.codes import fold_code
from bot.programme.plan import in_language
from bot.programme.plan.gifts import Item
from bot.rehearsal.errands.take_devices import CheckDevice, Piece, TakeDevices, move_visit
from bot.rehearsal.fakes.memory import DEVICES_RECORDED
from bot.rehearsal.fakes.names import Names
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.stage.person import Person
from bot.rehearsal.stage.town import Town

WITH_IMEI = ("phone", "tablet")
EXPECTED = (
    "Tomorrow, {day}, {hours}, we expect your gift {code}.*",
    "Today, {day}, {hours}, we expect your gift {code}.*",
)


SLIPS = {
    "One digit of this IMEI is not right.*": "a wrong IMEI",
    "The number {serial} is on the device {tag} already.": "a number twice",
}


class GoodsSide:
    """Decides how each pledge of things is kept; `shelf` holds what came in, by tag."""

    def __init__(
        self, town: Town, coordinator: Person, names: Names, donors: list[Person], credited: Callable[[str], None]
    ):
        self.town, self.coordinator, self.names, self.donors, self.credited = town, coordinator, names, donors, credited
        self.chance = Random(f"{town.seed}:goods")
        self.items = {
            in_language(item.name, language): item for item in town.plan.catalogue for language in ("vi", "en")
        }
        self.shelf: dict[str, Piece] = {}
        self.slips: Counter[str] = Counter()
        self._numbers = 0

    def take_up_habits(self) -> None:
        """Everybody does from now on what they do about things."""
        for donor in self.donors:
            donor.habits += [self._pledged(donor), self._reminded(donor)]
        self.coordinator.habits.append(self._tagged)
        for days in (6, 19, 33):  # somebody who has pledged nothing
            item = self.chance.choice([item for item in self.items.values() if item.sort != "service"])
            at = self.town.plan.window.opens + timedelta(days=days, hours=10)
            self.town.agenda.at(at, partial(self._comes_unasked, item))

    def _pledged(self, donor: Person) -> Callable[[Seen], None]:
        known: set[str] = set()

        def note(seen: Seen) -> None:
            code = seen.says("Your code: <code>{code}</code>")
            if code is not None and seen.says(DEVICES_RECORDED) is not None and code["code"] not in known:
                known.add(code["code"])
                self._plans(donor, fold_code(code["code"]))

        return note

    def _plans(self, donor: Person, code: str) -> None:
        """Most bring everything, some less, one more; one in six does not come."""
        will = donor.will
        whim, days = will.random(), will.randint(2, 10)
        at = (self.town.now() + timedelta(days=days)).astimezone(self.town.zone).replace(hour=will.choice((9, 10, 15)))
        if whim < 0.16:
            return
        pieces = [self._piece(self.items[name], code) for name, count in donor.memory.pledges[code].goods.items()
                  for _one in range(count)]  # fmt: skip
        if whim < 0.3 and len(pieces) > 1:
            later = pieces[len(pieces) // 2 :]
            pieces = pieces[: len(pieces) // 2]
            self.town.agenda.at(at + timedelta(days=5), lambda: self._brings(donor, code, later))
        elif whim > 0.9:
            pieces.append(self._piece(pieces[0].item, code))
        self.town.agenda.at(at, lambda: self._brings(donor, code, pieces))

    def _brings(self, donor: Person, code: str, pieces: list[Piece]) -> None:
        if code not in donor.memory.cancelled:
            self._comes(code, pieces)

    def _comes(self, code: str, pieces: list[Piece]) -> None:
        errand = TakeDevices(self.coordinator, code, self.names.person(), pieces[:8])
        self.coordinator.begin(errand)
        if pieces[8:]:
            self.town.agenda.at(self.town.awake(4 * 3600), lambda: self._comes(code, pieces[8:]))

    def _comes_unasked(self, item: Item) -> None:
        self._comes("", [self._piece(item, "")])

    def _piece(self, item: Item, code: str) -> Piece:
        piece = Piece(item, code, used=self.chance.random() < 0.4, good=self.chance.random() < 0.75)
        if self.chance.random() < 0.8:
            self._numbers += 1
            piece.numbers = [_imei(self._numbers) if item.sort in WITH_IMEI else f"SN{self._numbers:06}K"]
            whim = self.chance.random()
            if whim < 0.3 and item.sort in WITH_IMEI:
                right = piece.numbers[0]
                piece.numbers.insert(0, right[:-1] + str((int(right[-1]) + 3) % 10))
            elif whim < 0.7 and self.shelf:
                twice = next((one.serial for one in self.shelf.values() if one.serial and one.item is item), "")
                piece.numbers[:0] = [twice] if twice else []
        return piece

    def _reminded(self, donor: Person) -> Callable[[Seen], None]:
        def note(seen: Seen) -> None:
            place = seen.button("🕑 Change the time")
            expected = any(seen.says(sentence) is not None for sentence in EXPECTED)
            if expected and place is not None and donor.post.abilities.buttons and donor.will.random() < 0.6:
                errand = move_visit(donor, seen.message.buttons[place].data)
                self.town.agenda.at(self.town.awake(60 * donor.will.randint(5, 90)), lambda: donor.begin(errand))

        return note

    def _tagged(self, seen: Seen) -> None:
        for sentence, what in SLIPS.items():
            self.slips[what] += seen.says(sentence) is not None
        errand = self.coordinator.errand
        piece = errand.tagged(seen) if isinstance(errand, TakeDevices) else None
        if piece is None:
            return
        self.shelf[piece.tag] = piece
        if piece.code:
            self.credited(piece.code)
        if piece.state == "received" and self.chance.random() < 0.7:
            self._clears(piece)

    def _clears(self, piece: Piece) -> None:
        """A used device is checked on one of the next days."""

        def ready() -> None:
            piece.state = "ready"

        errand = CheckDevice(self.coordinator, piece.tag, ready)
        later = self.town.awake(86_400 * self.chance.choice((1, 2)))
        self.town.agenda.at(later, partial(self.coordinator.begin, errand))

    def whole(self, code: str, goods: dict[str, int]) -> bool:
        """Whether all that was pledged, by the thing's name, has come in."""
        came = Counter(piece.item.key for piece in self.shelf.values() if piece.code == code)
        return all(came[self.items[name].key] >= count for name, count in goods.items())


def _imei(number: int) -> str:
    """Fifteen digits of which the last is right."""
    body = f"3500000{number:07}"
    total = sum(
        value - 9 * (value > 9) for place, digit in enumerate(reversed(body)) if (value := int(digit) * (2 - place % 2))
    )
    return body + str(-total % 10)
