"""A local stand-in for Telegram's Bot API: checks every call, keeps it, and answers or fails as it is told."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.telegram_api import schema

NAME = "song_test_bot"
EDITS = {"editMessageText": "sendMessage", "editMessageCaption": "", "editMessageMedia": ""}
"""What changes a message, and what would make one as it is then; empty: as it was made."""


@dataclass
class Call:
    """One call that reached the server."""

    at: float
    method: str
    params: dict[str, Any]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    accepted: bool = True  # whether it had its effect


@dataclass
class Trouble:
    """What is to happen to calls instead of the ordinary answer."""

    code: int = 0
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    drop: str = ""  # "before" or "after" the call had its effect: the connection is cut without an answer
    wait: float = 0.0
    body: bytes | None = None  # answered as it is, with `status`
    status: int = 200
    times: int = 1
    method: str = ""  # empty: any but getUpdates
    chat: int | None = None

    def meets(self, call: Call) -> bool:
        right = call.method == self.method if self.method else call.method != "getUpdates"
        return self.times > 0 and right and self.chat in (None, call.params.get("chat_id"))


TOKEN = "900000:stand-in_for-tests"


class BotApi:
    """Use as `async with BotApi() as api`; on leaving, calls that break the schema are an error."""

    def __init__(self, token: str = TOKEN, check: bool = True, keep: bool = True):
        self.token, self.check, self.keep = token, check, keep
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self.troubles: list[Trouble] = []
        self.files: dict[str, bytes] = {}  # file_path -> content; the file_id is the path
        self.shown: dict[tuple[Any, int], Call] = {}  # (chat, message) -> what made it as it is now; only with `keep`
        self.closed: set[tuple[Any, Any]] = set()  # (chat, topic) in which nobody may write; None: the chat's General
        self.updates: list[dict[str, Any]] = []
        self.webhook = ""
        self.base = ""
        self.polled = asyncio.Event()  # set whenever getUpdates is called
        self._news = asyncio.Event()
        self._number = itertools.count(1)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        await self.close()
        if error is None:
            assert not self.faults, self.faults

    async def listen(self, port: int = 0) -> None:
        """Starts to listen on the loopback; `base` is the address."""
        app = web.Application(client_max_size=60 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def trouble(self, *args: Any, **what: Any) -> Trouble:
        """The next call, or the next of a method or chat, fails so."""
        trouble = Trouble(*args, **what)
        self.troubles.append(trouble)
        return trouble

    def push(self, *updates: dict[str, Any]) -> None:
        """Updates to be fetched with getUpdates."""
        self.updates += updates
        self._news.set()

    def of(self, method: str) -> list[Call]:
        """The calls of a method that had their effect."""
        return [call for call in self.calls if call.method == method and call.accepted]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _refusal(401, "Unauthorized")
        params, files = await _parameters(request, method)
        call = Call(asyncio.get_running_loop().time(), method, params, files)
        if self.keep:
            self.calls.append(call)
        if self.check:
            self.faults += schema.faults(method, params, files)
        for trouble in self.troubles:
            if trouble.meets(call):
                trouble.times -= 1
                return await self._spoil(request, call, trouble)
        return await self._result(call)

    async def _spoil(self, request: web.Request, call: Call, trouble: Trouble) -> web.StreamResponse:
        if trouble.wait:
            await asyncio.sleep(trouble.wait)
        if trouble.code:
            call.accepted = False
            return _refusal(trouble.code, trouble.description, trouble.parameters)
        if trouble.drop:
            call.accepted = trouble.drop == "after"
            assert request.transport is not None
            request.transport.abort()
        if trouble.body is not None:
            call.accepted = trouble.status == 200
            return web.Response(status=trouble.status, body=trouble.body, content_type="application/json")
        return await self._result(call)

    async def _result(self, call: Call) -> web.Response:
        method, params = call.method, call.params
        result: Any = True
        if method == "getMe":
            result = {"id": 900000, "is_bot": True, "first_name": "Song", "username": NAME}
        elif method == "getUpdates":
            if self.webhook:
                return _refusal(409, "Conflict: can't use getUpdates method while webhook is active")
            result = await self._updates(params)
        elif method in ("setWebhook", "deleteWebhook"):
            self.webhook = params.get("url", "")
        elif method == "getWebhookInfo":
            result = {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}
        elif method == "getFile":
            path = params["file_id"]
            if path not in self.files:
                return _refusal(400, "Bad Request: invalid file_id")
            result = {"file_id": path, "file_unique_id": "u", "file_path": path, "file_size": len(self.files[path])}
        elif method.startswith("send"):
            if (params["chat_id"], params.get("message_thread_id")) in self.closed:
                call.accepted = False
                return _refusal(400, "Bad Request: TOPIC_CLOSED")
            number = next(self._number)
            result = {"message_id": number, "date": 1767225600, "chat": {"id": params["chat_id"], "type": "private"}}
            if method == "sendPhoto":
                result["photo"] = [{"file_id": f"small{number}"}, {"file_id": f"photo{number}"}]
            elif method == "sendDocument":
                result["document"] = {"file_id": f"document{number}"}
            else:
                result["text"] = params["text"]
            if self.keep:
                self.shown[params["chat_id"], number] = call
        elif method in EDITS:
            wrong = self._edit(call)
            if wrong:
                call.accepted = False
                return _refusal(400, f"Bad Request: {wrong}")
            chat = {"id": params["chat_id"], "type": "private"}
            result = {"message_id": params["message_id"], "date": 1767225600, "chat": chat}
        return web.json_response({"ok": True, "result": result})

    def _edit(self, call: Call) -> str:
        """Changes what is shown; what Telegram says where that cannot be."""
        params, place = call.params, (call.params["chat_id"], call.params["message_id"])
        shown = self.shown.get(place)
        if shown is None:
            return "message to edit not found"
        if call.method == "editMessageText" and shown.method != "sendMessage":
            return "there is no text in the message to edit"
        if call.method == "editMessageCaption" and shown.method == "sendMessage":
            return "there is no caption in the message to edit"
        kind = EDITS[call.method] or shown.method
        files, now = shown.files, {name: value for name, value in params.items() if name != "message_id"}
        if "media" in params:
            media = now.pop("media")
            kind = f"send{media['type'].capitalize()}"
            now |= {name: media[name] for name in ("caption", "parse_mode") if name in media}
            files = {media["type"]: call.files[media["media"].removeprefix("attach://")]} if call.files else {}
            if not call.files:
                now[media["type"]] = media["media"]
        else:
            now |= {name: shown.params[name] for name in ("photo", "document") if name in shown.params}
        if (kind, now, files) == (shown.method, shown.params, shown.files):
            return "message is not modified: specified new message content and reply markup are exactly the same"
        self.shown[place] = Call(call.at, kind, now, files)
        return ""

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        offset, until = params.get("offset", 0), params.get("timeout", 0)
        self.updates = [u for u in self.updates if not isinstance(u.get("update_id"), int) or u["update_id"] >= offset]
        self.polled.set()
        if not self.updates and until:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), until)
            except TimeoutError:
                return []
        return self.updates[: params.get("limit", 100)]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        content = self.files.get(request.match_info["path"])
        if request.match_info["token"] != self.token or content is None:
            return _refusal(404, "Not Found")
        response = web.StreamResponse()  # chunked: the size is not announced
        await response.prepare(request)
        for start in range(0, len(content), 64 << 10):
            await response.write(content[start : start + (64 << 10)])
        return response


def _refusal(code: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


async def _parameters(request: web.Request, method: str) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    if request.content_type == "application/json":
        return await request.json(), {}
    form, files = {}, {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            form[name] = str(value)
    return schema.from_form(method, form), files
