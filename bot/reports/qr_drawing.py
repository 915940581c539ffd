"""A QR code as a drawing without pixels, sharp on paper at any size."""

from __future__ import annotations

from itertools import groupby

from bot.reports.qr import modules_of


def qr_svg(text: str) -> str:
    """A QR code with error correction M as an SVG of one path, without the white border: paper is white around it.

    The modules are those of `qr_png`. Raises ValueError for a text that is empty or too long (about 2,300 bytes).
    """
    side, modules = modules_of(text)
    path = []
    for y in range(side):
        x = 0
        for module, run in groupby(modules[y * side : (y + 1) * side]):
            wide = len(list(run))
            if not module:
                path.append(f"M{x} {y}h{wide}v1h-{wide}z")
            x += wide
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(path)}"/></svg>'
