"""Words of a plan on a page: they say their language where it is not the page's, and phone numbers can be called."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from markupsafe import Markup, escape

_PHONE: Final = re.compile(r"(?:(?<=[\s(:])|^)(?:\+84[ .]?[1-9]|0[1-9])(?:[ .]?\d){8,9}(?![ .]?\d)")


def plan_words(text: str, lang: str, *, calls: bool = False) -> Markup:
    """The text for a page in `lang`; `calls` makes links of its phone numbers."""
    shown = _linked(text) if calls else escape(text)
    return Markup('<span lang="vi">{}</span>').format(shown) if lang != "vi" and _is_vietnamese(text) else shown


def _linked(text: str) -> Markup:
    pieces: list[str] = []
    at = 0
    for found in _PHONE.finditer(text):
        number = found[0].replace(" ", "").replace(".", "")
        pieces += [text[at : found.start()], Markup('<a href="tel:{}">{}</a>').format(number, found[0])]
        at = found.end()
    return Markup().join([*pieces, text[at:]])


def _is_vietnamese(text: str) -> bool:
    """Whether it has letters with marks; a plan that has no English has Vietnamese."""
    return any(letter in "đĐ" or unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", text))
