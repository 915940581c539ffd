"""A running web messenger, and visitors to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Page

from tests.browser import open_browser, watch
from tests.handlers.web.world import Visitor, World

Open = Callable[..., Awaitable[tuple[World, Callable[[], Awaitable[Visitor]]]]]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Open]:
    """Opens a world with settings; gives it and a way to make visitors."""
    async with AsyncExitStack() as stack:

        async def make(**settings: Any) -> tuple[World, Callable[[], Awaitable[Visitor]]]:
            world = World(tmp_path / "files", **settings)
            server = TestServer(world.app())
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
async def web(opened: Open) -> tuple[World, Visitor, Visitor]:
    """A world with the ordinary settings and two visitors."""
    world, visitor = await opened()
    return world, await visitor(), await visitor()


@pytest.fixture
async def browse(opened: Open) -> AsyncIterator[Callable[..., Awaitable[tuple[World, Page]]]]:
    """Opens a world and a phone's page on it; afterwards nothing may have gone wrong on any page."""
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(open_browser())

        async def make(answer: Any = None, screen: dict[str, Any] | None = None, **settings: Any) -> tuple[World, Page]:
            world, visitor = await opened(**settings)
            world.answer = answer and partial(answer, world)
            base = (await visitor()).origin
            phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
            context = await browser.new_context(base_url=base, locale="vi-VN", **(phone if screen is None else screen))
            context.set_default_timeout(8000)
            troubles = watch(context)
            stack.callback(lambda: check(troubles))
            return world, await context.new_page()

        yield make


def check(troubles: list[str]) -> None:
    assert not troubles, troubles
