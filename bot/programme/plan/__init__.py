"""The plan of a drive: its terms, its reading, its rules, and what can be worked out from it."""

from bot.programme.plan.check import check_plan, read_plan
from bot.programme.plan.findings import Fault, PlanFault
from bot.programme.plan.load import load_plan, plan_bytes, plan_names
from bot.programme.plan.not_yet import Unkept, idle, modules_not_carried_out, not_carried_out
from bot.programme.plan.periods import Period, report_periods
from bot.programme.plan.schema import Plan
from bot.programme.plan.terms import Words, in_language
from bot.programme.plan.tree import (
    forwards_to,
    members,
    owes_day_pay,
    reporters,
    unit_of,
    units_above,
    units_on,
    units_under,
)
from bot.programme.plan.units import PlanUnit

__all__ = [
    "Fault",
    "Period",
    "Plan",
    "PlanFault",
    "PlanUnit",
    "Unkept",
    "Words",
    "check_plan",
    "forwards_to",
    "idle",
    "in_language",
    "load_plan",
    "members",
    "modules_not_carried_out",
    "not_carried_out",
    "owes_day_pay",
    "plan_bytes",
    "plan_names",
    "read_plan",
    "report_periods",
    "reporters",
    "unit_of",
    "units_above",
    "units_on",
    "units_under",
]
