"""Tuesday: a unit's contact hands the week's report in, mostly with three taps."""

from __future__ import annotations

from bot.rehearsal.fakes.messenger import Said
from bot.rehearsal.fakes.reading import Seen
from bot.rehearsal.fakes.slips import sum_as_typed
from bot.rehearsal.stage.errand import Answer, Errand, Typed
from bot.rehearsal.stage.person import Person

PUBLICITY = ("3 buổi phát thanh", "Dán thông báo ở nhà văn hóa", "Họp thôn, 40 người dự", "Đăng trang của xã")
SKIPS = ("Skip", "Nothing to tell")
DIFFICULTY = ("Loa truyền thanh hỏng", "Nhiều hộ đang cách ly", "Chưa có người sửa máy", "Thiếu phiếu thu")


class Report(Errand):
    """`unit` is its name; `button` is what a reminder offered; `corrects` where the contact knows better."""

    opening, label = "/baocao", "*Weekly report"

    def __init__(self, person: Person, unit: str, *, button: str = "", corrects: bool = False):
        super().__init__(person)
        self.unit, self.button, self.corrects = unit, button, corrects

    def open(self) -> Said:
        return Said(button=self.button) if self.button else super().open()

    def knows(self) -> dict[str, Answer]:
        return {
            "Which unit is the report for?": self._unit,
            "Is what was received right?": self._figures,
            "Is it right now?": self._right,
            "Which line is to be corrected?": lambda _s, _v: 0,
            "How much money came in*": self._money,
            "How many *{name}? For example: 3, or 0.": lambda _s, _v: Said(text=str(self.chance.randrange(3))),
            "One line, for example: 3 loudspeaker broadcasts.": self._publicity,
            "One line is enough.": self._difficulty,
            "Thank you! The report of {unit} is in.": lambda _s, _v: self.end("in"),
            "Only a unit's contact can report*": (lambda _s, _v: self.end("refused")),
        }

    def _unit(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        return next((n for n, button in enumerate(seen.message.buttons) if button.label == self.unit), None)

    def _figures(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.corrects:
            return seen.button("*Correct the figures")
        return self._right(seen, {})

    def _right(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        right = seen.button("*That is right")
        return seen.button("*Nothing this *") if right is None else right

    def guess(self, seen: Seen) -> list[Said] | None:
        """The plan's own questions: mostly something to tell, else passed over."""
        place = _passed_over(seen)
        if not seen.asks or seen.message.lane or place is None:
            return None
        if self.chance.random() < 0.6:
            return [Typed(text=str(self.chance.randint(1, 40)), sort="words")]
        return [self.person.press(seen, place)]

    def _money(self, _seen: Seen, _values: dict[str, str]) -> Said:
        sum = self.chance.choice((0, 500_000, 1_200_000, 3_000_000))
        return Typed(text=sum_as_typed(sum, self.chance) if sum else "0", sort="sum")

    def _publicity(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.chance.random() < 0.4:
            return _passed_over(seen)
        return Typed(text=self.chance.choice(PUBLICITY), sort="words")

    def _difficulty(self, seen: Seen, _values: dict[str, str]) -> Said | int | None:
        if self.chance.random() < 0.85:
            return _passed_over(seen)
        return Typed(text=self.chance.choice(DIFFICULTY), sort="words")


def _passed_over(seen: Seen) -> int | None:
    """The button for nothing to tell."""
    return next((place for label in SKIPS if (place := seen.button(label)) is not None), None)
