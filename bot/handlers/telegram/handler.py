"""The Telegram handler: hears by polling or webhook, delivers over the wire; a dead Telegram hinders nothing else."""

from __future__ import annotations

import asyncio
import hmac
import importlib
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from aiohttp import web

from bot.handlers.telegram.polling import Poller
from bot.handlers.telegram.webhook import PATH, Webhook
from bot.handlers.telegram.writing import FIELD, Letter, letters
from bot.messages import Abilities, Accept, Failure, Full, Incoming, Lane, Outgoing, Passing, Permanent
from bot.pace import Pace

if TYPE_CHECKING:
    from bot.handlers.telegram.reading import Reader
    from bot.handlers.telegram.wire import Wire

OFFICIAL: Final = "https://api.telegram.org"
FREE_PACE: Final = 30
"""Messages a second beyond which Telegram wants mailings paid for."""
UPLOADING: Final = 120.0
REUSE: Final = 600.0
"""Seconds for which a mailing's picture, once uploaded, is sent again by its id."""
KEPT: Final = 64
PREFIX: Final = "telegram:"

log = logging.getLogger(__name__)


class TelegramHandler:
    """One bot. `draw` turns a recipe for a picture or document into bytes and a file name; it runs in a thread.

    `commands` are the names and descriptions for the menu by language, the first language being for everybody else.
    The webhook's secret, if none is given, follows from the token.
    """

    channel = "telegram"
    abilities = Abilities(buttons=True, pictures=True, documents=True, edit=False, longest=4096)

    def __init__(
        self,
        token: str,
        pace: Pace,
        draw: Callable[[dict[str, Any]], tuple[bytes, str]],
        commands: Mapping[str, Sequence[tuple[str, str]]],
        *,
        base: str = OFFICIAL,
        mode: Literal["polling", "webhook"] = "polling",
        webhook_url: str = "",
        webhook_secret: str = "",
    ):
        if mode == "webhook" and not webhook_url:
            raise ValueError("TELEGRAM_MODE is webhook, so TELEGRAM_WEBHOOK_URL must say where Telegram finds us")
        self._token, self._base, self._mode = token, base, mode
        self._pace, self._draw, self._commands = pace, draw, commands
        self._paid = pace.per_second > FREE_PACE
        self._url = webhook_url.rstrip("/").removesuffix(PATH) + PATH
        self._secret = webhook_secret or hmac.digest(token.encode(), b"webhook", "sha256").hex()
        self._accept: Accept | None = None
        self._wire: Wire | None = None
        self._reader: Reader | None = None
        self._opened = asyncio.Event()
        self._living: asyncio.Task[None] | None = None
        self._thanking: set[asyncio.Task[None]] = set()
        self._through: OrderedDict[int, int] = OrderedDict()  # of deliveries that stopped half-way: how many calls
        self._uploaded: OrderedDict[bytes, tuple[float, str]] = OrderedDict()
