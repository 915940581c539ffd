"""Recipes of pictures and documents: what the file is called, and what is to be drawn."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from typing import Any, Final

Draw = Callable[[dict[str, Any]], tuple[bytes, str]]
"""A recipe without what it is called → bytes and media type; takes its time, so it runs in a thread."""
FORBIDDEN: Final = '"<>|:*?/\\'
LONGEST: Final = 120
"""Characters in a file's name."""
NAMING: Final = ("certificate",)
"""Recipes in which `name` is a person's; their files are named by `called` alone."""


def name_of(recipe: dict[str, Any]) -> str:
    """What the recipe says the file is called, without what could be misread as a path; empty where it says nothing."""
    said = "".join(sign for sign in str(recipe.get(_key(recipe), "")) if sign.isprintable() and sign not in FORBIDDEN)
    return said.strip(". ")[-LONGEST:]


def drawn(draw: Draw, recipe: dict[str, Any], untitled: str = "") -> tuple[bytes, str, str]:
    """(bytes, media type, name) of a recipe; without a name, `untitled` or a plain word with the type's ending."""
    title = _key(recipe)
    content, mime = draw({key: value for key, value in recipe.items() if key != title})
    word = untitled or ("picture" if mime.startswith("image/") else "document")
    return content, mime, name_of(recipe) or word + (mimetypes.guess_extension(mime) or "")


def _key(recipe: dict[str, Any]) -> str:
    return "called" if "called" in recipe or recipe.get("make") in NAMING else "name"
