"""What the operator sees: a line a week while the drive goes on, and a page of figures at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot import texts
from bot.chat.phrase import Cash
from bot.programme.plan import in_language, modules_not_carried_out
from bot.rehearsal.oracle.books import Books, Week
from bot.rehearsal.oracle.checks import CHECKS, End, tried
from bot.rehearsal.stage.town import Town

HEADER = "  week  until   promises        promised   things   pupils   reports"


def week_line(number: int, week: Week, books: Books, happened: list[str]) -> str:
    """The drive as it stands some time after a report was due, and what happened since the last line."""
    cash = books.totals.get("cash")
    standing = sum(pledge.status != "cancelled" for pledge in books.pledges)
    things = sum(sum.amount for item, sum in books.totals.items() if item != "cash")
    bar = "█" * len(week.in_time) + "▒" * len(week.late) + "·" * len(week.missing)
    counts = f"{len(week.in_time)} in time, {len(week.late)} late, {len(week.missing)} missing"
    sums = f"{standing:8} {_dong(cash.amount if cash else 0):>15} {things:8} {books.students[0]:8}"
    noted = ", ".join(words if times == 1 else f"{words} ×{times}" for words, times in Counter(happened).items())
    return f"  {number:4}  {week.due[:5]}   {sums}   {bar} {counts}{'; ' if noted else ''}{noted}"


def summary(end: End, seconds: float) -> Iterator[str]:
    """The page of figures, line by line."""
    yield from _pledges(end.books)
    yield ""
    yield from _received(end)
    yield from _offices(end.books)
    yield ""
    yield from _traffic(end.town, seconds)
    yield ""
    yield from _checked(end)
    for module in end.not_lived:
        why = (
            "no code carries it out yet" if module in modules_not_carried_out(end.town.plan) else "nobody here does it"
        )
        yield f"  – not lived: {module}, {why}"
    if not tried(end):
        yield "  ✗ nobody takes part, so nothing was tried"


def _checked(end: End) -> Iterator[str]:
    """Every check: true, wrong, or nothing there to look at."""
    for says, check in CHECKS.items():
        wrong = list(check(end))
        yield f"  {'✗' if wrong else '✓' if check.looked_at(end) else '–'} {says}"
        yield from (f"      {one}" for one in wrong[:5])
        if len(wrong) > 5:
            yield f"      and {len(wrong) - 5} more"


def _pledges(books: Books) -> Iterator[str]:
    standing = [pledge for pledge in books.pledges if pledge.status != "cancelled"]
    dong = [pledge.minor for pledge in standing if pledge.currency == "VND"]
    yield _row("Promises in đồng", len(dong), _dong(sum(dong)))
    for currency in sorted({pledge.currency for pledge in standing} - {"", "VND"}):
        foreign = [pledge for pledge in standing if pledge.currency == currency]
        whole = texts.money(Cash(sum(pledge.minor for pledge in foreign), currency), "en")
        yield _row(f"Promises in {currency}", len(foreign), f"{whole}, about {_dong(sum(p.vnd for p in foreign))}")
    things = Counter[str]()
    for pledge in standing:
        things.update(pledge.goods)
    parts = ", ".join(f"{count} × {in_language(books.names[item], 'en')}" for item, count in sorted(things.items()))
    yield _row("Promises of things", sum(bool(pledge.goods) for pledge in standing), parts)
    yield _row("Cancelled", len(books.pledges) - len(standing))
    listed, device, connection = books.students
    off = f", {len(books.student_codes) - listed} taken off again"
    yield _row("Pupils on the list", listed, f"{device} need a device, {connection} a connection{off}")


def _received(end: End) -> Iterator[str]:
    """What really came in; the checks below say that the bot's books agree with it."""
    if end.money is None:
        return
    truth, bank = end.money.truth, end.money.bank
    figures, leaves = truth.figures(), truth.leaves()
    gifts = sum(leaf.counts == "gift" and leaf.minor > 0 for leaf in leaves)
    by_hand = sum(bool(note.code) and not note.void for note in truth.notes)
    yield _row(
        "Money received", gifts + by_hand, f"{_dong(figures.received)}, {_dong(figures.unmatched)} of it unmatched"
    )
    back = [leaf.minor for leaf in leaves if leaf.counts == "gift" and leaf.minor < 0]
    yield _row("  given back", len(back), _dong(-sum(back)))
    yield _row("  budget and funds", sum(leaf.counts == "granted" for leaf in leaves), _dong(figures.granted))
    yield _row("  spent", sum(leaf.counts == "spent" for leaf in leaves), _dong(figures.spent))
    missed = bank.counts["not posted"]
    yield _row(
        "Bank movements",
        bank.counts["movements"],
        f"{bank.counts['posted']} posts, {missed} told by the statement alone",
    )
    corrected = sum(note.void for note in truth.notes)
    handed = len(truth.carried) + len({leaf.code for leaf in leaves if leaf.counts == "handed_on"})
    tills = Counter[str]()
    for (_unit, currency), minor in figures.tills.items():
        tills[currency] += minor
    held = ", ".join(
        _dong(minor) if currency == "VND" else texts.money(Cash(minor, currency), "en")
        for currency, minor in tills.items()
    )
    yield _row(
        "Cash book lines", len(truth.notes), f"{corrected} corrected; {handed} times handed on; left: {held or '0'}"
    )
    papers = sum(bool(one.code) for habit in end.money.thanks.values() for one in habit.certificates)
    yield _row("Certificates", papers)
    if end.goods is not None:
        states = Counter(piece.state for piece in end.goods.shelf.values())
        told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        yield _row("Devices received", len(end.goods.shelf), told)
    yield ""


def _offices(books: Books) -> Iterator[str]:
    in_time, late = sum(len(week.in_time) for week in books.weeks), sum(len(week.late) for week in books.weeks)
    missing = sum(len(week.missing) for week in books.weeks)
    yield _row("Reports", in_time + late, f"{in_time} in time, {late} late; {missing} missing")
    yield _row("Digests", sum(books.digests.values()), f"{len(books.digests)} to everybody who is to have them")
    for sort, words in (("reminder", "Reminders of reports"), ("pledge", "Reminders of promises")):
        ended = {(state, why): n for (one, state, why), n in books.reminders.items() if one == sort}
        for state in ("sent", "suppressed", "failed"):
            whys = {why: n for (one, why), n in ended.items() if one == state}
            more = ", ".join(f"{n} {why}" for why, n in whys.items() if why)
            if whys or state == "sent":
                yield _row(words if state == "sent" else f"  {state}", sum(whys.values()), more)


def _traffic(town: Town, seconds: float) -> Iterator[str]:
    counts = sum((post.counts for post in town.posts.values()), Counter[str]())
    twice = counts["brought"] - counts["said"]
    yield _row(
        "Updates", counts["said"], f"{twice} brought more than once; {counts['brought'] / seconds:,.0f} a second"
    )
    trouble = f"{counts['busy']} tries failed, {counts['answers lost']} answers lost, {counts['blocked']} blocked"
    yield _row("Messages", counts["delivered"], trouble)
    yield _row("People", len(town.people))
    yield _row("Troubles", town.happened.total(), ", ".join(f"{n} {what}" for what, n in town.happened.items()))


def _row(words: str, count: int, more: str = "") -> str:
    return f"  {words:22} {count:7,}   {more}".rstrip()


def _dong(amount: int) -> str:
    return texts.money(Cash(amount), "vi").replace(texts.NBSP, " ")
