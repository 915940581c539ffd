"""The wire to Telegram: calls by name with plain values, and our own failures instead of the library's errors."""

from __future__ import annotations

import logging
from typing import Any, Final

from telegram.error import TelegramError
from telegram.request import BaseRequest

from bot.delivery.pace import Pace
from bot.handlers.telegram.failures import UNCHANGED, TokenRefused, failure_of
from bot.handlers.telegram.limiter import CallGuard, Ticket
from bot.handlers.telegram.transport import CallForm, Transport
from bot.messages import Failure, Passing, Permanent

DOUBTFUL: Final = 3
"""A single lost answer is an accident; so many in a row mean that Telegram is out of reach."""

log = logging.getLogger(__name__)


class Wire:
    """One bot's connection; says once when Telegram cannot be reached, and once when it can be again."""

    def __init__(self, base: str, token: str, pace: Pace):
        self._transport = Transport(base, token)
        self._guard = CallGuard(pace)
        self._failures = 0  # in a row
        self._lost = False
        # When told to tell everything, the library writes what people say into the log.
        logging.getLogger("telegram").setLevel(logging.WARNING)

    async def open(self) -> None:
        """Opens the session; nothing is called yet."""
        await self._transport.initialize()

    async def close(self) -> None:
        """Closes all connections."""
        await self._transport.shutdown()

    async def call(
        self, method: str, params: dict[str, Any], ticket: Ticket | None = None, patience: float | None = None
    ) -> Any:
        """The result of a call; raises a Failure. `patience`: seconds it may take, if not the usual 25."""
        timeout = BaseRequest.DEFAULT_NONE if patience is None else patience
        try:
            form = CallForm(params)
            result = await self._guard.process_request(
                self._transport.call, (method, form, timeout), {}, method, params, ticket
            )
        except TelegramError as error:
            failure = failure_of(error, silent=self._guard.silent)
            if isinstance(failure, Permanent) and UNCHANGED in str(failure).lower():
                return True
            self._note(failure)
        except (KeyError, TypeError):
            failure = Passing("the answer holds no result", unknown=True)
        else:
            self._failures = 0
            if self._lost:
                self._lost = False
                log.warning("Telegram can be reached again")
            return result
        raise failure

    async def download(self, file_id: str, limit: int) -> bytes:
        """The content of a file somebody sent; raises Permanent if it is longer than `limit` bytes."""
        file = await self.call("getFile", {"file_id": file_id})
        path = file.get("file_path", "")
        if not path or path.startswith("/"):
            raise Permanent("the Bot API server gives no address for the file (is it run with --local?)")
        content = None
        if file.get("file_size", 0) <= limit:
            try:
                content = await self._transport.download(path, limit)
            except TelegramError as error:
                raise failure_of(error) from None
        if content is None:
            raise Permanent(f"the file is larger than {limit} bytes")
        return content

    def _note(self, failure: Failure) -> None:
        if not isinstance(failure, Passing) or (failure.after is not None and not isinstance(failure, TokenRefused)):
            return  # Telegram itself has answered
        self._failures += 1
        if self._lost or (failure.unknown and self._failures < DOUBTFUL):
            return
        self._lost = True
        if isinstance(failure, TokenRefused):
            log.error("Telegram refuses the token: check TELEGRAM_TOKEN; everything else goes on")
        else:
            log.warning("Telegram cannot be reached (%s); everything else goes on", failure)
