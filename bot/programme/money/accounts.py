"""Which drive an account belongs to: those of today's plans, and those that a plan had once."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from bot.bank.line import BankLine
from bot.programme.money.memos import codes_in
from bot.programme.plan import Plan
from bot.programme.world import World
from bot.storage.tables import accounts, pledges, transfers


def has_account(plan: Plan, number: str) -> bool:
    """Whether a plan names the account today."""
    return plan.cash is not None and any(one.number == number for one in plan.cash.accounts)


class Owners(msgspec.Struct, frozen=True):
    """The drives an account belongs to: those whose plan names it today, and all, with those that did once."""

    today: list[str]
    all: list[str]


async def owners_of(tx: World, number: str) -> Owners:
    """Whose account it is; nobody's, where no plan has ever named it."""
    today = [slug for slug, plan in tx.plans.items() if has_account(plan, number)]
    noted = await tx.work.rows(select(accounts.c.drive).where(accounts.c.number == number).order_by(accounts.c.since))
    once = [row.drive for row in noted if row.drive in tx.plans]
    return Owners(today, list(dict.fromkeys([*today, *once])))


async def former_accounts(tx: World, but: str) -> tuple[str, ...]:
    """The other accounts that this drive has or had, the latest first."""
    mine = (accounts.c.drive == tx.drive) & (accounts.c.number != but)
    rows = await tx.work.rows(select(accounts.c.number).where(mine).order_by(accounts.c.since.desc()))
    return tuple(row.number for row in rows)


async def drive_of(tx: World, line: BankLine, owners: Owners) -> str | None:
    """The drive a movement is for: of several with one account the one whose gift's code it bears, else the one in use;
    None where nobody can tell."""
    if len(owners.all) > 1:
        bearing = [slug for slug in owners.all if await _knows(tx, slug, line.memo)]
        if len(bearing) == 1:
            return bearing[0]
    likely = owners.today or owners.all
    if tx.drive in likely:
        return tx.drive
    return likely[0] if len(likely) == 1 else None


async def _knows(tx: World, drive: str, memo: str) -> bool:
    """Whether a memo bears a code that the drive has given out."""
    sure = [one.code for one in codes_in(memo, tx.plans[drive].code_prefix) if one.sure]
    for table in (pledges, transfers) if sure else ():
        if await tx.work.one(select(table.c.id).where(table.c.drive == drive, table.c.code.in_(sure)).limit(1)):
            return True
    return False
