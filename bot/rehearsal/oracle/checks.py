"""What must be true at the end of a rehearsal, however it went: the books, the people's memories and the plan agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sized
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Final

from bot.messages import Lane
from bot.programme.calendar.quiet_hours import quiet
from bot.programme.ledger.tallies import Sum
from bot.programme.thanks.certificates import Verified
from bot.rehearsal.cast.donor_habits import ThanksHabit
from bot.rehearsal.cast.goods import GoodsSide
from bot.rehearsal.cast.money import MoneySide
from bot.rehearsal.cast.offices import Offices
from bot.rehearsal.errands.papers import ALLOWED
from bot.rehearsal.errands.register_student import Register
from bot.rehearsal.fakes.memory import Memory, RememberedPledge, Reported
from bot.rehearsal.fakes.reading import Seen, number_of, sum_of
from bot.rehearsal.oracle.books import Books
from bot.rehearsal.oracle.goods_checks import ShelfBooks, goods_differ
from bot.rehearsal.oracle.money_books import MoneyBooks
from bot.rehearsal.oracle.money_checks import money_differs
from bot.rehearsal.stage.town import Town

LIVED: Final = ("cash", "devices", "students", "reports")


@dataclass
class End:
    """A rehearsal at its end."""

    town: Town
    offices: Offices
    books: Books
    money: MoneySide | None = None
    goods: GoodsSide | None = None
    money_books: MoneyBooks | None = None
    shelf: ShelfBooks | None = None
    verified: dict[str, Verified] = field(default_factory=dict)
    differed: list[str] = field(default_factory=list)  # on Tuesdays
    compared: int = 0  # how many of them

    @property
    def not_lived(self) -> list[str]:
        """The modules of the plan that nobody in a rehearsal makes use of."""
        return [module for module in self.town.plan.modules if module not in LIVED]

    @property
    def thanks(self) -> list[ThanksHabit]:
        """What each donor does once something has come in."""
        return list(self.money.thanks.values()) if self.money is not None else []

    @property
    def standing(self) -> dict[str, str]:
        """Every pledge's state by its code."""
        return {pledge.code: pledge.status for pledge in self.books.pledges}


@dataclass(frozen=True)
class Check:
    """Something that must be true: what was wrong with it, and how much there was to look at."""

    wrong: Callable[[End], Iterator[str]]
    looked_at: Callable[[End], int]

    def __call__(self, end: End) -> Iterator[str]:
        return self.wrong(end)


def pledges_agree(end: End) -> Iterator[str]:
    """Everybody was told exactly the pledges that are in the books, with their sums and states."""
    booked = {pledge.code: pledge for pledge in end.books.pledges}
    told = {code: (person, one) for person in end.town.people.values() for code, one in person.memory.pledges.items()}
    yield from (f"{code} was told to somebody but is not in the books" for code in told.keys() - booked.keys())
    yield from (f"{code} is in the books but was told to nobody" for code in booked.keys() - told.keys())
    for code in told.keys() & booked.keys():
        (person, one), pledge = told[code], booked[code]
        goods = {end.books.names[item][person.language]: count for item, count in pledge.goods.items()}
        if (
            pledge.chat != person.chat
            or (one.minor, one.currency) != (pledge.minor, pledge.currency)
            or one.goods != goods
        ):
            yield f"{code} was told as {one}, booked as {pledge}"
        if one.worth != pledge.vnd:
            yield f"{code} was said to be worth {one.worth}, booked as {pledge.vnd}"
        if (code in person.memory.cancelled) != (pledge.status == "cancelled"):
            yield f"{code} is {pledge.status}, its giver believes otherwise"


def tallies_agree(end: End) -> Iterator[str]:
    """The running sums are the sums of the pledges that stand."""
    sums: dict[str, Sum] = defaultdict(Sum)
    for pledge in end.books.pledges:
        if pledge.status != "cancelled":
            for item, amount in pledge.goods.items() or [("cash", pledge.vnd)]:
                sums[item] += Sum(1, amount)
    kept = {item: sum for item, sum in end.books.totals.items() if sum != Sum()}
    if kept != dict(sums):
        yield f"tallies {kept}, promises {dict(sums)}"


