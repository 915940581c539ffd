"""Plans are found by name or path, fast."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from bot.programme.plan import Plan, PlanFault, check_plan, in_language, load_plan, plan_bytes, plan_names


def test_a_plan_is_loaded_by_its_path_too(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_bytes(plan_bytes("vinh-tuong"))
    assert load_plan(file) == load_plan(str(file)) == load_plan("vinh-tuong")


@pytest.mark.parametrize("name", ["atlantis", "", "no/such.toml", "zero\0byte", "x" * 5000, "."])
def test_what_is_not_there_is_a_fault_that_names_the_plans_there_are(name: str) -> None:
    with pytest.raises(PlanFault) as caught:
        load_plan(name)
    (fault,) = caught.value.faults
    assert fault.what.source == "There is no such plan."
    assert "thanh-oai" in str(fault)


def test_a_name_with_a_slip_is_guessed() -> None:
    with pytest.raises(PlanFault, match="Did you mean “thanh-oai”"):
        load_plan("thanhoai")


def test_loading_the_largest_plan_takes_less_than_50_ms() -> None:
    load_plan("thanh-oai")
    times = []
    for _ in range(5):
        before = time.process_time()
        load_plan("thanh-oai")
        times.append(time.process_time() - before)
    assert min(times) < 0.05


@pytest.mark.parametrize("name", plan_names())
def test_a_plan_comes_back_from_json_as_it_was(name: str) -> None:
    plan = load_plan(name)
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan) == plan


@pytest.mark.parametrize("name", plan_names())
def test_loading_twice_gives_the_same(name: str) -> None:
    assert load_plan(name) == load_plan(name)


def test_plain_text_stands_for_every_language() -> None:
    duty = load_plan("thanh-oai").duties[0].what
    assert in_language(duty, "en") == in_language(duty, "vi") == in_language(duty, "hmn")


def test_words_in_two_languages_are_told_apart() -> None:
    name = load_plan("thanh-oai").catalogue[0].name
    assert (in_language(name, "vi"), in_language(name, "en")) == ("máy tính", "computer")
    assert in_language(name, "hmn") == "máy tính"
    assert in_language({}, "vi") == ""


def test_checking_says_nothing_about_a_whole_plan() -> None:
    assert [check_plan(plan_bytes(name)) for name in plan_names()] == [[]] * 5
