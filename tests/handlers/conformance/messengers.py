"""The person's end of each messenger; LINES is all of them."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import unquote

import aiohttp
import msgspec
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar

from bot.app import App
from bot.handlers.telegram.webhook import HEADER
from bot.handlers.terminal import TerminalHandler
from bot.messages import Button
from bot.reports.picture import draw
from tests.handlers.conformance.messenger import TODAY, House, Message, Messenger, until
from tests.handlers.web.world import PNG, key
from tests.telegram_api import markup, updates
from tests.telegram_api.server import BotApi, Call


def visible(marked: str) -> str:
    """What a reader sees of light markup, which must be without a fault."""
    text, faults = markup.read(marked)
    assert not faults, (faults, marked)
    return text


class WebMessenger(Messenger):
    """A page in the browser: a cookie, a WebSocket, messages with keys, repeated until they are confirmed."""

    name = "web"

    def __init__(self, house: House):
        super().__init__(house)
        self.jar: CookieJar | None = None
        self.session: ClientSession
        self.wire: ClientWebSocketResponse
        self.arrived: list[dict[str, Any]] = []
        self.last = self.number = 0
        self.page: dict[int, dict[str, Any]] = {}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.house.port}"

    async def connect(self) -> None:
        self.jar = self.jar or CookieJar(unsafe=True)
        self.session = ClientSession(cookie_jar=self.jar, headers={"Origin": self.origin, "Accept-Language": "vi"})
        async with self.session.get(f"{self.origin}/chat") as page:
            assert page.status == 200
        self.wire = await self.session.ws_connect(f"{self.origin}/chat/ws")
        await self.wire.send_json({"since": self.last})
        self.arrived += [said for said in (await self._frame("hello"))["past"] if "id" in said]

    async def hang_up(self) -> None:
        await self.wire.close()
        await self.session.close()

    async def come(self) -> None:
        await self.write("/start", 1)

    async def write(self, text: str, times: int) -> None:
        await self._say({"text": text}, times)

    async def press(self, button: Button, times: int) -> None:
        await self._say({"button": button.data}, times)

    async def send(self, what: str) -> None:
        data, name = (PNG, "anh.png") if what == "photo" else ("tên,lớp\nAn,5A\n".encode(), "lop.csv")
        async with self.session.post(f"{self.origin}/chat/upload", data=data, headers={"X-File-Name": name}) as answer:
            kept = await answer.json()
        assert kept["photo"] == (what == "photo")
        await self._say({what: kept["ref"]}, 1)

    async def _say(self, said: dict[str, str], times: int) -> None:
        self.number += 1
        for _time in range(times):
            answer = await self._once(said)
            while "ack" not in answer:
                self.told += 1
                assert answer.keys() & {"full", "slow"}, answer
                await asyncio.sleep(answer.get("after", 0.01))
                answer = await self._once(said)

    async def _once(self, said: dict[str, str]) -> dict[str, Any]:
        await self.wire.send_json({"id": key(self.number), **said})
        while True:
            frame = await self._receive()
            if frame.keys() & {"ack", "full", "slow", "error"}:
                return frame

    async def _frame(self, word: str) -> Any:
        while word not in (frame := await self._receive()):
            assert "slow" not in frame, "refused: it would be waited for in vain"
        return frame[word]

    async def _receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(await self.wire.receive_str())
        if "message" in frame:
            self.arrived.append(frame["message"])
        return frame

    async def seen(self) -> list[Message]:
        await self.wire.send_json({"older": 1})
        await self._frame("older")  # everything sent before this answer is here
        arrived, self.arrived = self.arrived, []
        self.last = max([self.last, *(said["id"] for said in arrived)])
        self.last = max([self.last, *(said.get("change", 0) for said in arrived)])
        for said in arrived:
            self.page[said["id"]] = said  # as the page does
        return [await self._shown(said) for said in arrived]

    async def screen(self) -> list[Message]:
        async with self.session.ws_connect(f"{self.origin}/chat/ws") as wire:
            await wire.send_json({"since": 0})
            past = [said for said in (await wire.receive_json())["hello"]["past"] if "id" in said]
        live = list(self.page.values())
        assert [self._gist(said) for said in past] == [self._gist(said) for said in live]
        return [await self._shown(said) for said in past]

    def _gist(self, said: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in said.items() if value and key not in ("at", "changed")}

    async def _shown(self, said: dict[str, Any]) -> Message:
        picture = document = None
        if "document" in said:
            async with self.session.get(self.origin + said["document"]["url"]) as answer:
                assert answer.status == 200
                how, _semicolon, name = answer.headers["Content-Disposition"].partition("; filename*=UTF-8''")
                assert (how, unquote(name)) == ("attachment", said["document"]["name"])
                document = unquote(name), await answer.read()
        if "picture" in said:
            async with self.session.get(self.origin + said["picture"]) as answer:
                assert (answer.status, answer.content_type) == (200, "image/png")
                picture = await answer.read()
        buttons = [Button(each["label"], each["data"]) for each in said.get("buttons", [])]
        return Message(visible(said["text"]), buttons, picture, document)


class TelegramMessenger(Messenger):
    """A person in Telegram, at the stand-in for the Bot API that checks every call."""

    sends = ("photo", "document", "sticker")

    def __init__(self, house: House):
        super().__init__(house)
        self.api = BotApi()
        self.person: int = updates.LAN["id"]
        self.read = self.before = 0

    async def __aenter__(self) -> Messenger:
        await self.api.listen()
        self.house.settings = msgspec.structs.replace(
            self.house.settings, telegram_token=self.api.token, telegram_api_base=self.api.base
        )
        return await super().__aenter__()

    async def __aexit__(self, *why: object) -> None:
        await super().__aexit__(*why)
        await self.api.close()
        assert not self.api.faults, self.api.faults

    def join(self, app: App) -> None:
        self.before = sum(call.method in ("setWebhook", "getUpdates") for call in self.api.calls)

    async def come(self) -> None:
        await self.write("/start", 1)

    async def write(self, text: str, times: int) -> None:
        for start in range(0, len(text), 4096):  # as the clients do
            await self.deliver(updates.text(text[start : start + 4096], self.person), times)

    async def press(self, button: Button, times: int) -> None:
        await self.deliver(updates.press(button.data), times)

    async def send(self, what: str) -> None:
        content: Any = {"file_id": "f1", "file_unique_id": "u1", "file_size": 1000, "width": 90, "height": 90}
        if what == "photo":
            content = [content]
        elif what == "sticker":
            content |= {"type": "regular", "is_animated": False, "is_video": False}
        else:
            content = {"file_id": "f1", "file_unique_id": "u1", "file_name": "lop.csv", "mime_type": "text/csv"}
        await self.deliver(updates.message(**{what: content}), 1)

    async def deliver(self, update: dict[str, Any], times: int) -> None:
        """Telegram gives the bot an update."""
        raise NotImplementedError

    async def seen(self) -> list[Message]:
        told = ("send", "editMessage")
        calls = [call for call in self.api.calls if call.accepted and call.method.startswith(told)]
        fresh, self.read = calls[self.read :], len(calls)
        return [self._shown(call) for call in fresh]

    async def screen(self) -> list[Message]:
        return [self._shown(call) for call in self.api.shown.values()]

    def _shown(self, call: Call) -> Message:
        params = call.params
        assert params["chat_id"] == self.person
        text = visible(params.get("text") or params.get("caption") or params.get("media", {}).get("caption", ""))
        rows = params.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [Button(each["text"], each["callback_data"]) for row in rows for each in row]
        files = {params["media"]["type"]: call.files["file"]} if "file" in call.files else call.files
        return Message(text, buttons, files["photo"][1] if "photo" in files else None, files.get("document"))


class WebhookMessenger(TelegramMessenger):
    """Telegram posts updates, and posts again what is not answered with 200."""

    name = "telegram-webhook"
    settings = {
        "telegram_mode": "webhook",
        "telegram_webhook_url": "https://bot.example.vn/telegram",
        "telegram_webhook_secret": "a-long-random-word",
    }

    async def connect(self) -> None:
        await until(lambda: len(self.api.of("setWebhook")) > self.before)

    async def hang_up(self) -> None:
        self.api.webhook = ""

    async def deliver(self, update: dict[str, Any], times: int) -> None:
        secret = self.api.of("setWebhook")[-1].params["secret_token"]
        url = f"http://127.0.0.1:{self.house.port}/telegram"
        async with aiohttp.ClientSession(headers={HEADER: secret}) as session:
            for _time in range(times):
                while (status := await self._post(session, url, update)) != 200:
                    assert status == 503
                    self.told += 1
                    await asyncio.sleep(0.01)

    async def _post(self, session: ClientSession, url: str, update: dict[str, Any]) -> int:
        async with session.post(url, json=update) as answer:
            return answer.status


class PollingMessenger(TelegramMessenger):
    """The bot fetches updates; the place in the queue moves on only past what is safe."""

    name = "telegram-polling"
    settings = {"telegram_mode": "polling"}

    async def connect(self) -> None:
        await until(lambda: len(self.api.of("getUpdates")) > self.before)

    async def deliver(self, update: dict[str, Any], times: int) -> None:
        refused = self.house.refused
        self.api.push(*[update] * times)
        while self.api.of("getUpdates")[-1].params["offset"] <= update["update_id"]:
            self.told = self.house.refused - refused  # the sign is that its place in the queue stays
            await asyncio.sleep(0.002)


class Screen(io.StringIO):
    """A terminal's screen: each message is written whole."""

    def __init__(self) -> None:
        super().__init__()
        self.printed: list[str] = []

    def write(self, text: str) -> int:
        if text.strip():
            self.printed.append(text)
        return len(text)


