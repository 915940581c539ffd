"""The page's own words, the same keys in each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

PAGE = Path(__file__).parent / "page"


@cache
def chrome(lang: str) -> dict[str, str]:
    """The words of the page in a language ("vi" or "en"), by key."""
    return msgspec.json.decode((PAGE / f"chrome.{lang}.json").read_bytes(), type=dict[str, str])
