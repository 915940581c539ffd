"""Every pair of colours that text stands in has the contrast WCAG 2.2 AA asks for, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.handlers.web
import bot.site

CHAT = Path(bot.handlers.web.__file__).parent / "page" / "chat.css"
SITE = Path(bot.site.__file__).parent / "static" / "site.css"
PAIRS = {
    CHAT: "ink/paper ink/card soft/paper soft/card accent/card accent/paper accent/peach soft/peach "
    "on-brick/brick on-brick-soft/brick on-brick/brick-deep",
    SITE: "ink/paper ink/card soft/paper soft/card accent/paper accent/card accent/sea soft/sea ink/sea ink/sea-low "
    "on-brick/brick on-brick/brick-deep ink/gold leaf/leaf-pale leaf/paper",
}
CASES = [(path, pair) for path, pairs in PAIRS.items() for pair in pairs.split()]


def palette(path: Path, dark: bool) -> dict[str, str]:
    """The colours of a style sheet's :root, with those of the dark scheme over them."""
    light, _, rest = path.read_text().partition("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rest.partition("\n}")[0])) if dark else {})


def light(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_knows_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("path", "pair"), CASES, ids=lambda value: getattr(value, "name", value))
def test_text_can_be_read(path: Path, pair: str, dark: bool) -> None:
    colours = palette(path, dark)
    text, ground = pair.split("/")
    assert contrast(colours[text], colours[ground]) >= 4.5
