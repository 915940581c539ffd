"""What a plan uses of the list of things not carried out yet: what it sets, nothing else."""

from __future__ import annotations

from msgspec.structs import replace

from bot.programme.plan import Plan, load_plan, modules_not_carried_out, not_carried_out, plan_names


def used(plan: Plan) -> set[str]:
    return {where for one in not_carried_out(plan) for where in one.where}


def test_whole_modules_are_named() -> None:
    assert {name: modules_not_carried_out(load_plan(name)) for name in plan_names()} == {
        "hai-phong": ["consultation"],
        "tay-ninh": ["volunteers"],
        "thanh-oai": [],
        "tuan-giao": ["wishes"],
        "vinh-tuong": [],
    }


def test_only_what_a_plan_sets_is_said() -> None:
    plan = load_plan("vinh-tuong")
    assert {"students.target_percent", "cash.accounts.owner"} <= used(plan)
    bare = replace(plan, modules=("cash",), deadlines=(), students=None, goods=None, cash=None)
    assert used(plan) - used(bare) == {
        "students.target_percent",
        "cash.sources", "cash.accounts.owner", "cash.spent_on",
    }  # fmt: skip
    assert not used(bare) - used(plan)


def test_what_concerns_every_drive_is_said_of_every_plan() -> None:
    for name in plan_names():
        assert sum(not one.where for one in not_carried_out(load_plan(name))) == 1
