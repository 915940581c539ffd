"""How calls travel to Telegram: python-telegram-bot's request interface over one aiohttp session."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.handlers.telegram.multipart import multipart
from bot.web.body import NO_JSON

# How long to wait is asked for as a timedelta; without this, every 429 prints a warning about the coming change.
os.environ.setdefault("PTB_TIMEDELTA", "true")

CONNECT: Final = 10.0
USUAL: Final = aiohttp.ClientTimeout(total=25.0, connect=CONNECT)
REFUSALS: Final = (400, 403, 409)
"""What Telegram says of one message or chat; said by anybody else it is about the way there."""
JSON: Final = {"Content-Type": "application/json"}


class Upload(NamedTuple):
    """A file that a call brings along, under the name of its parameter."""

    name: str
    content: bytes
    mime: str


class CallForm:
    """What a call says: its parameters as plain values, and its files. The library only passes it on."""

    __slots__ = ("files", "parameters")

    def __init__(self, parameters: Mapping[str, Any]):
        self.files = {name: value for name, value in parameters.items() if type(value) is Upload}
        self.parameters = parameters

    def written(self) -> tuple[bytes, Mapping[str, str]]:
        """The body and the header that names its type: JSON, or a form where there are files."""
        if not self.files:
            return msgspec.json.encode(self.parameters), JSON
        fields = {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in self.parameters.items()
            if name not in self.files
        }
        body, kind = multipart(fields, self.files)
        return body, {"Content-Type": kind}


class NotReached(NetworkError):
    """No connection came about, so the call has surely had no effect."""

    __slots__ = ()


class Transport(BaseRequest):
    """Sends plain calls as JSON and files as multipart.

    The token stays in here: the library builds its addresses and its log lines with a stand-in for it, and what aiohttp
    says goes on without it.
    """

    __slots__ = ("_proxy", "_session", "_token", "_urls", "base")

    def __init__(self, base: str, token: str):
        self.base, self._token = base.rstrip("/"), token
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}
        self._proxy = _way_out(self.base)

    async def initialize(self) -> None:
        """Opens the session; must run on the loop that is to use it."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=256, ttl_dns_cache=300),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=USUAL,
            proxy=self._proxy,
        )

    async def shutdown(self) -> None:
        """Closes all connections."""
        if self._session is not None:
            await self._session.close()

    @property
    def read_timeout(self) -> float | None:
        """Seconds a call may take."""
        return USUAL.total

    async def call(self, method: str, form: CallForm, patience: Any) -> Any:
        """The result of a call; raises the library's errors. `patience`: seconds, or the library's word for none."""
        request: Any = form  # of the library's own form only what `do_request` reads is needed
        return await self.post(method, request, read_timeout=patience)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call, named by the end of `url`; returns status and body. Of the timeouts only `read_timeout` counts:
        it is for the whole call."""
        name = url.rpartition("/")[2]
        target = self._urls.get(name)
        if target is None:
            target = self._urls[name] = URL(f"{self.base}/bot{self._token}/{name}")
        form: Any = request_data  # a CallForm: `call` gives nothing else
        body, headers = form.written()
        timeout = USUAL
        if read_timeout is not BaseRequest.DEFAULT_NONE:
            timeout = aiohttp.ClientTimeout(total=read_timeout, connect=CONNECT)
        trouble: TelegramError
        try:
            async with self._open.post(
                target, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                payload = await response.read()
                if response.status != 200:
                    payload = payload.replace(self._token.encode(), b"TOKEN")  # some proxies repeat the address
                if response.status not in REFUSALS or _from_telegram(response.status, payload):
                    return response.status, payload
                trouble = NotReached(f"{response.status}, but not by Telegram: a page of somebody between us")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            trouble = self._trouble(error)
        raise trouble  # out here, so that the error that knows the address is not its context

    async def download(self, path: str, limit: int) -> bytes | None:
        """The content of a file on Telegram's server; None if it is longer than `limit` bytes."""
        target = URL(f"{self.base}/file/bot{self._token}/{path}")
        content = bytearray()
        try:
            async with self._open.get(target, timeout=aiohttp.ClientTimeout(120.0, CONNECT)) as response:
                if response.status != 200:
                    trouble: TelegramError = NetworkError(f"the file server answers {response.status}")
                else:
                    async for chunk in response.content.iter_chunked(64 << 10):
                        content += chunk
                        if len(content) > limit:
                            return None
                    return bytes(content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            trouble = self._trouble(error)
        raise trouble

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object a call answered with; what it holds is never logged."""
        try:
            answer = msgspec.json.decode(payload)
        except NO_JSON:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is no JSON object")
        return answer

    @property
    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise NotReached("not connected yet")
        return self._session

    def _trouble(self, error: Exception) -> TelegramError:
        words = f"{type(error).__name__}: {error}".replace(self._token, "TOKEN")[:300]
        if isinstance(
            error,
            (
                aiohttp.ClientConnectorError,
                aiohttp.ConnectionTimeoutError,
                aiohttp.ClientHttpProxyError,
                aiohttp.InvalidURL,
            ),
        ):
            return NotReached(words)
        if isinstance(error, (TimeoutError, asyncio.TimeoutError)):
            return TimedOut(words)
        return NetworkError(words)


def _way_out(base: str) -> str | None:
    """The proxy the environment names for this address; asked once, since aiohttp would ask at each call."""
    address = urlsplit(base)
    host = address.hostname or ""
    if host == "localhost" or re.match(r"127\.|\[?::1", host) or proxy_bypass(host):
        return None
    return getproxies().get(address.scheme)


def _from_telegram(status: int, payload: bytes) -> bool:
    """Whether a refusal is Telegram's own; the library looks at the status alone, so that a block page would pass."""
    try:
        said = msgspec.json.decode(payload)
    except NO_JSON:
        return False
    if not isinstance(said, dict) or said.get("ok") is not False or not isinstance(said.get("description"), str):
        return False
    return status != 403 or said["description"].startswith("Forbidden:")  # so do all that Telegram forbids
