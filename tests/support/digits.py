"""Numbers looked for in a text full of other numbers, of which some are drawn by chance or by the clock."""

from __future__ import annotations

import re


def tells(text: str, number: str | int) -> bool:
    """Whether a number stands in a text by itself, not as some digits of a longer one."""
    return re.search(rf"(?<!\d){re.escape(str(number))}(?!\d)", text) is not None
