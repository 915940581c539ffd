"""The condition of a database: whole, of this program, with its key, its drives, and what waits in it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import wall_clock
from bot.commands.findings import Findings
from bot.commands.held_up_lists import held_up_lists
from bot.commands.surroundings import FOREIGN, LOAD, RESTORE
from bot.commands.unkept import unkept
from bot.programme.plan import Plan, PlanFault, read_plan
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.holding import holder
from bot.storage.marks import doubt_of, is_own_key, kind_of, last_look
from bot.storage.secrecy import Secrecy, WrongKey, key_from
from bot.storage.shape import differences
from bot.storage.tables import contacts, drives, inbox, outbox, tellings
from bot.storage.upgrade import head, known, revision
from bot.turn.steadiness import MOST

MENDED: Final = (3, 51, 3)
MOST_SHOWN: Final = 3
"""Differences of tables that are named; whoever has more has another database."""


async def condition(findings: Findings, database: Database, settings: Settings) -> None:
    """Tells what is amiss; raises DBAPIError where the database cannot be read at all."""
    if not await _whole(findings, database):
        return
    own = await _own_key(findings, database, settings)
    kind, wanted = await kind_of(database), "demo" if settings.demo else "real"
    remedy = "choose another DATA_DIR, or set DEMO accordingly"
    findings.say(kind in (None, wanted), f"the database is for {kind or wanted} use", remedy)
    serving = await holder(settings.database)
    findings.note(f"{serving} serves it now" if serving else "no bot runs on it now")
    await _clock(findings, database)
    async with database.read() as connection:

        async def count(table: Table, where: ColumnElement[bool]) -> int:
            statement = select(func.count()).select_from(table).where(where)
            return int((await connection.execute(statement)).scalar_one())

        plans = await _drives(findings, connection, settings)
        if own is not None:
            for plan in plans:
                await held_up_lists(findings, connection, plan, own)
        dead = await count(inbox, inbox.c.state == "dead")
        why = await _why_dead(connection) if dead and own else ""
        remedy = "look at them: python -m bot inbox list; then inbox replay, or inbox clear"
        findings.say(dead == 0, f"{dead} updates set aside", f"{remedy}; the last ones:{why}" if why else remedy)
        await _aside(findings, connection)
        undelivered = await count(outbox, outbox.c.state == "dead")
        findings.note(f"{await count(outbox, outbox.c.state == 'queued')} messages waiting, {undelivered} given up")
        await _put_off(findings, connection)
        findings.note(f"{await count(contacts, contacts.c.unreachable.is_not(None))} people cannot be reached")


async def _whole(findings: Findings, database: Database) -> bool:
    """Whether the database can be looked into: no damage, and the tables are those that this program knows."""
    async with database.read() as connection:
        if database.sqlite:
            version = str((await connection.exec_driver_sql("SELECT sqlite_version()")).scalar())
            mended = tuple(map(int, version.split("."))) >= MENDED
            remedy = "older than 3.51.3: install the locked requirements, which bring a newer one"
            findings.say(mended, f"SQLite {version}", remedy)
            damage = str((await connection.exec_driver_sql("PRAGMA quick_check(1)")).scalar())
            if damage != "ok":
                remedy = f"stop the bot, move the database away with its -wal and -shm, and {RESTORE}"
                findings.say(False, f"the database is damaged: {damage.splitlines()[-1]}", remedy)
                return False
    found = await revision(database)
    if found is not None and found not in known():
        findings.say(False, f"the database is from a newer or another release (revision {found or 'none'})", FOREIGN)
        return False
    remedy = "start the bot once to bring it up to date"
    findings.say(found == head(), f"database at revision {found}, program at {head()}", remedy)
    if found != head():
        return False  # its tables may be others
    differ = await differences(database)
    remedy = (
        "a program that was never released has made this database, or somebody has changed it by hand; "
        f"{RESTORE} (one from before each upgrade lies beside it: tiepsong.db.before-…)"
    )
    shown = "; ".join(differ[:MOST_SHOWN]) + (f"; and {len(differ) - MOST_SHOWN} more" if differ[MOST_SHOWN:] else "")
    findings.say(not differ, f"the tables are not those of this program: {shown}" if differ else "its tables", remedy)
    return not differ


async def _own_key(findings: Findings, database: Database, settings: Settings) -> Secrecy | None:
    """The key that lies there, if it opens this database, which it then does."""
    if not settings.key_file.exists():
        return None
    own, secrecy = False, None
    try:
        secrecy = Secrecy(key_from(settings.key_file, may_make=False))
    except WrongKey:
        pass
    else:
        own = await is_own_key(database, secrecy)
        database.unlock(secrecy)
    remedy = "put the right one back from your backup: with this one names and phones cannot be read"
    findings.say(own, "the key is the one this database was written with", remedy)
    return secrecy if own else None


async def _clock(findings: Findings, database: Database) -> None:
    """Whether a bot that runs believes its clock, and whether ours is where it has been."""
    doubt = await doubt_of(database)
    remedy = "set this machine's clock right, and let it be kept so: timedatectl set-ntp true"
    if doubt is not None:
        says, expected = (f"{at:%Y-%m-%d %H:%M} UTC" for at in doubt)
        what = f"the bot's clock said {says} where {expected} was expected: nothing falls due meanwhile"
        return findings.say(False, what, f"{remedy}; where it is right, restart the bot")
    looked, now = await last_look(database), wall_clock()
    ahead = looked is not None and await kind_of(database) == "real" and looked > now + MOST
    what = f"the clock says {now:%Y-%m-%d %H:%M} UTC"
    if ahead:
        what += f", and the bot has run until {looked:%Y-%m-%d %H:%M}: till then nothing falls due"
    return findings.say(not ahead, what, remedy)


async def _drives(findings: Findings, connection: AsyncConnection, settings: Settings) -> list[Plan]:
    """The plans that are loaded and can be used, and whether it is clear which one is served."""
    plans = {slug: plan for slug, plan in await connection.execute(select(drives.c.slug, drives.c.plan))}
    findings.say(bool(plans), f"drives: {', '.join(plans) or 'none'}", LOAD)
    if settings.drive and plans and settings.drive not in plans:
        remedy = f"set DRIVE to one of them, or load its plan: python -m bot plan load {settings.drive}.toml"
        findings.say(False, f"DRIVE is {settings.drive!r}, which is not loaded", remedy)
    elif not settings.drive and len(plans) > 1:
        remedy = "set DRIVE to the one this bot serves; one without any gift goes away: python -m bot plan unload SLUG"
        findings.say(False, "several drives are loaded and none is chosen", remedy)
    read = [_plan(findings, slug, source) for slug, source in plans.items()]
    return [plan for plan in read if plan is not None]


def _plan(findings: Findings, slug: str, source: str) -> Plan | None:
    """A plan that was loaded once, and what it expects that is not carried out; None if it can be used no more."""
    try:
        plan = read_plan(source)
    except PlanFault as fault:
        remedy = f"mend it and load it again: python -m bot plan load FILE\n     {fault}"
        findings.say(False, f"the plan of {slug} cannot be used", remedy)
        return None
    for line in unkept(plan, "en"):
        findings.note(line)
    return plan


async def _aside(findings: Findings, connection: AsyncConnection) -> None:
    """What banks told for accounts of no known drive, account by account."""
    counted = select(tellings.c.account, func.count()).where(tellings.c.state == "aside", tellings.c.drive.is_(None))
    found = (await connection.execute(counted.group_by(tellings.c.account).order_by(tellings.c.account))).all()
    remedy = "name the account in the plan, or choose the drive with DRIVE; then: python -m bot ledger replay"
    for account, number in found:
        findings.say(False, f"{number} movements on the account {account} belong to no drive", remedy)
    if not found:
        findings.say(True, "every movement that a bank told has its drive", "")


async def _put_off(findings: Findings, connection: AsyncConnection) -> None:
    """What waits because a delivery failed or a messenger asked for silence; the last of it with its reason."""
    put_off = (outbox.c.state == "queued") & (outbox.c.not_before > wall_clock())
    counted = select(outbox.c.channel, func.count()).where(put_off).group_by(outbox.c.channel)
    for channel, number in (await connection.execute(counted.order_by(outbox.c.channel))).all():
        latest = select(outbox.c.not_before, outbox.c.why).where(put_off, outbox.c.channel == channel)
        until, why = (await connection.execute(latest.order_by(outbox.c.not_before.desc()).limit(1))).one()
        findings.note(f"{channel}: {number} of them are put off, the last until {until:%Y-%m-%d %H:%M} UTC: {why}")


async def _why_dead(connection: AsyncConnection) -> str:
    """When the last updates were set aside, and the error's name: its own words might repeat the person's."""
    newest = select(inbox.c.at, inbox.c.channel, inbox.c.why).where(inbox.c.state == "dead").order_by(inbox.c.at.desc())
    rows = (await connection.execute(newest.limit(5))).all()
    return "".join(
        f"\n       {at:%Y-%m-%d %H:%M} UTC, {channel}: {(why or '?').partition(':')[0]}" for at, channel, why in rows
    )
