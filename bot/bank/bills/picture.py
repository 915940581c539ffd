"""A picture's bytes as pixels, after its head was looked at; only for the process that may be killed.

Its library is part of the extra `bills` and is loaded when it is used.
"""

from __future__ import annotations

import io
import warnings
from importlib import import_module
from typing import Any, Final

from bot.sheets.shape import Unreadable

FORMATS: Final = ("JPEG", "PNG", "WEBP")
MOST_PIXELS: Final = 13_000_000
"""A telephone's camera makes 12 million."""
LONGEST: Final = 1_600
"""A larger picture is made smaller: more pixels make no bill clearer."""
NARROWEST: Final = 1 / 20
"""The short side to the long one; what is narrower is no picture of a bill."""


def load() -> None:
    """Loads what reads pictures, while files can still be opened: one of each format is read."""
    from PIL import Image

    import_module("PIL.MpoImagePlugin")  # of telephones that put a second picture behind the first

    for form in FORMATS:
        small = io.BytesIO()
        Image.new("RGB", (8, 8)).save(small, form)
        pixels_of(small.getvalue())


def pixels_of(content: bytes) -> Any:
    """The picture as rows of red, green and blue; raises Unreadable for what is none or too large."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=FORMATS)
        if min(image.size) < NARROWEST * max(image.size):
            raise Unreadable("broken")
        image.draft("RGB", (LONGEST, LONGEST))
        image.thumbnail((LONGEST, LONGEST))
        return ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unreadable("too large") from None
    except (OSError, SyntaxError, ValueError, ImportError):
        raise Unreadable("broken") from None
