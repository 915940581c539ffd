"""Questions to a plan about its units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from bot.programme.plan import (
    Plan,
    PlanUnit,
    load_plan,
    members,
    reporters,
    unit_of,
    units_above,
    units_on,
    units_under,
)

PLAN = load_plan("thanh-oai")


def keys(units: list[PlanUnit]) -> list[str]:
    return [unit.key for unit in units]


def test_units_under_reach_every_depth_and_leave_the_unit_itself_out() -> None:
    assert keys(units_under(PLAN, "kim-bai")) == ["th-kim-bai", "thcs-kim-bai", "thpt-thanh-oai"]
    assert len(units_under(PLAN, "ha-noi")) == len(PLAN.units) - 1
    assert units_under(PLAN, "th-kim-bai") == []


def test_units_under_do_not_depend_on_the_order_of_the_file() -> None:
    backwards = msgspec.structs.replace(PLAN, units=PLAN.units[::-1])
    assert keys(units_under(backwards, "ubnd-huyen")) == keys(units_under(PLAN, "ubnd-huyen"))[::-1]


def test_units_above_come_nearest_first() -> None:
    assert keys(units_above(PLAN, "thcs-cao-vien")) == ["cao-vien", "thanh-oai", "ha-noi"]
    assert units_above(PLAN, "ha-noi") == []


@pytest.mark.parametrize("ask", [unit_of, units_under, units_above])
def test_an_unknown_unit_is_a_key_error(ask: Callable[[Plan, str], object]) -> None:
    with pytest.raises(KeyError):
        ask(PLAN, "atlantis")


def with_units(*units: PlanUnit) -> Plan:
    return msgspec.structs.replace(PLAN, units=units)


def test_units_exist_from_their_first_to_their_last_day() -> None:
    plan = with_units(
        PlanUnit(key="old", name="Xã Cũ", kind="commune", valid_to=date(2025, 6, 30), successor="new"),
        PlanUnit(key="new", name="Xã Mới", kind="commune", valid_from=date(2025, 7, 1)),
        PlanUnit(key="always", name="Tỉnh", kind="province"),
    )
    assert keys(units_on(plan, date(2025, 6, 30))) == ["old", "always"]
    assert keys(units_on(plan, date(2025, 7, 1))) == ["new", "always"]


def test_an_exempt_unit_never_owes_a_report_even_if_it_is_marked() -> None:
    plan = with_units(PlanUnit(key="clinic", name="Trạm", kind="health", exempt=True, reports=True))
    assert reporters(plan) == []


def test_members_are_named_once_though_key_and_kind_name_them() -> None:
    assert keys(members(PLAN, ("kim-bai", "ha-noi"), ("town",))) == ["ha-noi", "kim-bai"]
