"""Reads text in Telegram's HTML as its server does: what is visible, and what is wrong with it."""

from __future__ import annotations

import html
import re

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "a", "tg-spoiler", "blockquote"}
TOKEN = re.compile(r"<(/?)([a-z-]*)([^<>]*)>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[<>&]|[^<>&]+")


def read(text: str) -> tuple[str, list[str]]:
    """The visible text, and a sentence for every fault."""
    seen, faults, open_tags = [], [], []
    for token in TOKEN.finditer(text):
        piece = token[0]
        if token[2] is not None:
            closing, tag, _attributes = token[1], token[2], token[3]
            if tag not in TAGS:
                faults.append(f"unsupported tag {piece!r}")
            elif not closing:
                open_tags.append(tag)
            elif not open_tags or open_tags.pop() != tag:
                faults.append(f"unexpected end tag {piece!r}")
        elif piece in ("<", ">", "&"):
            faults.append(f"{piece!r} is not escaped")
        else:
            seen.append(html.unescape(piece))
    if open_tags:
        faults.append(f"tags left open: {open_tags}")
    return "".join(seen), faults


def length(text: str) -> int:
    """Length in UTF-16 units, the stricter way to count."""
    return len(text.encode("utf-16-le")) // 2
