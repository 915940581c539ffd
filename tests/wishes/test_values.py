"""What answers an open question in a sentence of its own, and what a sentence that opens a flow says already."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import pytest

from bench.utterances import VALUE, Said, plan, said
from bot.chat.kind import Heard, Kind, NotUnderstood, Unsure
from bot.chat.kinds import Choice, Day, Number
from bot.chat.kinds.gift_sum import GiftSum, GiftSumOrDays
from bot.chat.phrase import Cash
from bot.programme.people.unit_names import named_in
from bot.wishes import book

TODAY: Final = date(2026, 11, 26)
"""A Thursday."""
SUM: Final = GiftSumOrDays(GiftSum(currencies=("VND", "USD")))
DAY: Final = Day(TODAY, TODAY + timedelta(days=60))
ITEMS: Final = ("laptop", "tablet", "phone", "desktop", "sim", "wifi")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def taken(kind: Kind[Any], text: str, names: Any = ()) -> Any:
    """The answer as an open question takes it, asks about with one button, or finds inside a sentence."""
    try:
        return kind.hear(Heard(text=text), TODAY)
    except Unsure as doubt:
        [(reading, _label)] = doubt.readings
        return kind.hear(Heard(text=reading), TODAY)
    except NotUnderstood:
        return kind.find(text, TODAY, names)


def found_or_asked(text: str) -> Any:
    """The sum that stands in a sentence, or the only one that is asked about with a button."""
    try:
        return SUM.find(text, TODAY)
    except Unsure as doubt:
        return SUM.hear(Heard(text=doubt.readings[0][0]), TODAY) if len(doubt.readings) == 1 else None


def goods(text: str) -> str:
    """The thing and how many that stand in a sentence: "laptop 2"."""
    called = book.read().answers
    item = Choice({key: key for key in ITEMS}).find(text, TODAY, [called[key] for key in ITEMS])
    count = Number(1, 500).find(text, TODAY)
    return f"{item} {count or 1}"


def day_of(said: str) -> date:
    """The day a set names: by its date, its distance from today, or its weekday."""
    if said in WEEKDAYS:
        return TODAY + timedelta(days=(WEEKDAYS.index(said) - TODAY.weekday() - 1) % 7 + 1)
    return TODAY + timedelta(days=int(said)) if said[0] == "+" else date.fromisoformat(said)


def answers(inside: str) -> list[Said]:
    return [one for one in said("*.toml") if VALUE in one.wants and one.inside == inside and one.fills]


def id_of(one: Said) -> str:
    return one.text


@pytest.mark.parametrize("one", answers("sum"), ids=id_of)
def test_a_sum_is_read(one: Said) -> None:
    assert taken(SUM, one.text).minor == int(one.fills)


@pytest.mark.parametrize("one", answers("day"), ids=id_of)
def test_a_day_is_read(one: Said) -> None:
    assert taken(DAY, one.text) == day_of(one.fills)


@pytest.mark.parametrize("one", answers("unit"), ids=id_of)
def test_a_unit_is_found(one: Said) -> None:
    names = [unit.name.vi if hasattr(unit.name, "vi") else str(unit.name) for unit in plan().units]
    assert [names[at] for at in named_in(one.text, names)] == [one.fills]


@pytest.mark.parametrize("one", answers("goods"), ids=id_of)
def test_things_are_counted(one: Said) -> None:
    found = goods(one.text)
    assert found == one.fills or (" " not in one.fills and found.startswith(one.fills))


@pytest.mark.parametrize("wish", ["give_cash", "give_devices"])
def test_what_opens_a_flow_says_its_first_answers(wish: str) -> None:
    messages = [one for one in said("*.toml") if one.fills and wish in one.wants]
    missed = []
    for one in messages:
        if wish == "give_cash":
            found = found_or_asked(one.text)
            said_back = str(found.minor) if isinstance(found, Cash) else "none"
        else:
            said_back = goods(one.text)
        if said_back != one.fills:
            missed.append((one.text, one.fills, said_back))
    assert len(missed) <= 0.1 * len(messages), missed