def lists_agree(end: End) -> Iterator[str]:
    """What "my gifts" showed at the end is what its donor remembers."""
    for person in end.town.people.values():
        memory = person.memory
        for code, line in memory.listed.items():
            one = memory.pledges.get(code)
            if one is None:
                yield f"{person.chat} was shown {code}, which is not his"
            elif not _shows(line, one):
                yield f"{person.chat} was shown {line!r} for {one}"


def _shows(line: str, one: RememberedPledge) -> bool:
    """Whether a line of the list shows the sum, or as many pieces as were pledged."""
    if one.minor:
        return sum_of(line) == (one.minor, one.currency)
    return sum(map(number_of, _pieces(line))) == sum(one.goods.values())


def _pieces(line: str) -> list[str]:
    return [part.partition(" × ")[0] for part in line.split(", ") if " × " in part]


def students_once(end: End) -> Iterator[str]:
    """Every child is on the list once, under the code its teacher was told."""
    told = {code for person in end.town.people.values() for code in person.memory.students}
    withdrawn = {code for person in end.town.people.values() for code in person.memory.withdrawn}
    listed = {code for code, status in end.books.student_codes.items() if status == "listed"}
    if listed != told - withdrawn:
        yield f"on the list {sorted(listed ^ (told - withdrawn))} differ from what teachers were told"
    entries = [
        errand for person in end.town.people.values() for errand in person.errands if isinstance(errand, Register)
    ]
    often = Counter(entry.child.key for entry in entries if entry.code in listed)
    yield from (f"child {key} is on the list {times} times" for key, times in often.items() if times > 1)
    if end.books.students[0] != len(listed):
        yield f"{len(listed)} pupils on the list, {end.books.students[0]} counted"


def exempt_left_alone(end: End) -> Iterator[str]:
    """No exempt unit is reminded or shown as missing."""
    names = {unit.name for unit in end.offices.exempt.values()}
    for person in end.town.people.values():
        reminded = {unit for _at, unit, _due in person.memory.reminders.values()}
        if reminded & names or (person.chat in end.offices.exempt and reminded):
            yield f"{person.chat} was reminded of {sorted(reminded)}"
    yield from (f"{week.due}: {names & set(week.missing)}" for week in end.books.weeks if names & set(week.missing))


def reminders_stop(end: End) -> Iterator[str]:
    """Once a report is in, nobody is reminded of it."""
    came: dict[tuple[str, str], list[object]] = defaultdict(list)
    reports = {
        (one.unit, one.due): one.at for person in end.town.people.values() for one in person.memory.reports.values()
    }
    for person in end.town.people.values():
        for at, unit, due in person.memory.reminders.values():
            came[unit, due].append(at)
            if (unit, due) in reports and at > reports[unit, due]:
                yield f"{person.chat} was reminded of {unit}, {due} at {at:%d/%m %H:%M}, after its report"
    yield from end.books.reminded_after_report


def corrections_kept(end: End) -> Iterator[str]:
    """Whoever was told that their own figures stand beside the books' is named so to the readers, and nobody else."""
    last: dict[tuple[str, str], Reported] = {}
    for person in end.town.people.values():
        for one in person.memory.reports.values():
            if (one.unit, one.due) not in last or last[one.unit, one.due].at <= one.at:
                last[one.unit, one.due] = one
    told = Counter(one.unit for one in last.values() if one.corrected)
    shown = Counter(unit for week in end.books.weeks for unit in week.differing)
    if shown - told:
        yield f"named as differing, though they confirmed the books: {dict(shown - told)}"
    if told - shown:
        yield f"corrected their figures, and nobody can read it: {dict(told - shown)}"


