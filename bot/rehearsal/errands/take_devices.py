"""The coordinator takes in what somebody has brought, piece by piece; and clears used devices later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.programme.codes import fold_code
from bot.programme.devices.release import WIPE_METHODS
from bot.programme.plan import in_language
from bot.programme.plan.gifts import Item
from bot.rehearsal.errands.tap import Tap, tap
from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen, is_called
from bot.rehearsal.stage.errand import Answer, Errand, Typed
from bot.rehearsal.stage.person import Person

STATES = {"✅ Usable": "ready", "🔧 Needs repair": "repair", "🔩 Only for spare parts": "parts"}


@dataclass(eq=False)
class Piece:
    """One device on the table. `numbers` are typed one after the other, the last one is right; none: no number."""

    item: Item
    code: str = ""
    used: bool = False
    good: bool = True
    numbers: list[str] = field(default_factory=list)
    state: str = "ready"
    tag: str = ""
    serial: str = ""


class TakeDevices(Errand):
    """`code` is the pledge, or nothing; `taken` is told of every piece once the bot has given it a tag."""

    label = "*Take devices in"
    most_asked = 60

    def __init__(self, person: Person, code: str, donor: str, pieces: list[Piece]):
        super().__init__(person)
        self.opening = f"/nhanmay {code}".strip()
        self.code, self.donor, self.pieces = code, donor, list(pieces)

    def knows(self) -> dict[str, Answer]:
        return {
            "At which desk are you?": lambda _s, _v: 0,
            "The code of the promise?*": self._code,
            "Who gives it? Type the name.": lambda _s, _v: Said(text=self.donor),
            "What is it?": self._item,
            "New or used?": lambda seen, _v: seen.button("Used" if self._now.used else "New"),
            "Its serial number?*": self._number,
            "Its IMEI or serial number?*": self._number,
            "Is {serial} really the number on the device?": lambda seen, _v: seen.button("Yes"),
            "A photo of it? Send one, or skip.": lambda seen, _v: seen.button("Skip"),
            "Is the owner's data wiped*": self._cleared,
            "By these answers: {verdict}. Is that right?": self._verdict,
            "More? Type the number of one just like it*": self._more,
            "More? Type the number of another*": self._more,
            "{n} device taken in. Thank you!": lambda _s, _v: self.end("in"),
            "Nothing was taken in.": lambda _s, _v: self.end("nothing"),
        }

    def guess(self, seen: Seen) -> list[Said] | None:
        """The plan's own questions: the first answer is the good one."""
        if not seen.asks or seen.message.lane:
            return None
        place = 0 if self._now.good else self.chance.randrange(len(seen.message.buttons))
        return [self.person.press(seen, place)]

    @property
    def _now(self) -> Piece:
        return next((one for one in self.pieces if not one.tag), self.pieces[-1])

    def _code(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return Typed(text=self.code, sort="words") if self.code else seen.button("Without a promise")

    def _item(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        name = in_language(self._now.item.name, self.person.language)
        labels = [button.label for button in seen.message.buttons]
        return next((n for n, label in enumerate(labels) if label == name or label.startswith(f"{name} (")), None)

    def _number(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        piece = self._now
        if not piece.numbers:
            return seen.button("No number on it")
        piece.serial = piece.numbers.pop(0) if len(piece.numbers) > 1 else piece.numbers[0]
        return Said(text=piece.serial)

    def _cleared(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        self._now.state = "received"
        return seen.button("Neither yet")

    def _verdict(self, seen: Seen, values: dict[str, str]) -> Said | int | None:
        found = next(state for label, state in STATES.items() if is_called(values["verdict"], label, seen.language))
        self._now.state = found if found != "ready" else self._now.state
        return 0

    def _more(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return seen.button("✔️ Finish" if all(one.tag for one in self.pieces) else "➕ Another device")

    def tagged(self, seen: Seen) -> Piece | None:
        """The piece whose tag this message gives."""
        found = seen.says("🏷 {tags}")
        piece = next((one for one in self.pieces if not one.tag), None)
        if found is None or piece is None or seen.says("Please write the tag on the device*") is None:
            return None
        piece.tag = fold_code(found["tags"])
        return piece


class CheckDevice(Errand):
    """Checks a used device before it may go to a student; `done` when the bot says that it may."""

    label = "*Check before release"

    def __init__(self, person: Person, tag: str, done: Callable[[], None]):
        super().__init__(person)
        self.opening, self.done = f"/kiemmay {tag}", done

    def knows(self) -> dict[str, Answer]:
        return {
            "{tag}: how were the owner's data wiped?": lambda _s, _v: self.chance.randrange(len(WIPE_METHODS)),
            "Switch it on: does it start without*": lambda _s, _v: 0,
            "How is its battery?": lambda seen, _v: self.chance.randrange(len(seen.message.buttons)),
            "What runs on it?*": lambda _s, _v: Said(text="Android 9"),
            "Please check what you saw of {tag}:": lambda _s, _v: 0,
            "{tag}: {state} – {next}": self._noted,
        }

    def _noted(self, _seen: Seen, _values: dict[str, str]) -> None:
        self.done()
        self.end("noted")


def move_visit(person: Person, button: str) -> Tap:
    """A donor comes at another hour; begins with the reminder's button."""
    answers: dict[str, str | Answer] = {
        "Where will you bring it?": lambda seen, _v: person.chance.randrange(len(seen.message.buttons)),
        "When suits you?": lambda _s, _v: 0,
        "Good. {code} is expected here:": "moved",
        "There is no open promise of devices with the code {code}.*": "gone",
    }
    return tap(person, button, "*Change the time", answers)
