"""Examines a plan: every fault with its line and a remedy."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.chat.phrase import _
from bot.programme.plan.findings import Fault, Faults, PlanFault
from bot.programme.plan.lines import Path, line_numbers, line_of
from bot.programme.plan.read import PlanReader
from bot.programme.plan.rules_gifts import check_gifts
from bot.programme.plan.rules_parts import check_parts
from bot.programme.plan.rules_times import check_times
from bot.programme.plan.rules_units import check_units
from bot.programme.plan.schema import Plan
from bot.programme.plan.syntax import parse

_HOME = "Asia/Ho_Chi_Minh"


def check_plan(text: str | bytes) -> list[Fault]:
    """Every fault of a plan's text in the order of the lines; [] for a plan that can be used.

    Where lines are not TOML at all, those are named, and the rest is examined once they are right.
    """
    return _examine(text)[1]


def read_plan(text: str | bytes) -> Plan:
    """The plan of a text; raises PlanFault with every fault."""
    plan, faults = _examine(text)
    if plan is None or faults:
        raise PlanFault(faults)
    return plan


def _examine(text: str | bytes) -> tuple[Plan | None, list[Fault]]:
    raw, text, faults = parse(text)
    if faults:
        return None, faults
    findings = Faults()
    reader = PlanReader(findings, _zone(raw.get("time_zone", _HOME), findings))
    plan = reader.table(Plan, raw, ())
    reader.dangling()
    for rules in (check_units, check_gifts, check_times, check_parts):
        rules(plan, findings)
    if not findings.all:
        return plan, []
    lines = line_numbers(text)
    found = [Fault(line_of(lines, f.path), _where(raw, f.path), f.what, f.remedy) for f in findings.all]
    return plan, sorted(found, key=lambda fault: (fault.line, fault.where, fault.what.source))


def _zone(name: object, findings: Faults) -> ZoneInfo:
    """The plan's time zone, or at least Vietnam's."""
    try:
        return ZoneInfo(name) if isinstance(name, str) else ZoneInfo(_HOME)
    except (KeyError, ValueError, OSError):  # unknown; not a name; the name of a folder
        remedy = _('Write a name such as "Asia/Ho_Chi_Minh".')
        findings.add(("time_zone",), _("This time zone is not known."), remedy)
        return ZoneInfo(_HOME)


def _where(raw: object, path: Path) -> str:
    """A path as people read it: elements of lists by their key where they have one, else by number from 1."""
    words = ""
    for part in path:
        if isinstance(raw, dict):
            words += f".{part}" if words else str(part)
            raw = raw.get(part)
        elif isinstance(raw, list) and isinstance(part, int):
            raw = raw[part]
            name = raw.get("key") if isinstance(raw, dict) else None
            words += f"[{name if isinstance(name, str) and name else part + 1}]"
    return words
