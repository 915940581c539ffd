"""Telegram gets its 200 only after the commit, and everybody else gets nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.delivery.pace import Pace
from bot.handlers.telegram.handler import TelegramHandler
from bot.handlers.telegram.webhook import HEADER, LARGEST
from bot.messages import Full, Incoming
from tests.handlers.telegram.telegram_world import Turn, draw, telegram, until
from tests.support.jumping import jumping
from tests.telegram_api import schema
from tests.telegram_api.server import BotApi
from tests.telegram_api.updates import member, press, text, update

URL = "https://bot.example.vn/telegram"
Post = Callable[..., Awaitable[tuple[int, bytes]]]


class World:
    def __init__(self, api: BotApi, turn: Turn, handler: TelegramHandler, pace: Pace, post: Post):
        self.api, self.turn, self.handler, self.pace, self.post = api, turn, handler, pace, post


@asynccontextmanager
async def webhook(ready: bool = True, **more: Any) -> AsyncIterator[World]:
    """A started handler behind a web server; `post` posts as Telegram does, with the secret that was set."""
    turn = Turn()
    pace = Pace(30, now=asyncio.get_running_loop().time)
    settings = {"mode": "webhook", "webhook_url": URL} | more
    async with BotApi() as api, telegram(api, turn, pace=pace, **settings) as handler:
        if ready:
            await until(lambda: api.of("setWebhook"))
        app = web.Application(client_max_size=50 << 20)
        app.add_routes(handler.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        async with aiohttp.ClientSession() as session:

            async def post(body: Any, secret: str | None = None, **how: Any) -> tuple[int, bytes]:
                if secret is None and api.of("setWebhook"):
                    secret = api.of("setWebhook")[-1].params["secret_token"]
                headers = {} if secret is None else {HEADER: secret}
                data = body if isinstance(body, bytes) or hasattr(body, "__aiter__") else json.dumps(body).encode()
                async with session.post(address, data=data, headers=headers, **how) as response:
                    return response.status, await response.read()

            yield World(api, turn, handler, pace, post)
        await runner.cleanup()


def run(story: Callable[[World], Awaitable[None]], **more: Any) -> None:
    async def main() -> None:
        async with webhook(**more) as world:
            await story(world)

    jumping(main())


def test_telegram_is_told_where_to_post_and_what() -> None:
    async def story(world: World) -> None:
        params = world.api.of("setWebhook")[0].params
        assert params["url"] == URL
        assert params["allowed_updates"] == ["message", "callback_query", "my_chat_member", "edited_message"]
        assert len(params["secret_token"]) == 64
        assert not world.api.of("getUpdates")

    run(story)
    run(story, webhook_url="https://bot.example.vn/")


def test_a_secret_of_ones_own_is_used() -> None:
    async def story(world: World) -> None:
        assert world.api.of("setWebhook")[0].params["secret_token"] == "my-own_secret"
        assert (await world.post(text("hello")))[0] == 200

    run(story, webhook_secret="my-own_secret")


def test_200_comes_only_after_the_commit() -> None:
    async def story(world: World) -> None:
        commit = asyncio.Event()

        async def slow(update: Incoming) -> None:
            await commit.wait()

        world.turn.before = slow
        answer = asyncio.ensure_future(world.post(text("hello")))
        await asyncio.sleep(60)
        assert world.turn.tried
        assert not answer.done()
        commit.set()
        assert await answer == (200, b"")
        assert world.turn.words() == ["hello"]

    run(story)


@pytest.mark.parametrize("secret", ["", "wrong", "ư", "0" * 64])
def test_a_wrong_secret_is_turned_away_unread(secret: str) -> None:
    async def story(world: World) -> None:
        assert (await world.post(text("hello"), secret))[0] == 403
        assert not world.turn.tried

    run(story)


def test_a_full_queue_means_come_again() -> None:
    async def story(world: World) -> None:
        def full(update: Incoming) -> None:
            if len(world.turn.tried) == 1:
                raise Full

        world.turn.before = full
        assert (await world.post(text("hello")))[0] == 503
        assert (await world.post(text("hello")))[0] == 200

    run(story)


def test_a_turn_that_fails_means_come_again(caplog: pytest.LogCaptureFixture) -> None:
    async def story(world: World) -> None:
        def broken(update: Incoming) -> None:
            raise OSError("database is away")

        world.turn.before = broken
        assert (await world.post(text("my secret")))[0] == 503

    run(story)
    assert "cannot be taken in" in caplog.text
    assert "my secret" not in caplog.text


@pytest.mark.parametrize("body", [b"", b"{", b"hello", b"\xff\xfe", b'{"update_id": 1'])
def test_what_is_no_json_is_a_bad_request(body: bytes) -> None:
    async def story(world: World) -> None:
        assert (await world.post(body))[0] == 400

    run(story)


def test_poison_is_acknowledged_so_that_it_does_not_come_for_a_day() -> None:
    async def story(world: World) -> None:
        for poison in (member("left", "levitating"), update("message", {"chat": 1}), [1, 2], 3, None, {}, "x"):
            assert (await world.post(poison))[0] == 200
        assert not world.turn.tried
        assert (await world.post(text("hello")))[0] == 200

    run(story)


def test_a_body_over_a_megabyte_is_refused_however_it_is_sent() -> None:
    async def story(world: World) -> None:
        async def stream() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield b" " * (LARGEST // 10)

        assert (await world.post(text("x" * LARGEST)))[0] == 413
        assert (await world.post(stream()))[0] == 413
        assert (await world.post(json.dumps(text("x" * (LARGEST - 1000))).encode()))[0] == 200

    run(story)


def test_a_pressed_button_is_thanked_in_the_answer_itself() -> None:
    async def story(world: World) -> None:
        status, body = await world.post(press("1.2.0", query="q7"))
        call = json.loads(body)
        assert (status, call) == (200, {"method": "answerCallbackQuery", "callback_query_id": "q7"})
        assert schema.faults(call.pop("method"), call) == []
        world.pace.hold(10)
        assert await world.post(press("1.2.0", query="q8")) == (200, b"")
        assert not world.api.of("answerCallbackQuery")

    run(story)


def test_before_our_own_name_is_known_telegram_should_come_again() -> None:
    async def main() -> None:
        async with webhook(ready=False, base="http://127.0.0.1:9") as world:
            assert (await world.post(text("hello"), "any"))[0] == 503
            assert not world.turn.tried

    jumping(main())


def test_a_refused_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        async with BotApi() as api:
            api.trouble(400, "Bad Request: bad webhook: HTTPS url must be provided", method="setWebhook")
            async with telegram(api, mode="webhook", webhook_url="http://bot.example.vn"):
                await until(lambda: "https url must be provided" in caplog.text)

    jumping(main())


def test_webhook_mode_without_an_address_is_refused_at_the_start() -> None:
    async def main() -> None:
        with pytest.raises(ValueError, match="TELEGRAM_WEBHOOK_URL"):
            TelegramHandler("1:x", Pace(30), draw, {}, mode="webhook")

    jumping(main())


def test_importing_the_handler_imports_neither_library() -> None:
    import subprocess
    import sys

    code = "import sys, bot.handlers.telegram.handler; print([m for m in ('aiogram', 'telegram') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
