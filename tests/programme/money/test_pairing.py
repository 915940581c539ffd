"""Three tellings of one random history, in any order and spelling, end in the same books, to the đồng."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.bank.banking_days import next_banking_day, swapped
from bot.bank.numbers import bare, numbers_in, words_of
from bot.programme.money.pairing import Movement, Telling, arranged, fits

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FRIDAY = date(2021, 9, 24)
_ids = iter(range(1, 10**9))


def told(source: str, day: date = FRIDAY, **more: Any) -> Telling:
    at = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return Telling(next(_ids), source, day, **{"at": at, "settled": True, **more})


def new(source: str, day: date = FRIDAY, **more: Any) -> Telling:
    return told(source, day, settled=False, **more)


def test_the_same_number_is_the_same_movement_however_it_is_spelled() -> None:
    assert bare("5078 - 93023") == bare("5078-93023") == bare("5078.93023") == "507893023"
    assert bare("MBVCB.3278907687") == bare("3278907687")
    assert bare("FT21270001\\BNK") == bare("ft21270001") == "21270001"
    assert [bare(short) for short in ("1", "PC12", "", "ABCDEFGH", "CT-01/02")] == ["", "", "", "", ""]


def test_numbers_are_found_inside_memos_but_not_days_phones_or_the_own_account() -> None:
    memo = "0011001234567 MBVCB.3278907687.ung ho 27092021. CT tu 0900000001 t TO7K2PQXR"
    assert numbers_in(memo, "0011001234567") == {"3278907687"}


def test_words_are_compared_without_marks_and_gaps() -> None:
    assert words_of("Ủng hộ - Đỗ An 09/21") == "UNGHODOAN0921"


def test_a_friday_nights_transfer_may_stand_in_mondays_books() -> None:
    assert next_banking_day(FRIDAY) == date(2021, 9, 27)
    assert next_banking_day(date(2026, 4, 29)) == date(2026, 5, 4)
    notice = told("sepay")
    assert [fits(notice, told("statement:1", FRIDAY + timedelta(days))) for days in (-1, 0, 1, 2, 3, 4)] == [
        False, True, True, True, True, False]  # fmt: skip


def test_days_and_months_in_each_others_place_are_the_same_movement_by_its_number() -> None:
    assert swapped(date(2021, 5, 10)) == date(2021, 10, 5)
    assert swapped(date(2021, 9, 24)) is None
    one, day = told("statement:1", date(2021, 10, 5), number="278000005"), date(2021, 5, 10)
    assert not fits(one, new("statement:2", day))
    assert fits(one, new("statement:2", day, number="278000005"))


def joined(batch: Sequence[Telling], known: Sequence[Movement], kin: Sequence[str] = ()) -> dict[int, tuple[int, bool]]:
    """By telling that stands with others: the receipt, and whether that is sure."""
    found = arranged(batch, known, kin)
    return {other.id: (one.receipt, sure) for one in found if one.receipt for other, sure in one.rest}


def test_without_evidence_it_is_a_guess_and_with_it_it_is_sure() -> None:
    notice = told("sepay", number="123456789", words="UNGHONAMDINHABC", codes=frozenset({"TO7K2PQXR"}))
    known = [Movement(1, [notice])]
    for more, sure in (
        ({}, False),
        ({"number": "123456789"}, True),
        ({"inner": frozenset({"123456789"})}, True),
        ({"codes": frozenset({"TO7K2PQXR"})}, True),
        ({"words": "CTTUUNGHONAMDINHABCTAIVCB"}, True),
        ({"number": "999999999"}, False),
    ):
        line = new("statement:1", **more)
        assert joined([line], known) == {line.id: (1, sure)}, more


def test_two_right_codes_are_two_movements() -> None:
    known = [Movement(1, [told("sepay", codes=frozenset({"TO7K2PQXR"}))])]
    assert joined([new("statement:1", codes=frozenset({"TO3K2PQXA"}))], known) == {}


def test_of_two_statements_the_balance_says_more_than_the_number() -> None:
    known = [Movement(1, [told("statement:1", number="111111", balance=5)])]
    line = new("statement:2", number="222222", balance=5)
    assert joined([line], known) == {line.id: (1, True)}
    assert joined([new("statement:2", number="111111", balance=6)], known) == {}


def test_another_number_of_a_statement_that_numbers_alike_is_another_movement_and_else_it_is_asked() -> None:
    known = [Movement(1, [told("statement:1", number="111111")])]
    line = new("statement:2", number="222222")
    assert joined([line], known, ["statement:1"]) == {}
    assert joined([line], known) == {line.id: (1, False)}


def test_a_guess_gives_way_to_evidence_and_finds_another_place() -> None:
    guess = told("sepay", settled=False)
    known = [Movement(1, [told("statement:1", number="111111"), guess]), Movement(2, [told("statement:1")])]
    sure = new("sepay", number="111111")
    assert joined([sure], known) == {sure.id: (1, True), guess.id: (2, False)}
    known.pop()
    assert joined([sure], known) == {sure.id: (1, True)}
    assert [(one.receipt, one.first.id) for one in arranged([sure], known)][1:] == [(None, guess.id)]


def test_a_place_is_found_by_moving_a_guess_on() -> None:
    """Sunday's and Monday's notice, booked on Monday and Tuesday: Monday's came first and took Monday's line."""
    sunday, monday, tuesday = (date(2021, 9, day) for day in (26, 27, 28))
    guess = told("sepay", monday, settled=False)
    known = [Movement(1, [told("statement:1", monday), guess]), Movement(2, [told("statement:1", tuesday)])]
    late = new("sepay", sunday)
    assert joined([late], known) == {late.id: (1, False), guess.id: (2, False)}


def test_a_gift_that_two_services_told_moves_on_together() -> None:
    """Both Friday's notices of it were guessed to be Monday's line; Sunday's notice fits nowhere else."""
    sunday, monday = FRIDAY + timedelta(2), FRIDAY + timedelta(3)
    code = frozenset({"TO7K2PQXR"})
    guesses = [told(source, codes=code, settled=False) for source in ("sepay", "casso")]
    known = [Movement(1, [told("statement:1", monday), *guesses]), Movement(2, [told("statement:1")])]
    late = new("sepay", sunday)
    assert joined([late], known) == {late.id: (1, False), guesses[0].id: (2, False), guesses[1].id: (2, False)}


