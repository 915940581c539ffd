"""Shows a page in the browser of whoever sits at this machine."""

from __future__ import annotations

import os
import sys
import webbrowser


def show(address: str) -> None:
    """Opens the address, unless nobody is there to look: no terminal, no screen, or a machine that only tests."""
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.stdout.isatty() and screen and not os.environ.get("CI"):
        webbrowser.open(address)
