"""`doctor`: whether all is well, in a few lines, each with what to do if not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.commands.condition import condition
from bot.commands.findings import Findings
from bot.commands.surroundings import RESTORE, look_around
from bot.settings import Settings
from bot.storage.database import Database


async def doctor(settings: Settings) -> int:
    """Prints the findings; the exit code is how many need doing."""
    findings, database = Findings(), Database(settings.database)
    file = Path(database.url.database) if database.sqlite and database.url.database else None
    if not look_around(findings, settings, file):
        return findings.needs
    if settings.telegram_token:
        await _telegram(findings, settings)
    try:
        await condition(findings, database, settings)
    except DBAPIError as trouble:
        said = str(trouble.orig).strip().splitlines()[0]
        findings.say(False, f"the database cannot be read: {said}", _remedy(database, trouble))
    finally:
        await database.close()
    return findings.needs


def _remedy(database: Database, trouble: DBAPIError) -> str:
    if not database.sqlite:
        return "see that PostgreSQL runs and can be reached from here, and what DATABASE_URL says"
    if "locked" in str(trouble.orig):
        return "another program holds it: try again in a moment"
    return f"move it away and {RESTORE}"


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
        findings.note(f"the last delivery that failed: {seen.last_error}; {seen.waiting} updates wait there")
    return None