class Books:
    """Movements as tellings make them, without a database; receipts are never fewer than before."""

    def __init__(self) -> None:
        self.movements: list[Movement] = []

    def hear(self, batch: Sequence[Telling]) -> None:
        """A batch of one source and sum."""
        source, before = batch[0].source, {movement.receipt for movement in self.movements}
        numbers = {one.number for one in batch} - {""}
        kin = {other.source for movement in self.movements for other in movement.tellings
               if other.number in numbers and other.of_statement and other.source != source}  # fmt: skip
        found = arranged(batch, self.movements, kin)
        self.movements = [
            Movement(
                one.receipt or next(_ids), [settled(one.first), *(settled(other, sure) for other, sure in one.rest)]
            )
            for one in found
        ]
        assert before <= {movement.receipt for movement in self.movements}
        told = [other.id for movement in self.movements for other in movement.tellings]
        assert len(told) == len(set(told))


def settled(one: Telling, sure: bool = True) -> Telling:
    return msgspec.structs.replace(one, settled=sure)


@pytest.mark.parametrize("seed", [*range(200), 2201, 2395, 4370, 4378, 5124, 5362])
def test_three_tellings_of_one_history_make_as_many_movements_as_there_were(seed: int) -> None:
    """One sum throughout: the hardest case. The statements tell everything, the services miss some."""
    chance = random.Random(seed)
    days = chance.choice((3, 6, 12))
    history = []
    for n in range(chance.randint(1, 40)):
        day = FRIDAY + timedelta(chance.randrange(days))
        booked = chance.choice((day, day, next_banking_day(day)))
        code = f"TO{n:07}" if chance.random() < 0.4 else ""
        history.append((n, day, booked, code, chance.random()))
    spelled = {n: f"{chance.randrange(10**9):09}" for n, *_rest in history}
    numbered, balances, codes_cut = chance.random() < 0.5, chance.random() < 0.3, chance.random() < 0.5

    def of_service(source: str, misses: float) -> list[list[Telling]]:
        heard = []
        for n, day, _booked, code, _chance in history:
            if chance.random() >= misses:
                number = spelled[n] if numbered and chance.random() < 0.7 else f"{chance.randrange(10**7):07}"
                kept = code if code and not (codes_cut and chance.random() < 0.3) else ""
                heard.append([new(source, day, number=number, codes=frozenset({kept} - {""}))])
        return heard

    def of_statement(source: str) -> list[list[Telling]]:
        first, last = sorted(chance.choices(range(days + 5), k=2)) if source != "statement:0" else (0, days + 5)
        heard = [
            new(source, booked, number=spelled[n] if numbered else "", balance=1000 + n if balances else None,
                codes=frozenset({code} - {""} if chance.random() < 0.8 else ()))
            for n, _day, booked, code, _chance in history
            if first <= (booked - FRIDAY).days <= last
        ]  # fmt: skip
        heard.sort(key=lambda one: one.day, reverse=chance.random() < 0.5)
        return [heard[place : place + 7] for place in range(0, len(heard), 7)]

    sources = [of_service("sepay", chance.choice((0, 0.2, 1))), of_service("casso", chance.choice((0, 0.5, 1)))]
    for source in sources:
        chance.shuffle(source)
    sources += [of_statement(f"statement:{n}") for n in range(chance.randint(1, 3))]
    books = Books()
    while any(sources):
        books.hear(chance.choice([source for source in sources if source]).pop(0))
        for movement in books.movements:
            assert max(Counter(one.source for one in movement.tellings).values()) == 1
    assert len(books.movements) == len(history)
