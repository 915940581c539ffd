"""The Telegram handler: hears by polling or webhook and delivers; a Telegram out of reach hinders nothing else."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from aiohttp import web

from bot.delivery.pace import Pace
from bot.handlers.recipes import Draw
from bot.handlers.telegram.insisting import insist
from bot.handlers.telegram.polling import Poller
from bot.handlers.telegram.webhook import PATH, Webhook
from bot.long_lived import lasting
from bot.messages import Abilities, Accept, Failure, Full, Incoming, Outgoing, Passing, Permanent

if TYPE_CHECKING:
    from bot.handlers.telegram.delivery import MessageCalls
    from bot.handlers.telegram.reading import UpdateReader
    from bot.handlers.telegram.wire import Wire

OFFICIAL: Final = "https://api.telegram.org"
PREFIX: Final = "telegram:"
FREE_PACE: Final = 30
"""Messages a second beyond which Telegram wants mailings paid for."""
PATIENCE: Final = 10.0
"""Seconds in which what is under way may still arrive when we stop."""
SIDE_BY_SIDE: Final = 100
"""So many updates Telegram may post at once; all that wait go into one turn."""

log = logging.getLogger(__name__)


class TelegramHandler:
    """One bot. Starting never waits for Telegram, not even for its library, which loads in a thread.

    `draw` makes a recipe for a picture or document into bytes and their media type. `commands` are
    names and descriptions for the menu, by language, the first language being everybody else's. The webhook's secret,
    if none is given, follows from the token.
    """

    channel = "telegram"
    abilities = Abilities(buttons=True, pictures=True, documents=True, edit=True, longest=4096)

    def __init__(
        self,
        token: str,
        pace: Pace,
        draw: Draw,
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
        self._url = webhook_url.rstrip("/").removesuffix(PATH) + PATH
        self._secret = webhook_secret or hmac.digest(token.encode(), b"webhook", "sha256").hex()
        self._accept: Accept | None = None
        self._webhook = Webhook(self._secret, self._read, self._take, self._thanks)
        self._wire: Wire | None = None
        self._reader: UpdateReader | None = None
        self._delivery: MessageCalls | None = None
        self._opened = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._thanking: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._landed = asyncio.Event()
        self._stopped = False

    async def start(self, accept: Accept) -> None:
        """Begins to hear, as soon as Telegram can be reached."""
        self._accept = accept
        self._life = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Hears no more, lets what is under way arrive, and closes the wire; what comes later stays in the outbox."""
        self._stopped = True
        hearing = [task for task in (self._life, *self._thanking) if task is not None]
        for task in hearing:
            task.cancel()
        await asyncio.gather(*hearing, return_exceptions=True)
        if self._under_way:
            self._landed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._landed.wait(), PATIENCE)
        if self._wire is not None:
            await self._wire.close()

    async def deliver(self, message: Outgoing) -> str:
        """Carries a message out; returns Telegram's id of it (of the last, if it took several)."""
        return await self._carry(lambda delivery: delivery.deliver(message))

    async def edit(self, message: Outgoing, earlier: Outgoing, provider_id: str) -> str:
        """Changes a message that is there, or carries a new one out; returns Telegram's id of what shows it now."""
        return await self._carry(lambda delivery: delivery.edit(message, earlier, provider_id))

    async def _carry(self, how: Callable[[MessageCalls], Awaitable[str]]) -> str:
        if self._delivery is None:
            await self._opened.wait()
        delivery = self._delivery
        if delivery is None or self._stopped:
            raise Passing("Telegram is being stopped, or its library cannot be loaded", everyone=True)
        self._under_way += 1
        try:
            return await how(delivery)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._landed.set()

    async def fetch(self, ref: str, limit_bytes: int) -> bytes:
        """The content of a picture or document somebody sent here; raises Permanent if it is longer than the limit."""
        await self._opened.wait()
        if self._wire is None or not ref.startswith(PREFIX):
            raise Permanent("this file is not on Telegram, or Telegram is not there")
        return await self._wire.download(ref.removeprefix(PREFIX), limit_bytes)

    def link(self, payload: str) -> str | None:
        """The address that opens a chat with "/start payload"; None as long as Telegram has not told our name."""
        if self._reader is None or not self._reader.username:
            return None
        return f"https://t.me/{self._reader.username}?start={payload}"

    def routes(self) -> list[web.RouteDef]:
        """What the web server should serve for us."""
        return [web.post(PATH, self.webhook)] if self._mode == "webhook" else []

    async def webhook(self, request: web.Request) -> web.Response:
        """Takes what Telegram posts; before we know our own name, Telegram should come again."""
        if self._reader is None or not self._reader.username:
            return web.Response(status=503, headers={"Retry-After": "1"})
        return await self._webhook.receive(request)

    async def _live(self) -> None:
        try:
            wire, reader = await self._open()
            [me] = await insist(wire, "getMe", {})
            reader.username = me.get("username", "")
            async with asyncio.TaskGroup() as group:
                group.create_task(self._publish(wire))
                group.create_task(self._listen(wire, reader))
        except Exception:
            log.exception("Telegram is switched off until the next start; everything else goes on")
        finally:
            self._opened.set()

    async def _open(self) -> tuple[Wire, UpdateReader]:
        kinds = await asyncio.to_thread(_load)
        wire, reader = kinds[0](self._base, self._token, self._pace), kinds[1](self.channel)
        await wire.open()
        self._wire, self._reader = wire, reader
        self._delivery = kinds[2](wire, self._draw, paid=self._pace.per_second > FREE_PACE)
        self._opened.set()
        return wire, reader

    async def _listen(self, wire: Wire, reader: UpdateReader) -> None:
        from bot.handlers.telegram.reading import HEARD

        if self._mode == "polling":
            await insist(wire, "deleteWebhook", {})
            await Poller(wire, reader.read, self._take_and_thank, HEARD).run()
        params = {"url": self._url, "secret_token": self._secret, "allowed_updates": list(HEARD)}
        await insist(wire, "setWebhook", params | {"max_connections": SIDE_BY_SIDE})

    async def _publish(self, wire: Wire) -> None:
        menus: list[dict[str, Any]] = []
        for language, commands in self._commands.items():
            menu = {"commands": [{"command": name, "description": what} for name, what in commands]}
            menus += [menu, menu | {"language_code": language}] if not menus else [menu | {"language_code": language}]
        await insist(wire, "setMyCommands", *menus)

    def _read(self, raw: Any) -> Incoming | None:
        assert self._reader is not None
        return self._reader.read(raw)

    async def _take(self, update: Incoming) -> None:
        if self._accept is None:
            raise Full
        await self._accept(update)

    async def _take_and_thank(self, update: Incoming) -> None:
        await self._take(update)
        if "callback" in update.about:
            task = asyncio.create_task(self._thank(update.about["callback"]))
            self._thanking.add(task)
            task.add_done_callback(self._thanking.discard)

    async def _thank(self, callback: str) -> None:
        """Lets the pressed button come to rest; a failure matters to nobody, for it does so by itself in time."""
        assert self._wire is not None
        try:
            await self._wire.call("answerCallbackQuery", {"callback_query_id": callback})
        except Failure as failure:
            log.debug("a button was not told that it was heard: %s", failure)

    def _thanks(self, update: Incoming) -> bytes | None:
        """The same call as the webhook's answer, which costs no request of its own."""
        if "callback" not in update.about or self._pace.held:
            return None
        return msgspec.json.encode({"method": "answerCallbackQuery", "callback_query_id": update.about["callback"]})


def _load() -> tuple[type[Wire], type[UpdateReader], type[MessageCalls]]:
    """Imports Telegram's library: about a tenth of a second and 20 MB, only spent where Telegram is switched on."""
    with lasting():
        from bot.handlers.telegram.delivery import MessageCalls
        from bot.handlers.telegram.reading import UpdateReader
        from bot.handlers.telegram.wire import Wire

    return Wire, UpdateReader, MessageCalls
