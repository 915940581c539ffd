"""A running web messenger, visitors to it, and a browser that opens its page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from aiohttp.web import BaseRunner
from playwright.async_api import Browser, Page

from tests.handlers.web.world import Browse, Open, Visitor, World
from tests.support.browser import open_browser, watch


class Served(TestServer):
    """As it is served for real: aiohttp's own test server stops what it does for a visitor who is gone."""

    async def _make_runner(self, **how: Any) -> BaseRunner:
        return await super()._make_runner(**{**how, "handler_cancellation": False})


@asynccontextmanager
async def worlds(files: Path) -> AsyncIterator[Open]:
    """Opens worlds with settings; gives each and a way to make visitors."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> tuple[World, Callable[[], Awaitable[Visitor]]]:
            world = World(files, **settings)
            server = Served(world.app())
            await server.start_server()
            stack.push_async_callback(server.close)

            async def visitor() -> Visitor:
                made = Visitor(server)
                await made.client.start_server()
                stack.push_async_callback(made.client.session.close)
                return made

            return world, visitor

        yield make


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Open]:
    """A way to open a world with settings of one's own."""
    async with worlds(tmp_path / "files") as make:
        yield make


@pytest.fixture
async def web(opened: Open) -> tuple[World, Visitor, Visitor]:
    """A world with the ordinary settings and two visitors."""
    world, visitor = await opened()
    return world, await visitor(), await visitor()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of a module."""
    async with open_browser() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def browse(browser: Browser, tmp_path: Path) -> AsyncIterator[Browse]:
    """Opens a world and a phone's page on it; afterwards nothing may have gone wrong on any page."""
    async with worlds(tmp_path / "files") as opened, AsyncExitStack() as stack:

        async def make(answer: Any = None, screen: dict[str, Any] | None = None, **settings: Any) -> tuple[World, Page]:
            world, visitor = await opened(**settings)
            world.answer = answer and partial(answer, world)
            base = (await visitor()).origin
            phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
            context = await browser.new_context(base_url=base, locale="vi-VN", **(phone if screen is None else screen))
            troubles = watch(context)
            stack.push_async_callback(context.close)
            stack.callback(lambda: check(troubles))
            return world, await context.new_page()

        yield make


def check(troubles: list[str]) -> None:
    assert not troubles, troubles