def digests_once(end: End) -> Iterator[str]:
    """Each digest reached each official once; the last one is the closing report."""
    sent = len(end.books.digests)
    for chat in end.offices.officials:
        mailed = [seen for seen in end.town.people[chat].memory.digests.values() if seen.message.lane == Lane.BULK]
        days = {seen.at.astimezone(end.town.zone).date() for seen in mailed}
        if len(mailed) != sent or len(days) != sent:
            yield f"{chat} had {len(mailed)} digests on {len(days)} days, {sent} were sent"
        yield from (f"{chat} had a digest of {len(seen.lines)} lines" for seen in mailed if len(seen.lines) > 12)
        yield from _closing(end, chat, mailed)


def _closing(end: End, chat: str, mailed: list[Seen]) -> Iterator[str]:
    reporting = end.town.plan.reporting
    if reporting is None or reporting.closing_on is None:
        return
    closing = [seen for seen in mailed if seen.says("<b>{drive}: closing report</b>") is not None]
    if len(closing) != 1 or closing[0] is not mailed[-1]:
        yield f"{chat} had {len(closing)} closing reports"
    elif closing[0].at.astimezone(end.town.zone).date() < reporting.closing_on:
        yield f"{chat} had the closing report on {closing[0].at:%d/%m}"


def quiet_hours_kept(end: End) -> Iterator[str]:
    """Nobody was written to at night who was not waiting for an answer."""
    for one in end.town.diary:
        if one.lane != Lane.REPLY and not one.awaited and quiet(end.town.plan, one.at):
            yield f"{one.chat} was written to at {one.at.astimezone(end.town.zone):%d/%m %H:%M}"


def pledges_reminded_gently(end: End) -> Iterator[str]:
    """Reminders of a pledge come no sooner and no more often than the plan says, and stop when asked to."""
    rules = end.town.plan.pledge_reminders
    for person in end.town.people.values():
        memory = person.memory
        for code, pledge in memory.pledges.items():
            times = sorted(at for at, of in memory.pledge_reminders.values() if of == code)
            days = [at.astimezone(end.town.zone).date() for at in times]
            if len(times) > rules.most:
                yield f"{person.chat} was reminded {len(times)} times of {code}"
            if times and times[0] < pledge.at + timedelta(days=rules.first_after_days):
                yield f"{person.chat} was reminded of {code} on {days[0]}, promised {pledge.at:%d/%m}"
            if any(later - sooner < timedelta(days=rules.every_days) for sooner, later in pairwise(days)):
                yield f"{person.chat} was reminded of {code} on {', '.join(map(str, days))}"
            if code in memory.stopped and times and times[-1] > memory.stopped[code]:
                yield f"{person.chat} was reminded of {code} although he had asked not to be"


def nobody_stranded(end: End) -> Iterator[str]:
    """Everybody understood what they saw and came to the end of their errand; nothing broke, nothing is left over."""
    for person in end.town.people.values():
        if person.memory.apologies:
            yield f"{person.chat} had {person.memory.apologies} apologies"
        for errand in person.errands:
            if errand.outcome in ("stuck", "lost"):
                yield f"{person.chat} did not get through with {type(errand).__name__}"
    yield from (f"{person.chat} did not understand: {seen.message.text[:80]!r}" for person, seen in end.town.puzzled)
    if end.books.set_aside:
        yield f"{end.books.set_aside} updates were set aside"
    if end.books.undelivered:
        yield f"{end.books.undelivered} messages are still queued"


def never_differed(end: End) -> Iterator[str]:
    """Early on every Tuesday the books were compared with what had really happened."""
    yield from end.differed
    yield from end.money.truth.troubles if end.money is not None else ()


def money_agrees(end: End) -> Iterator[str]:
    """At the end: what came in, what it counts for, each till and each pledge, the ledger, what the public sees."""
    if end.money is not None and end.money_books is not None:
        yield from money_differs(end.town, end.money, end.money_books)


def things_agree(end: End) -> Iterator[str]:
    """At the end: each device by tag, state and number, and each pledge of things."""
    if end.goods is not None and end.shelf is not None:
        yield from goods_differ(end.goods, end.shelf)


