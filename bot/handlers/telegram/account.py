"""What Telegram itself says of our bot: whether it knows the token, and whether it can call us."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import msgspec
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.utils.token import TokenValidationError

PATIENCE: Final = 10
"""Seconds for each question."""


class BotAccount(msgspec.Struct, frozen=True):
    """What was found out. `fault` says in a few words why nothing could be; it never holds the token."""

    name: str = ""
    fault: str = ""
    refused: bool = False  # whether the token itself is at fault
    webhook: str = ""  # where Telegram delivers; nowhere: it waits to be asked
    waiting: int = 0  # updates that Telegram keeps for us
    last_error: str = ""  # the last delivery that failed, with its moment


async def account(token: str, base: str) -> BotAccount:
    """Asks Telegram, or another Bot API server; raises nothing that a wrong token or a dead network can cause."""
    try:
        session = AiohttpSession(api=TelegramAPIServer.from_base(base), timeout=PATIENCE)
        bot = Bot(token, session=session)
    except TokenValidationError:
        return BotAccount(fault="it does not look like a token", refused=True)
    try:
        me = await bot.get_me()
        hook = await bot.get_webhook_info()
    except TelegramUnauthorizedError:
        return BotAccount(fault="Telegram does not know it", refused=True)
    except (AiogramError, OSError, TimeoutError) as error:
        [why, *_more] = f"{type(error).__name__}: {error}".replace(token, "TOKEN").splitlines()
        return BotAccount(fault=why[:200])
    finally:
        await session.close()
    failed = ""
    if hook.last_error_date is not None:
        at = hook.last_error_date
        when = at if isinstance(at, datetime) else datetime.fromtimestamp(float(str(at)), UTC)
        failed = f"{when:%Y-%m-%d %H:%M} UTC, {hook.last_error_message or 'no reason given'}"
    return BotAccount(me.username or "", "", False, hook.url, hook.pending_update_count, failed)
