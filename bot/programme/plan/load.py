"""Finds and loads plans: those that come with the house, and files."""

from __future__ import annotations

from pathlib import Path

from bot.chat.phrase import _
from bot.programme.plan.check import read_plan
from bot.programme.plan.findings import Fault, PlanFault, did_you_mean, nearest
from bot.programme.plan.schema import Plan
from bot.programme.plan.syntax import BIGGEST

PLANS = Path(__file__).parents[2] / "plans"


def plan_names() -> list[str]:
    """The names of the plans that come with the house."""
    return sorted(file.stem for file in PLANS.glob("*.toml"))


def load_plan(path_or_name: str | Path) -> Plan:
    """The plan of a name such as "thanh-oai", or of a TOML file; raises PlanFault."""
    return read_plan(plan_bytes(path_or_name))


def plan_bytes(path_or_name: str | Path) -> bytes:
    """The text of a plan as it stands in its file; raises PlanFault where there is no such file."""
    names, name = plan_names(), str(path_or_name)
    file = PLANS / f"{name}.toml" if name in names else Path(path_or_name)
    try:
        with file.open("rb") as stream:
            return stream.read(BIGGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        near = nearest(name, names)
        others = _("Write the path of a TOML file, or one of: {names}.", names=", ".join(names))
        remedy = did_you_mean(near) if near else others
        raise PlanFault([Fault(1, name, _("There is no such plan."), remedy)]) from error