class TerminalMessenger(Messenger):
    """The operator's terminal: lines in, plain text out, choices as a list."""

    name = "terminal"
    buttons = False
    edits = False
    repeats = False
    sends = ()
    longest = 100_000

    def __init__(self, house: House):
        super().__init__(house)
        self.display = Screen()
        self.keys: TextIO
        self.lines: TextIO
        self.began = 0
        self.read: list[str] = []

    def join(self, app: App) -> None:
        read, write = os.pipe()
        self.lines, self.keys = os.fdopen(read, encoding="utf-8"), os.fdopen(write, "w", encoding="utf-8")
        self.began = self.house.taken
        pictures = self.house.settings.data_dir / "pictures"
        app.add(TerminalHandler(now=lambda: TODAY, draw=draw, pictures=pictures, lines=self.lines, out=self.display))

    async def connect(self) -> None:
        await until(lambda: self.house.taken > self.began)

    async def hang_up(self) -> None:
        self.keys.close()

    async def come(self) -> None:
        """The terminal has said /start by itself."""

    async def write(self, text: str, times: int) -> None:
        taken = self.house.taken
        self.keys.write(text + "\n")
        self.keys.flush()
        while self.house.taken == taken:
            busy = [said for said in self.display.printed if said.startswith("(busy")]
            self.told = max(self.told, len(busy))
            await asyncio.sleep(0.002)

    async def seen(self) -> list[Message]:
        printed, self.display.printed = self.display.printed, []
        fresh = [said for said in printed if not said.startswith("(busy")]
        self.read += fresh
        return [self._shown(said) for said in fresh]

    async def screen(self) -> list[Message]:
        return [self._shown(said) for said in self.read]

    def _shown(self, said: str) -> Message:
        lines, picture, document = said.rstrip("\n").split("\n"), None, None
        labels: list[str] = []
        if saved := re.fullmatch(r"\[document: (.+)\]", lines[-1]):
            document = Path(saved[1]).name, Path(saved[1]).read_bytes()
            lines.pop()
        if shown := re.fullmatch(r"\[picture: (.+)\]", lines[-1]):
            picture = Path(shown[1]).read_bytes()
            lines.pop()
        if listed := re.fullmatch(r"\[(.+)\]", lines[-1]):
            labels = listed[1].split(" · ")
            lines.pop()
        while choice := re.match(r"\d+\. ", lines[-1]):
            labels.insert(0, lines.pop()[choice.end() :])
        return Message("\n".join(lines), [Button(label, "") for label in labels], picture, document)


MESSENGERS: tuple[type[Messenger], ...] = (WebMessenger, WebhookMessenger, PollingMessenger, TerminalMessenger)
