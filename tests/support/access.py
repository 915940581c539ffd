"""Whether a page serves a keyboard, a screen reader and weak eyes, as far as axe-core can tell."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from playwright.async_api import Page

RUN: Final = """async () => (await axe.run()).violations.map(({id, help, nodes}) =>
    [`${id}: ${help}`, ...nodes.map(({html, failureSummary}) => `  ${html} ${failureSummary}`)].join("\\n"))"""


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


async def check_access(page: Page) -> None:
    """Fails with what axe-core finds wrong on the page as it is now; it cannot look where scripts are switched off."""
    await page.evaluate(_axe())
    assert await page.evaluate(RUN) == []
