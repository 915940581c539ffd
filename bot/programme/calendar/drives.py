"""Drives: loaded from a plan, again and again without harm, and what their window says about today."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select, update

from bot.chat.kind import folded
from bot.programme.plan import Plan
from bot.storage.ids import new_id
from bot.storage.tables import accounts, drives, units
from bot.storage.work import Work

State = Literal["before", "open", "after"]


def state_of(plan: Plan, now: datetime) -> State:
    """Whether gifts are received now."""
    if now < plan.window.opens:
        return "before"
    return "after" if plan.window.closes is not None and now > plan.window.closes else "open"


def takes_gifts(plan: Plan, state: State) -> bool:
    """Whether gifts are taken in a state: while it is open, and late ones where the plan only marks them."""
    return state == "open" or (state == "after" and plan.window.late == "flag")


async def load(work: Work, plan: Plan, source: str) -> None:
    """Writes a plan and its units down; repeatable: units keep their numbers, names and places follow the plan."""
    if await work.one(select(drives.c.slug).where(drives.c.slug == plan.slug)):
        change = update(drives).where(drives.c.slug == plan.slug)
        await work.execute(change.values(plan=source, loaded_at=work.now))
    else:
        work.add(drives, slug=plan.slug, plan=source, loaded_at=work.now)
    known = {
        row.key: row.id for row in await work.rows(select(units.c.key, units.c.id).where(units.c.drive == plan.slug))
    }
    numbers = {unit.key: known.get(unit.key) or new_id() for unit in plan.units}
    parents = {unit.key: unit.parent for unit in plan.units}

    def path(key: str) -> str:
        parent = parents[key]
        return (path(parent) if parent else "/") + f"{numbers[key]}/"

    for unit in sorted(plan.units, key=lambda unit: path(unit.key).count("/")):
        values = {
            "parent_id": numbers[unit.parent] if unit.parent else None,
            "path": path(unit.key),
            "name": unit.name,
            "folded": folded(" ".join((unit.name, unit.short, *unit.aliases))),
            "kind": unit.kind,
            "head_count": unit.head_count,
            "exempt": unit.exempt,
            "reports": unit.reports,
            "valid_from": unit.valid_from.isoformat() if unit.valid_from else None,
            "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
            "successor_id": None,
        }
        if unit.key in known:
            await work.execute(update(units).where(units.c.id == known[unit.key]).values(**values))
        else:
            work.add(units, id=numbers[unit.key], drive=plan.slug, key=unit.key, **values)
    await work.flush()
    for unit in plan.units:
        if unit.successor:
            change = update(units).where(units.c.id == numbers[unit.key])
            await work.execute(change.values(successor_id=numbers[unit.successor]))
    await _note_accounts(work, plan)


async def _note_accounts(work: Work, plan: Plan) -> None:
    """Notes the accounts of a plan that is loaded, and since when those are out that it had before."""
    today = {one.number for one in plan.cash.accounts} if plan.cash else set()
    mine = accounts.c.drive == plan.slug
    known = {row.number: row.until for row in await work.rows(select(accounts.c.number, accounts.c.until).where(mine))}
    for number in sorted(today - set(known)):
        work.add(accounts, drive=plan.slug, number=number, since=work.now, until=None)
    back = [number for number in today if known.get(number) is not None]
    gone = [number for number, until in known.items() if number not in today and until is None]
    for numbers, until in ((back, None), (gone, work.now)):
        if numbers:
            await work.execute(update(accounts).where(mine, accounts.c.number.in_(numbers)).values(until=until))
