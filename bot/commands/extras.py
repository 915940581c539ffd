"""What is switched on and needs libraries that a plain installation leaves out: refused at the start."""

from __future__ import annotations

from typing import Final

from bot.bank.bills.engine import installed
from bot.commands.findings import Findings
from bot.settings import Settings

INSTALL: Final = "make bills"


class ExtraMissing(Exception):
    """A setting asks for libraries that are not installed."""


def refuse_without_extras(settings: Settings) -> None:
    """Raises ExtraMissing, with what to do, for what could not work."""
    if settings.bills and not installed():
        raise ExtraMissing(
            f"BILLS reads pictures of transfers with libraries that are not installed; install them with: {INSTALL} "
            "(about 400 MB), or take BILLS away"
        )


def tell_of_extras(findings: Findings, settings: Settings) -> None:
    """Whether what is switched on is there."""
    if settings.bills:
        findings.say(installed(), "pictures of transfers can be read", f"{INSTALL}, or take BILLS away")
