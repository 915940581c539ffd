"""`plan`: what plans there are, and whether one is right; knows no database, so it answers at once."""

from __future__ import annotations

from bot import texts
from bot.commands.unkept import unkept
from bot.programme.plan import PlanFault, check_plan, in_language, load_plan, plan_bytes, plan_names
from bot.programme.plan.cautions import cautions


def names() -> int:
    """Lists the plans that come with the house."""
    for name in plan_names():
        print(f"{name:16} {in_language(load_plan(name).name, 'vi')}")
    return 0


def check(path: str, language: str) -> int:
    """Names every fault of a plan with its line and a remedy, else what is not carried out yet; 0 without a fault."""
    try:
        faults = check_plan(plan_bytes(path))
    except PlanFault as none:
        faults = list(none.faults)
    for fault in faults:
        print(f"{path}:{fault.line}: {fault.where}: {texts.plain(fault.what, language)}")
        print(f"    {texts.plain(fault.remedy, language)}")
    print(f"{path}: {len(faults)} faults" if faults else f"{path}: ok")
    if faults:
        return 1
    plan = load_plan(path)
    for caution in cautions(plan):
        print(f"{path}: {texts.plain(caution, language)}")
    for line in unkept(plan, language):
        print(line)
    return 0
