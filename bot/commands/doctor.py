"""`doctor`: whether all is well, in a few lines, each with what to do if not."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.commands.unkept import unkept
from bot.programme.plan import PlanFault, read_plan
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.marks import is_own_key, kind_of
from bot.storage.secrecy import Secrecy, WrongKey, key_from
from bot.storage.tables import contacts, drives, inbox, outbox, tellings
from bot.storage.upgrade import head, revision

MENDED = (3, 51, 3)
LITTLE = 1e9
"""Bytes; with less room than this it is time to do something."""
LOAD = "load a plan: python -m bot plan load thanh-oai"


class Findings:
    """What was found so far; `needs` counts what needs doing."""

    def __init__(self) -> None:
        self.needs = 0

    def say(self, fine: bool, what: str, remedy: str) -> None:
        """One line, and below it what to do where something is to be done."""
        self.needs += not fine
        print(f"{'ok  ' if fine else 'FIX '} {what}" + ("" if fine else f"\n     {remedy}"))


async def doctor(settings: Settings) -> int:
    """Prints the findings; the exit code is how many need doing."""
    findings, database = Findings(), Database(settings.database)
    if database.sqlite and database.url.database and not Path(database.url.database).exists():
        findings.say(False, "no database yet", LOAD)
        return findings.needs
    _key(findings, settings.key_file)
    _room(findings, settings.data_dir)
    if not settings.public_url and not settings.demo:
        print("     no PUBLIC_URL is set: no certificate can be made out, for nobody could verify it")
    if settings.telegram_token:
        await _telegram(findings, settings)
    try:
        await _database(findings, database, settings)
    except DBAPIError as trouble:
        remedy = "see whether it is there and whole; else put a copy back: python -m bot restore FILE"
        findings.say(False, f"the database cannot be read: {trouble.orig}", remedy)
    finally:
        await database.close()
    return findings.needs


def _key(findings: Findings, key: Path) -> None:
    remedy = "put it back from your backup: without it names and phones cannot be read"
    findings.say(key.exists(), f"the key {key}", remedy)
    if not key.exists():
        return
    private = key.stat().st_mode & 0o077 == 0
    findings.say(private, "the key is readable by its owner only", f"chmod 600 {key}")


def _room(findings: Findings, folder: Path) -> None:
    free = shutil.disk_usage(folder if folder.exists() else Path()).free
    findings.say(free > LITTLE, f"{free / 1e9:.1f} GB free", "make room: a full disk stops the bot")


async def _telegram(findings: Findings, settings: Settings) -> None:
    """What Telegram says; its library takes seconds to load, which only who asks here waits for."""
    from bot.handlers.telegram.account import account
    from bot.handlers.telegram.handler import OFFICIAL
    from bot.handlers.telegram.webhook import PATH

    seen = await account(settings.telegram_token, settings.telegram_api_base or OFFICIAL)
    if seen.fault:
        remedy = "see that it can be reached from here; the web chat goes on without it"
        if seen.refused:
            remedy = "copy the token from @BotFather once more into TELEGRAM_TOKEN"
        return findings.say(False, f"Telegram: {seen.fault}", remedy)
    findings.say(True, f"Telegram knows the bot as @{seen.name}", "")
    if settings.telegram_mode != "webhook":
        remedy = "two programs use this token: stop the other, or give it a token of its own"
        return findings.say(not seen.webhook, "Telegram waits to be asked for updates", remedy)
    wanted = settings.telegram_webhook_url.rstrip("/").removesuffix(PATH) + PATH
    remedy = f"it delivers to {seen.webhook or 'nowhere'}, not to {wanted}: start the bot, and see what it logs"
    findings.say(seen.webhook == wanted, f"Telegram delivers to {wanted}", remedy)
    if seen.last_error:
        print(f"     the last delivery that failed: {seen.last_error}; {seen.waiting} updates wait there")
    return None


async def _database(findings: Findings, database: Database, settings: Settings) -> None:
    async with database.read() as connection:
        if database.sqlite:
            version = str((await connection.exec_driver_sql("SELECT sqlite_version()")).scalar())
            mended = tuple(map(int, version.split("."))) >= MENDED
            remedy = "older than 3.51.3: install the locked requirements, which bring a newer one"
            findings.say(mended, f"SQLite {version}", remedy)
    found = await revision(database)
    remedy = "start the bot once to bring it up to date"
    if found is not None and found > head():
        remedy = "the database is newer: update the program"
    findings.say(found == head(), f"database at revision {found}, program at {head()}", remedy)
    if found != head():
        return  # its tables may be others
    own = False
    if settings.key_file.exists():
        try:
            secrecy = Secrecy(key_from(settings.key_file, may_make=False))
        except WrongKey:
            pass
        else:
            own = await is_own_key(database, secrecy)
            database.unlock(secrecy)
        remedy = "put the right one back from your backup: with this one names and phones cannot be read"
        findings.say(own, "the key is the one this database was written with", remedy)
    kind, wanted = await kind_of(database), "demo" if settings.demo else "real"
    remedy = "choose another DATA_DIR, or set DEMO accordingly"
    findings.say(kind in (None, wanted), f"the database is for {kind or wanted} use", remedy)
    async with database.read() as connection:

        async def count(table: Table, where: ColumnElement[bool]) -> int:
            statement = select(func.count()).select_from(table).where(where)
            return int((await connection.execute(statement)).scalar_one())

        plans = {slug: plan for slug, plan in await connection.execute(select(drives.c.slug, drives.c.plan))}
        findings.say(bool(plans), f"drives: {', '.join(plans) or 'none'}", LOAD)
        for slug, plan in plans.items():
            _plan(findings, slug, plan)
        dead = await count(inbox, inbox.c.state == "dead")
        why = await _why_dead(connection) if dead and own else ""
        findings.say(dead == 0, f"{dead} updates set aside", f"please report it; the last ones:{why}")
        await _aside(findings, connection)
        undelivered = await count(outbox, outbox.c.state == "dead")
        print(f"     {await count(outbox, outbox.c.state == 'queued')} messages waiting, {undelivered} given up")
        print(f"     {await count(contacts, contacts.c.unreachable.is_not(None))} people cannot be reached")


def _plan(findings: Findings, slug: str, source: str) -> None:
    """Whether a plan that was loaded once can still be used, and what it expects that is not carried out."""
    try:
        plan = read_plan(source)
    except PlanFault as fault:
        remedy = f"mend it and load it again: python -m bot plan load FILE\n     {fault}"
        findings.say(False, f"the plan of {slug} cannot be used", remedy)
    else:
        for line in unkept(plan, "en"):
            print(f"     {line}")


async def _aside(findings: Findings, connection: AsyncConnection) -> None:
    """What banks told for accounts of no known drive, account by account."""
    counted = select(tellings.c.account, func.count()).where(tellings.c.state == "aside")
    found = (await connection.execute(counted.group_by(tellings.c.account).order_by(tellings.c.account))).all()
    remedy = "name the account in the plan, or choose the drive with DRIVE; then: python -m bot ledger replay"
    for account, number in found:
        findings.say(False, f"{number} movements on the account {account} belong to no drive", remedy)
    if not found:
        findings.say(True, "every movement that a bank told has its drive", "")


async def _why_dead(connection: AsyncConnection) -> str:
    """When the last updates were set aside, and the error's name: its own words might repeat the person's."""
    newest = select(inbox.c.at, inbox.c.channel, inbox.c.why).where(inbox.c.state == "dead").order_by(inbox.c.at.desc())
    rows = (await connection.execute(newest.limit(5))).all()
    return "".join(
        f"\n       {at:%Y-%m-%d %H:%M} UTC, {channel}: {(why or '?').partition(':')[0]}" for at, channel, why in rows
    )