def names_kept(end: End) -> Iterator[str]:
    """No donor was shown the name of another."""
    yield from end.town.names_told


def certificates_true(end: End) -> Iterator[str]:
    """A certificate is confirmed while its gift is there, with what its donor allows and nothing else."""
    for habit in end.thanks:
        made = sorted((one for one in habit.certificates if one.code), key=lambda one: one.begun)
        for one in {one.gift: one for one in made}.values():  # of each gift, the last one counts
            seen, there = end.verified.get(one.code), end.standing.get(one.gift) == "received"
            if seen is None or seen.revoked is there:
                yield f"certificate {one.code} of {one.gift}: {seen}, its gift is {end.standing.get(one.gift)}"
            elif (bool(seen.name), seen.gift is not None) != ALLOWED[one.shown]:
                yield f"certificate {one.code} shows {seen.name!r} and {seen.gift}, allowed was: {one.shown}"


def news_stopped(end: End) -> Iterator[str]:
    """Whoever wanted no more news of a gift had none."""
    for habit in end.thanks:
        yield from habit.news_after


def _remembered(end: End, what: Callable[[Memory], Sized]) -> int:
    return sum(len(what(person.memory)) for person in end.town.people.values())


CHECKS: dict[str, Check] = {
    "what people were told they promised is what the books hold": Check(
        pledges_agree, lambda end: len(end.books.pledges)
    ),
    "the running sums are the sums of the promises": Check(tallies_agree, lambda end: len(end.books.pledges)),
    "“my gifts” shows what its giver remembers": Check(
        lists_agree, lambda end: _remembered(end, lambda memory: memory.listed)
    ),
    "every pupil is on the list once": Check(students_once, lambda end: len(end.books.student_codes)),
    "no exempt unit was reminded or shown as missing": Check(
        exempt_left_alone, lambda end: len(end.offices.exempt) * len(end.books.weeks)
    ),
    "reminders stopped once a report was in": Check(
        reminders_stop, lambda end: _remembered(end, lambda memory: memory.reminders)
    ),
    "what units reported otherwise than the books reaches its readers": Check(
        corrections_kept, lambda end: sum(len(week.differing) for week in end.books.weeks)
    ),
    "each digest reached each official once, the closing one last": Check(
        digests_once, lambda end: len(end.books.digests) * len(end.offices.officials)
    ),
    "quiet hours were kept": Check(quiet_hours_kept, lambda end: sum(one.lane != Lane.REPLY for one in end.town.diary)),
    "promises were brought to mind no more often than the plan says": Check(
        pledges_reminded_gently, lambda end: _remembered(end, lambda memory: memory.pledge_reminders)
    ),
    "the books of money are what really happened, to the đồng": Check(
        money_agrees, lambda end: len(end.money.truth.movements) if end.money_books and end.money else 0
    ),
    "the books of things are what lies on the shelves, to the piece": Check(
        things_agree, lambda end: len(end.goods.shelf) if end.goods and end.shelf else 0
    ),
    "so it was on every Tuesday": Check(never_differed, lambda end: end.compared),
    "no giver was shown another one's name": Check(names_kept, lambda end: len(end.town.donors)),
    "certificates are confirmed, and show what their givers allow": Check(
        certificates_true, lambda end: sum(bool(one.code) for habit in end.thanks for one in habit.certificates)
    ),
    "whoever wanted no more news of a gift had none": Check(
        news_stopped, lambda end: sum(len(habit.muted) for habit in end.thanks)
    ),
    "nobody was left stranded, nothing broke": Check(
        nobody_stranded, lambda end: sum(len(person.errands) for person in end.town.people.values())
    ),
}
"""Every check by what it says when all is well."""


def tried(end: End) -> bool:
    """Whether anything was there to look at."""
    return any(check.looked_at(end) for check in CHECKS.values())


def passed(end: End) -> bool:
    """Whether something was tried, and nothing was found wrong."""
    return tried(end) and not any(list(check(end)) for check in CHECKS.values())
