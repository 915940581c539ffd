"""What a simulated person remembers of what the bot said: pledges, students, reports, reminders, digests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import texts
from bot.programme.codes import fold_code
from bot.rehearsal.fakes.reading import Seen, number_of, sum_of

RECORDED = "*Your promise of {sum} is recorded."
DEVICES_RECORDED = "Thank you! Your promise is recorded."
APOLOGY = "Sorry, something went wrong on our side*"
MOST_THINGS = 5
MONEY = "Money promised: <b>{total}</b> (*"


@dataclass
class RememberedPledge:
    """A pledge as its donor was told it: a sum in minor units, or pieces by the thing's name."""

    at: datetime
    minor: int = 0
    currency: str = ""
    goods: dict[str, int] = field(default_factory=dict)
    worth: int = 0  # in đồng


@dataclass
class Reported:
    """A report that was said to be in."""

    unit: str
    due: str
    at: datetime
    late: bool
    corrected: bool = False  # whether they were told that their own figures are kept beside the books'


def reminded(seen: Seen, zone: ZoneInfo) -> tuple[str, str] | None:
    """(unit, when its report is due, as its reader writes it), where a message reminds of one."""
    if (found := seen.says("The report of {unit} is due at {due}.")) is not None:
        return found["unit"], found["due"]
    if (found := seen.says("The report of {unit} is due today at {hour}.")) is not None:
        return found["unit"], f"{found['hour']}, {texts.day(seen.at.astimezone(zone).date(), seen.language)}"
    return None


@dataclass
class Memory:
    """Grows with every message; repeated ones change nothing."""

    zone: ZoneInfo
    pledges: dict[str, RememberedPledge] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    stopped: dict[str, datetime] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)  # what "my gifts" says, by code
    students: dict[str, datetime] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    reports: dict[int, Reported] = field(default_factory=dict)
    reminders: dict[int, tuple[datetime, str, str]] = field(default_factory=dict)  # at, unit, due
    pledge_reminders: dict[int, tuple[datetime, str]] = field(default_factory=dict)  # at, code
    digests: dict[int, Seen] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    apologies: int = 0
    review: Seen | None = None
    due: str = ""

    def note(self, seen: Seen) -> None:
        """Remembers what a message says, at the moment it arrives."""
        number = seen.message.id
        if (code := seen.says("Your code: <code>{code}</code>")) is not None:
            self._note_pledge(seen, code["code"])
        if seen.says("Please check your promise:") is not None:
            self.review = seen
        for header in ("<b>Report of {unit}</b>, due {due}", "<b>Closing report of {unit}</b>, due {due}"):
            if (found := seen.says(header)) is not None:
                self.due = found["due"]
        if (found := seen.says("{code} is cancelled.*")) is not None:
            self.cancelled.add(fold_code(found["code"]))
        if (found := seen.says("I will not remind you of {code} again.*")) is not None:
            self.stopped.setdefault(fold_code(found["code"]), seen.at)
        if (found := seen.says("The pupil is on the list with the code <b>{code}</b>.")) is not None:
            self.students.setdefault(fold_code(found["code"]), seen.at)
        if (found := seen.says("{code} is off the list.")) is not None:
            self.withdrawn.add(fold_code(found["code"]))
        if (found := seen.says("Thank you! The report of {unit} is in.")) is not None:
            late = seen.says("It came after the deadline*") is not None
            corrected = seen.says("What you corrected is kept*") is not None
            self.reports.setdefault(number, Reported(found["unit"], self.due, seen.at, late, corrected))
        if (owed := reminded(seen, self.zone)) is not None:
            self.reminders.setdefault(number, (seen.at, *owed))
        reminder = "You promised {what} (code {code}).*"
        if (found := seen.says(reminder)) is not None:
            self.pledge_reminders.setdefault(number, (seen.at, fold_code(found["code"])))
        if seen.says(MONEY) is not None:
            self.digests.setdefault(number, seen)
        if (found := seen.says("Welcome*. You now take part *as <b>{role}</b>.")) is not None:
            self.roles.append(found["role"])
        if seen.says(APOLOGY) is not None:
            self.apologies += 1
        if seen.says("Your gifts, the latest first:") is not None:
            self._note_list(seen)
        if (found := seen.says("🎁 <b>Gift {code}</b>, {day}: {what}")) is not None:
            self.listed[fold_code(found["code"])] = found["what"]

    def _note_pledge(self, seen: Seen, code: str) -> None:
        told = RememberedPledge(seen.at)
        if (found := seen.says(RECORDED)) is not None:
            told.minor, told.currency = sum_of(found["sum"])
        worth = seen.says("By the plan's rate that is about {dong}*")
        told.worth = sum_of(worth["dong"])[0] if worth else told.minor if told.currency == "VND" else 0
        if seen.says(DEVICES_RECORDED) is not None and self.review is not None:
            for place in range(1, MOST_THINGS + 1):
                thing = self.review.answer("Thing {place}", place)
                count = self.review.answer("How many of thing {place}", place)
                if thing is not None and count is not None:
                    told.goods[thing] = told.goods.get(thing, 0) + number_of(count)
        if told.minor or told.goods:
            self.pledges.setdefault(fold_code(code), told)

    def _note_list(self, seen: Seen) -> None:
        for line in seen.lines[1:]:
            code, _colon, what = line.partition(": ")
            if what and not line.startswith(" "):
                self.listed[fold_code(code)] = what
