"""A real browser for tests: Chromium, driven by Playwright, where one is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, async_playwright, expect

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60_000
"""Milliseconds until something that should be seen on a page has failed, on however busy a machine."""


def chromium() -> str | None:
    """Where Chromium is: CHROMIUM in the environment, or its usual names."""
    for name in (os.environ.get("CHROMIUM"), "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Starts Chromium; skips the test, saying why, where there is none."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found: install the package chromium, or name it in the variable CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            await browser.close()


def watch(context: BrowserContext) -> list[str]:
    """Collects what goes wrong on a context's pages: script errors, refused styles and scripts."""
    troubles: list[str] = []

    def said(message: ConsoleMessage) -> None:
        # A line that breaks is what some tests are about; the browser writes it to the console by itself.
        if message.type in ("error", "warning") and not any(
            usual in message.text for usual in ("WebSocket connection", "ERR_INTERNET_DISCONNECTED", "status of 4")
        ):
            troubles.append(message.text)

    context.on("console", said)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    return troubles
