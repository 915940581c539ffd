"""The whole Thanh Oai drive, from the eve of 23/9 to the day after 16/11/2021, lived once by simulated people."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.__main__ import main
from bot.messages import Lane, Outgoing
from bot.programme.ledger.tallies import Sum
from bot.programme.plan import load_plan, plan_bytes
from bot.rehearsal.fakes.memory import RememberedPledge
from bot.rehearsal.oracle import telling
from bot.rehearsal.oracle.checks import CHECKS, End, passed
from bot.rehearsal.rehearse import Rehearsal

SAID: list[str] = []


@pytest.fixture(scope="module")
def end(tmp_path_factory: pytest.TempPathFactory) -> End:
    """Lived once for all tests of this file; they put back what they change."""
    folder = tmp_path_factory.mktemp("rehearsal")
    source = plan_bytes("thanh-oai").decode()
    play = Rehearsal(load_plan("thanh-oai"), source, folder, seed=2021, scale=0.5, say=SAID.append)
    return asyncio.run(play.live())


def failing(end: End) -> list[str]:
    return [says for says, check in CHECKS.items() if list(check(end))]


def test_everything_that_must_be_true_is_true(end: End) -> None:
    assert {says: list(check(end)) for says, check in CHECKS.items()} == {says: [] for says in CHECKS}


def test_the_final_figures(end: End) -> None:
    books = end.books
    standing = [pledge for pledge in books.pledges if pledge.status != "cancelled"]
    assert {
        "people": len(end.town.people),
        "promises": dict(Counter(pledge.currency or "things" for pledge in standing)),
        "money": books.totals["cash"].amount,
        "things": {item: sum.amount for item, sum in books.totals.items() if item != "cash"},
        "cancelled": len(books.pledges) - len(standing),
        "pupils": books.students,
    } == {
        "people": 157,
        "promises": {"VND": 71, "things": 15, "USD": 1, "JPY": 1, "EUR": 1},
        "money": 164879000,
        "things": {"computer": 2, "phone": 6, "sim": 2, "tablet": 21, "wifi": 6},
        "cancelled": 4,
        "pupils": (60, 60, 0),
    }
    assert [(week.key, len(week.in_time), len(week.late), len(week.missing)) for week in books.weeks] == [
        ("2021-09-28", 25, 3, 5),
        ("2021-10-05", 22, 7, 4),
        ("2021-10-12", 7, 19, 7),
        ("2021-10-19", 24, 5, 4),
        ("2021-10-26", 26, 1, 6),
        ("2021-11-02", 24, 5, 4),
        ("2021-11-09", 20, 9, 4),
        ("2021-11-16", 21, 6, 6),
    ]
    assert books.digests == {
        "2021-09-28": 5,
        "2021-10-05": 5,
        "2021-10-12": 5,
        "2021-10-19": 5,
        "2021-10-26": 5,
        "2021-11-02": 5,
        "2021-11-09": 5,
        "2021-11-16": 5,
    }
    assert books.reminders == {
        ("digest", "sent", ""): 40,
        ("pledge", "sent", ""): 107,
        ("fetches", "sent", ""): 9,
        ("reminder", "failed", "blocked by the user"): 3,
        ("reminder", "failed", "no contact"): 21,
        ("reminder", "sent", ""): 439,
        ("reminder", "suppressed", "made up for by a later one"): 52,
        ("reminder", "suppressed", "no deputy"): 44,
        ("reminder", "suppressed", "reported"): 445,
        ("reminder", "suppressed", "stale"): 52,
        ("visits", "sent", ""): 5,
    }


def test_the_final_figures_of_what_really_came_in(end: End) -> None:
    assert end.money is not None
    assert end.goods is not None
    figures, truth = end.money.truth.figures(), end.money.truth
    held = Counter[str]()
    for (_unit, currency), minor in figures.tills.items():
        held[currency] += minor
    states = Counter(pledge.status for pledge in end.books.pledges)
    assert {
        "received": figures.received,
        "granted": figures.granted,
        "spent": figures.spent,
        "unmatched": figures.unmatched,
        "tills": dict(held),
        "states": dict(states),
        "devices": dict(Counter(piece.state for piece in end.goods.shelf.values())),
    } == {
        "received": 89096000,
        "granted": 25000000,
        "spent": 10901000,
        "unmatched": 450000,
        "tills": {"VND": 4215000, "USD": 2000, "JPY": 5000},
        "states": {"received": 65, "promised": 24, "cancelled": 4},
        "devices": {"ready": 15, "parts": 4, "repair": 2, "received": 1},
    }
    assert Counter(one.what for one in truth.movements.values()) == {
        "gift": 48,
        "transfer": 9,
        "several": 3,
        "stranger": 3,
        "fee": 1,
        "purchase": 2,
        "refund": 1,
        "budget": 1,
        "fund": 1,
        "puzzle": 1,
    }


def test_every_way_of_paying_came_up(end: End) -> None:
    assert end.money is not None
    truth, bank = end.money.truth, end.money.bank
    assert min(bank.counts["not posted"], bank.counts["posted"] - bank.counts["movements"] // 2) > 0
    moved = Counter((one.what, one.counts, one.by_itself) for one in truth.movements.values())
    assert min(
        moved["gift", "gift", True],  # by its code
        moved["gift", "gift", False],  # by the accountant
        moved["several", "split", False],
        moved["budget", "granted", False],
        moved["fund", "granted", False],
        moved["purchase", "spent", False],
        moved["fee", "spent", False],
        moved["stranger", "unknown", False],
        moved["puzzle", "unknown", False],
        moved["transfer", "handed_on", True],
    )  # fmt: skip
    assert any(leaf.minor < 0 and leaf.counts == "gift" for leaf in truth.leaves())  # given back
    assert any(note.void for note in truth.notes)
    assert any(note.code for note in truth.notes)
    assert truth.carried
    outcomes = Counter(
        f"{type(errand).__name__}: {errand.outcome}"
        for person in end.town.people.values() for errand in person.errands
    )  # fmt: skip
    wanted = ("Tap: signed", "Tap: not signed", "Tap: acknowledged", "Tap: not acknowledged", "CheckDevice: noted",
              "Tap: open again", "Tap: his", "Tap: not his", "Tap: muted", "Tap: paper", "AskForCertificate: made",
              "TakeDevices: in")  # fmt: skip
    assert end.goods is not None
    assert min(end.goods.slips["a wrong IMEI"], end.goods.slips["a number twice"]) > 0
    assert any(not piece.code for piece in end.goods.shelf.values())  # without a pledge
    assert end.compared == 8
    assert [one for one in wanted if not outcomes[one]] == []


def test_every_week_was_told_in_a_line(end: End) -> None:
    lines = [line for line in SAID if ("in time" in line and "missing" in line and "/1" in line) or "28/09" in line]
    assert len(lines) == len(end.books.weeks) == 8
    assert any("no bot from" in line for line in lines)


def test_there_was_enough_trouble(end: End) -> None:
    assert end.town.happened["restarts"] >= 10
    assert end.town.happened["outage of some days"] == 1
    counts = sum((post.counts for post in end.town.posts.values()), Counter[str]())
    assert counts["said"] > 3_000
    assert counts["brought"] - counts["said"] > 100
    assert min(counts["busy"], counts["answers lost"], counts["blocked"]) > 0
    outcomes = Counter(errand.outcome for person in end.town.people.values() for errand in person.errands)
    assert (
        min(outcomes[one] for one in ("done", "dropped", "left", "listed", "known", "cancelled", "stopped", "in")) > 0
    )


def first(end: End, which: Callable[[Any], Any]) -> Any:
    return next(person for person in end.town.people.values() if which(person.memory))


def test_the_checks_notice_a_pledge_that_nobody_was_told_of(end: End) -> None:
    person = first(end, lambda memory: memory.pledges)
    code, told = person.memory.pledges.popitem()
    assert "what people were told they promised is what the books hold" in failing(end)
    person.memory.pledges[code] = RememberedPledge(told.at, told.minor + 1, told.currency, told.goods, told.worth)
    assert "what people were told they promised is what the books hold" in failing(end)
    person.memory.pledges[code] = told


def test_the_checks_notice_wrong_running_sums(end: End) -> None:
    wrong = {**end.books.totals, "cash": end.books.totals["cash"] + Sum(0, 1)}
    assert failing(End(end.town, end.offices, msgspec.structs.replace(end.books, totals=wrong))) == [
        "the running sums are the sums of the promises"
    ]


def test_the_checks_notice_a_student_who_is_listed_twice(end: End) -> None:
    wrong = msgspec.structs.replace(end.books, student_codes={**end.books.student_codes, "HSXXXXXXX": "listed"})
    assert failing(End(end.town, end.offices, wrong)) == ["every pupil is on the list once"]


def test_the_checks_notice_a_reminder_after_its_report(end: End) -> None:
    person = first(end, lambda memory: memory.reports)
    report = next(iter(person.memory.reports.values()))
    person.memory.reminders[-1] = (report.at + timedelta(hours=1), report.unit, report.due)
    assert failing(end) == ["reminders stopped once a report was in"]
    del person.memory.reminders[-1]


def test_the_checks_notice_an_exempt_unit_that_is_reminded(end: End) -> None:
    chat, unit = next(iter(end.offices.exempt.items()))
    end.town.people[chat].memory.reminders[-1] = (end.town.now(), unit.name, "17:00, 28/9/2021")
    assert failing(end) == ["no exempt unit was reminded or shown as missing"]
    del end.town.people[chat].memory.reminders[-1]
    week = msgspec.structs.replace(end.books.weeks[0], missing=[unit.name])
    wrong = msgspec.structs.replace(end.books, weeks=[week, *end.books.weeks[1:]])
    assert failing(End(end.town, end.offices, wrong)) == ["no exempt unit was reminded or shown as missing"]


def test_the_checks_notice_a_digest_that_came_twice_or_not_at_all(end: End) -> None:
    digests = end.town.people[end.offices.officials[0]].memory.digests
    mailed = [number for number, seen in digests.items() if seen.message.lane > 0]
    kept = dict(digests)
    digests[-1] = digests[mailed[0]]
    assert failing(end) == ["each digest reached each official once, the closing one last"]
    del digests[-1], digests[mailed[-1]]
    assert failing(end) == ["each digest reached each official once, the closing one last"]
    digests.clear()
    digests.update(kept)


def test_the_checks_notice_a_message_at_night(end: End) -> None:
    one = next(one for one in end.town.diary if one.lane > 0)
    end.town.diary.append(msgspec.structs.replace(one, at=one.at.astimezone(end.town.zone).replace(hour=2)))
    assert failing(end) == ["quiet hours were kept"]
    end.town.diary.pop()


def test_the_checks_notice_too_many_reminders_of_a_pledge(end: End) -> None:
    person = first(end, lambda memory: memory.pledge_reminders)
    at, code = next(iter(person.memory.pledge_reminders.values()))
    person.memory.pledge_reminders[-1] = (at + timedelta(days=1), code)
    assert failing(end) == ["promises were brought to mind no more often than the plan says"]
    del person.memory.pledge_reminders[-1]


def test_the_checks_notice_an_apology(end: End) -> None:
    person = next(iter(end.town.people.values()))
    person.memory.apologies = 1
    assert failing(end) == ["nobody was left stranded, nothing broke"]
    person.memory.apologies = 0


def test_the_checks_notice_a_dong_too_much(end: End) -> None:
    assert end.money is not None
    says = "the books of money are what really happened, to the đồng"
    movement = next(one for one in end.money.truth.movements.values() if one.counts == "gift")
    movement.minor += 1
    assert failing(end) == [says]
    movement.minor -= 1
    note = next(one for one in end.money.truth.notes if not one.void)
    note.void = True
    assert failing(end) == [says]
    note.void = False
    movement.told = False
    assert failing(end) == [says]
    movement.told = True
    assert failing(end) == []


def test_the_checks_notice_a_pledge_that_says_received_and_is_not(end: End) -> None:
    books = end.money_books
    assert books is not None
    code = next(code for code, status in books.states.items() if status == "received")
    end.money_books = msgspec.structs.replace(books, states={**books.states, code: "promised"})
    assert failing(end) == ["the books of money are what really happened, to the đồng"]
    end.money_books = books


def test_the_checks_notice_a_device_in_the_wrong_state(end: End) -> None:
    assert end.goods is not None
    piece = next(iter(end.goods.shelf.values()))
    kept, piece.state = piece.state, "withdrawn"
    assert failing(end) == ["the books of things are what lies on the shelves, to the piece"]
    piece.state = kept
    assert failing(end) == []


def test_the_checks_notice_a_certificate_that_says_too_much(end: End) -> None:
    kept = dict(end.verified)
    end.verified.clear()
    assert failing(end) == ["certificates are confirmed, and show what their givers allow"]
    end.verified.update(kept)


def test_the_checks_notice_the_name_of_another_donor(end: End) -> None:
    (one, _name), (_other, name) = list(end.town.donors.items())[:2]
    message = Outgoing(id=-1, channel="buttons", chat=one, lane=Lane.REPLY, text=f"Cảm ơn {name}!")
    end.town.arrives(message)
    assert failing(end) == ["no giver was shown another one's name"]
    end.town.names_told.clear()
    end.town.diary.pop()


@pytest.mark.parametrize(("plan", "module"), [("hai-phong", "consultation"), ("tay-ninh", "volunteers")])
def test_a_drive_in_which_nobody_takes_part_is_no_success(
    plan: str, module: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rehearse", plan, "--seed", "3", "--people", "0.1"]) == 1
    told = capsys.readouterr().out
    assert "0 people, seed 3" in told
    assert "✓" not in told
    assert f"– not lived: {module}, no code carries it out yet" in told
    assert "✗ nobody takes part, so nothing was tried" in told


def test_what_was_not_there_to_be_looked_at_is_not_called_true(end: End) -> None:
    assert "✓ quiet hours were kept" in "\n".join(telling.summary(end, 1.0))
    diary, end.town.diary = end.town.diary, []
    told = "\n".join(telling.summary(end, 1.0))
    end.town.diary = diary
    assert "– quiet hours were kept" in told
    assert passed(end)


async def test_the_same_seed_lives_the_same_life(tmp_path: Path) -> None:
    plan = load_plan("tuan-giao")
    plan = msgspec.structs.replace(
        plan, window=msgspec.structs.replace(plan.window, closes=plan.window.opens + timedelta(days=6))
    )
    told: list[list[str]] = []
    for life in ("one", "two"):
        said: list[str] = []
        play = Rehearsal(plan, plan_bytes("tuan-giao").decode(), tmp_path / life, seed=5, scale=0.1, say=said.append)
        await play.live()
        told.append([line for line in said if "a second" not in line])
    assert told[0] == told[1]
